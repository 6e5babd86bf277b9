#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Parameters that do not go together, where one of them comes from $PSDefaultParameterValues.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer
    $null = Open-GqlSession $server.Https -SkipCertificateCheck -Name shop
    $products = '{ products(first: 3) { nodes { sku } } }'
    $product = 'query($sku: String!) { product(sku: $sku) { sku } }'
    $skus = 1..4 | ForEach-Object { 'SKU-{0:d7}' -f $_ }
    $secret = ConvertTo-SecureString 'open-sesame' -AsPlainText
    $credential = [pscredential]::new('ann', $secret)
}

AfterAll {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
}

Describe 'What $PSDefaultParameterValues gives Invoke-GqlQuery' {
    It 'yields where -All is typed: <name> = <value>' -ForEach @(
        @{ name = 'Invoke-GqlQuery:ThrottleLimit'; value = 64 }
        @{ name = 'Invoke-GqlQuery:ThrottleLimit'; value = '64' }
        @{ name = 'Invoke-GqlQuery:ThrottleLimit'; value = { 64 } }
        @{ name = '*-Gql*:ThrottleLimit'; value = 64 }
        @{ name = 'invoke-gqlquery : throttle*'; value = 64 }
        @{ name = '"Invoke-GqlQuery":"BatchSize"'; value = 5 }
        @{ name = '*:AsCompleted'; value = $true }
        @{ name = 'Invoke-*:MaximumErrorCount'; value = 5 }
        @{ name = 'Invoke-GqlQuery:Incremental'; value = $true }
    ) {
        $PSDefaultParameterValues = @{ $name = $value }
        (Invoke-GqlQuery $products -All -MaximumCount 5).sku | Should -HaveCount 5
    }

    It 'yields as if it had not been given: -All where -BatchSize is typed' {
        $before = (Get-DemoCounter $server).requestsReceived
        $PSDefaultParameterValues = @{ 'Invoke-GqlQuery:All' = $true; 'Invoke-GqlQuery:PageSize' = 2 }
        $skus | Invoke-GqlQuery $product -BatchSize 4 -BatchBy Alias -ResultPath product.sku | Should -Be $skus
        (Get-DemoCounter $server).requestsReceived - $before | Should -Be 1
    }

    It 'yields where -Incremental is typed, several at once' {
        $PSDefaultParameterValues = @{ 'Invoke-GqlQuery:Raw' = $true; 'Invoke-GqlQuery:ThrottleLimit' = 8; 'Invoke-GqlQuery:ResultPath' = 'products' }
        (Invoke-GqlQuery '{ products(first: 1) { nodes { sku ... @defer { stock } } } }' -Incremental).Kind | Should -Be Initial, Deferred
    }

    It 'yields to a key that comes with the objects of the pipeline' {
        $PSDefaultParameterValues = @{ 'Invoke-GqlQuery:BatchSize' = 50 }
        [pscustomobject]@{ sku = $skus[0]; IdempotencyKey = 'a' } | Invoke-GqlQuery $product -ResultPath product.sku | Should -Be $skus[0]
    }

    It 'yields where a document goes by its id' {
        $PSDefaultParameterValues = @{ 'Invoke-GqlQuery:BatchSize' = 50 }
        $problem = { Invoke-GqlQuery -DocumentId abc -Confirm:$false -ErrorAction Stop } | Should -Throw -PassThru
        $problem.FullyQualifiedErrorId | Should -Not -BeLike 'GqlParameter*' # the server does not know this document
    }

    It 'is ignored where it means nothing: <name>' -ForEach @(
        @{ name = 'Invoke-GqlQuery:PageSize'; value = 2 }
        @{ name = 'Invoke-GqlQuery:PageBy'; value = 'Offset' }
        @{ name = 'Invoke-GqlQuery:BatchBy'; value = 'Array' }
        @{ name = 'Invoke-GqlQuery:CheckpointKey'; value = 'id' }
    ) {
        $PSDefaultParameterValues = @{ $name = $value }
        Invoke-GqlQuery '{ __typename }' -ResultPath __typename | Should -Be Query
    }

    It 'counts where it goes together with what is typed' {
        $PSDefaultParameterValues = @{ '*-Gql*:PageSize' = 2; 'Invoke-GqlQuery:Raw' = $true }
        Invoke-GqlQuery $products -All -MaximumCount 4 | ForEach-Object { $_.Data.products.nodes.Count } | Should -Be 2, 2
    }

    It 'is not looked for beyond where PowerShell does: the functions of a module have values of their own' {
        $module = New-Module { function Get-List { Invoke-GqlQuery '{ products(first: 3) { nodes { sku } } }' -Session shop -All -ThrottleLimit 8 } }
        $global:PSDefaultParameterValues['Invoke-GqlQuery:ThrottleLimit'] = 8
        try { { & $module { Get-List } } | Should -Throw -ErrorId 'GqlParameterConflict,*' }
        finally { $global:PSDefaultParameterValues.Remove('Invoke-GqlQuery:ThrottleLimit') }
    }

    It 'excuses nothing that is typed: <what>' -ForEach @(
        @{ what = 'another value'; defaults = @{ 'Invoke-GqlQuery:ThrottleLimit' = 64 } }
        @{ what = 'the value of another command'; defaults = @{ 'Close-GqlSession:ThrottleLimit' = 8 } }
        @{ what = 'the value of another parameter'; defaults = @{ 'Invoke-GqlQuery:BatchSize' = 8 } }
        @{ what = 'the same value while all are disabled'; defaults = @{ 'Invoke-GqlQuery:ThrottleLimit' = 8; Disabled = $true } }
    ) {
        $PSDefaultParameterValues = $defaults
        { Invoke-GqlQuery $products -All -ThrottleLimit 8 } | Should -Throw -ErrorId 'GqlParameterConflict,*'
    }
}

