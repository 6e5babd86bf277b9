#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer
    $session = Open-GqlSession $server.Https -SkipCertificateCheck -Name shop -RetryIntervalSec 0.01
    $PSDefaultParameterValues = @{ 'Invoke-GqlQuery:Session' = 'shop' } # whichever session was opened or closed last

    # Pester runs tests with Stop; users run with Continue.
    $ErrorActionPreference = 'Continue'
    $products = 'query Products { products(first: 2) { nodes { sku ... @defer(label: "stock") { stock } } } numbers(to: 4) @stream(initialCount: 1, label: "more") }'
    $earlier = @{ Accept = 'multipart/mixed;deferSpec=20220824, application/json' }
}

AfterAll {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
}

Describe 'An answer in parts' {
    It 'is the result that a whole answer would be, in <format>' -ForEach @(
        @{ format = 'the later format'; headers = @{} }
        @{ format = 'the earlier format'; headers = @{ Accept = 'multipart/mixed;deferSpec=20220824, application/json' } }
        @{ format = 'server-sent events'; headers = @{ Accept = 'text/event-stream' } }
        @{ format = 'one piece'; headers = @{ Accept = 'application/json' } }
    ) {
        $whole = Invoke-GqlQuery ($products -replace '\.\.\. @defer\(label: "stock"\) \{ stock \}', 'stock' -replace '@stream\([^)]*\)')
        $result = Invoke-GqlQuery $products -Headers $headers -Raw
        $result.Data.products.nodes.stock | Should -Be $whole.products.nodes.stock
        $result.Data.numbers | Should -Be 1, 2, 3, 4
        $type = if ($format -like '*format') { 'multipart/mixed*' } elseif ($format -like 'server*') { 'text/event-stream*' } else { 'application/json*' }
        $result.Headers['Content-Type'] | Should -BeLike $type
    }

    It 'has the errors of its parts as error records with their paths, and a place is empty whose fragment failed' {
        $data = Invoke-GqlQuery 'query Late { tree { level ... @defer { nullableChild { level } } ... @defer(label: "bad") { fail } } ... @defer { fail } }' -ErrorVariable problems -ErrorAction SilentlyContinue
        $data.tree.nullableChild.level | Should -Be 1
        $data.PSObject.Properties['fail'].Value | Should -BeNullOrEmpty
        $data.tree.PSObject.Properties.Name | Should -Not -Contain fail
        $problems.TargetObject.Path | Sort-Object | Should -Be fail, tree.fail
        $problems.FullyQualifiedErrorId | Should -BeLike 'GqlGraphQLError,*'
    }

    It 'is picked from by -ResultPath' {
        Invoke-GqlQuery $products -ResultPath products.nodes.stock | Should -HaveCount 2
    }

    It 'has the .NET types of its scalars' {
        $typed = Open-GqlSession $server.Https -SkipCertificateCheck -Name typed -Scalar @{ DateTime = [datetimeoffset] }
        $document = '{ products(first: 1) { nodes { sku ... @defer { createdAt } } } }'
        (Invoke-GqlQuery $document -Session $typed).products.nodes[0].createdAt | Should -BeOfType datetimeoffset
        $part = Invoke-GqlQuery $document -Session $typed -Incremental | Where-Object Kind -EQ Deferred
        $part.Data.createdAt | Should -BeOfType datetimeoffset
        Close-GqlSession $typed
    }
}