Describe 'What $PSDefaultParameterValues gives Open-GqlSession' {
    AfterEach { Get-GqlSession opened -ErrorAction Ignore | Close-GqlSession -Force }

    It 'yields to <typed>: <given>' -ForEach @(
        @{ typed = '-Authentication Basic'; given = 'a token'; with = @{ Authentication = 'Basic'; Credential = 1 }; scheme = 'Basic'; defaults = @{ Token = 1; Authentication = 'Bearer' } }
        @{ typed = '-Authentication Bearer'; given = 'a credential'; with = @{ Authentication = 'Bearer'; Token = 1 }; scheme = 'Bearer'; defaults = @{ Credential = 1; Authentication = 'Basic' } }
        @{ typed = '-Authentication None'; given = 'a token'; with = @{ Authentication = 'None' }; scheme = $null; defaults = @{ Token = 1; Authentication = 'Bearer' } }
        @{ typed = '-TokenProvider'; given = 'Basic'; with = @{ TokenProvider = { 'good' } }; scheme = 'Bearer'; defaults = @{ Credential = 1; Authentication = 'Basic' } }
        @{ typed = '-TokenProvider'; given = 'a token'; with = @{ TokenProvider = { 'good' } }; scheme = 'Bearer'; defaults = @{ Token = 1; Authentication = 'Bearer' } }
        @{ typed = '-Authentication Bearer'; given = 'a provider'; with = @{ Authentication = 'Bearer'; Token = 1 }; scheme = 'Bearer'; defaults = @{ TokenProvider = { 'bad' } } }
        @{ typed = '-NoProxy'; given = 'a proxy'; with = @{ NoProxy = $true }; scheme = $null; defaults = @{ Proxy = 'http://127.0.0.1:1' } }
        @{ typed = 'nothing'; given = 'a kind without credentials, and an AWS region'; with = @{}; scheme = $null; defaults = @{ Authentication = 'Bearer'; AwsRegion = 'eu-west-1'; MaximumCacheBytes = 5 } }
    ) {
        $values = @{ Token = $secret; Credential = $credential }
        foreach ($name in @($with.Keys)) { $with[$name] = $values[$name] ?? $with[$name] }
        $PSDefaultParameterValues = @{}
        foreach ($name in $defaults.Keys) { $PSDefaultParameterValues["Open-GqlSession:$name"] = $values[$name] ?? $defaults[$name] }

        $null = Open-GqlSession $server.Https -SkipCertificateCheck -Name opened @with

        $sent = Invoke-GqlQuery '{ request { header(name: "authorization") } }' -ResultPath request.header -Session opened
        ("$sent" -split ' ')[0] | Should -Be "$scheme"
    }
}

Describe 'What $PSDefaultParameterValues gives Watch-GqlSubscription' {
    It 'is ignored where it means nothing' {
        $PSDefaultParameterValues = @{ '*-Gql*:ResumeFrom' = 4; '*-Gql*:ResumePath' = 'count.id' }
        Watch-GqlSubscription 'subscription { count(to: 2) { number } }' -Session shop -ResultPath count.number | Should -Be 1, 2
    }
}