Describe '-Incremental' {
    It 'writes each part with path, label, data or items, and whether more may follow' {
        $parts = Invoke-GqlQuery $products -Incremental
        $parts[0].Path | Should -BeExactly ''
        $parts[0].Data.products.nodes.sku | Should -HaveCount 2
        $parts[0].Data.products.nodes[0].PSObject.Properties.Name | Should -Be sku
        $parts[0].HasNext | Should -BeTrue

        $stock = $parts | Where-Object Label -EQ stock | Sort-Object Path
        $stock.Path | Should -Be 'products.nodes[0]', 'products.nodes[1]'
        $stock[1].PathSegments | Should -Be products, nodes, 1
        $stock[1].PathSegments[2] | Should -BeOfType long
        $stock.Data.stock | Should -HaveCount 2

        $more = $parts | Where-Object Label -EQ more
        $more.Path | Select-Object -Unique | Should -Be numbers
        $more.ForEach({ $_.Items }) | Should -Be 2, 3, 4
        $more[0].Data | Should -BeNullOrEmpty
    }

    It 'says where items start in the earlier format' {
        $more = Invoke-GqlQuery $products -Incremental -Headers $earlier | Where-Object Label -EQ more
        $more[0].StartIndex | Should -Be 1
        $more.Path | Select-Object -Unique | Should -Be numbers
    }

    It 'writes one part where the document leaves nothing for later' {
        $part = Invoke-GqlQuery '{ numbers(to: 2) }' -Incremental
        $part.Data.numbers | Should -Be 1, 2
        $part.HasNext | Should -BeFalse
    }

    It 'writes a part before the next one is there, and takes the request back when no more are wanted' {
        $neighbour = Start-ThreadJob { param($session, $module) Import-Module $module; Invoke-GqlQuery '{ slow(milliseconds: 500) }' -Session $session } -ArgumentList $session, (Get-Module GqlTools).Path
        $part = Invoke-GqlQuery '{ numbers(to: 1) ... @defer { slow(milliseconds: 600000) } }' -Incremental | Select-Object -First 1
        $part.Data.numbers | Should -Be 1
        (Receive-Job $neighbour -Wait -AutoRemoveJob).slow | Should -Be 500
        $null = Wait-DemoCounter $server { $_.requestsInFlight -eq 0 }
        $session.Statistics.InFlight | Should -Be 0
        $session.Statistics.ConnectionsOpened | Should -Be 1
    }

    It 'has errors on the part that they belong to, and as error records' {
        $parts = Invoke-GqlQuery 'query Late { numbers(to: 1) ... @defer(label: "late") { fail(message: "No.", code: "NO") } }' -Incremental -ErrorVariable problems -ErrorAction SilentlyContinue
        $parts[0].Errors | Should -HaveCount 0
        $parts[-1].Errors.Code | Should -Be NO
        $parts[-1].Errors.Path | Should -Be fail
        $problems.TargetObject.Operation | Should -Be Late
        $problems.FullyQualifiedErrorId | Should -BeLike 'GqlGraphQLError,*'
    }

    It 'runs for every object of the pipeline, one after another, and tells whose a part is' {
        $parts = 'SKU-0000001', 'SKU-0000002' | Invoke-GqlQuery 'query($sku: String!) { product(sku: $sku) { sku ... @defer { name } } }' -Incremental
        $parts.Variables | Should -Be 'SKU-0000001', 'SKU-0000001', 'SKU-0000002', 'SKU-0000002'
        $parts.Data.product.sku.Where({ $_ }) | Should -Be 'SKU-0000001', 'SKU-0000002'
    }

    It 'reports a stream that breaks after a part, keeps what came, and does not send it again' {
        $other = Open-GqlSession $server.Https -SkipCertificateCheck -Name other
        $before = (Get-DemoCounter $server).queriesExecuted
        $parts = Invoke-GqlQuery '{ numbers(to: 1) ... @defer { slow(milliseconds: 600000) } }' -Session $other -Incremental -ErrorVariable problems -ErrorAction SilentlyContinue |
            ForEach-Object { $null = Stop-DemoStream $server; $_ }
        $parts.Data.numbers | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'GqlConnectionLost,*'
        $problems[0].Exception.Attempts | Should -HaveCount 1
        (Get-DemoCounter $server).queriesExecuted - $before | Should -Be 1
        $other.Statistics.InFlight | Should -Be 0
        Close-GqlSession $other
    }

    It 'ends with an error where no further part comes within -OperationTimeoutSeconds' {
        $parts = Invoke-GqlQuery '{ numbers(to: 1) ... @defer { slow(milliseconds: 600000) } }' -Incremental -OperationTimeoutSeconds 2 -ErrorVariable problems -ErrorAction SilentlyContinue
        $parts | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'GqlTimeout,*'
        $problems[0].Exception.Message | Should -BeLike 'No further part*'
    }

    It 'does not go together with -<parameter>' -ForEach @(
        @{ parameter = 'All'; value = $true }
        @{ parameter = 'Raw'; value = $true }
        @{ parameter = 'ResultPath'; value = 'products' }
        @{ parameter = 'BatchSize'; value = 10 }
        @{ parameter = 'AsCompleted'; value = $true }
    ) {
        $arguments = @{ $parameter = $value }
        { Invoke-GqlQuery $products -Incremental @arguments } | Should -Throw -ErrorId 'GqlParameterConflict,*' -ExpectedMessage "-$parameter and -Incremental do not go*"
    }

    It 'is shown as a table' {
        $lines = (Invoke-GqlQuery $products -Incremental | Out-String -Width 200) -split '\r?\n'
        ($lines -match 'Kind\s+Path\s+Label\s+Errors\s+HasNext\s+Value') | Should -HaveCount 1
        ($lines -match 'Streamed\s+numbers\s+more\s+0') | Should -Not -BeNullOrEmpty
    }
}
