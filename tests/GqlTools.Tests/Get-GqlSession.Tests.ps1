#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer
    $open = @{ Uri = $server.Https; SkipCertificateCheck = $true }

    function Get-Completion([string] $Line) { @((TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText) }
}

AfterAll { Stop-DemoServer $server }

Describe 'Get-GqlSession' {
    BeforeAll {
        $north = Open-GqlSession @open -Name north
        $south = Open-GqlSession @open -Name south
        $odd = Open-GqlSession @open -Name 'the odd one'
    }

    AfterAll { Get-GqlSession | Close-GqlSession -Force }

    It 'gets all sessions of the runspace in the order of opening' {
        (Get-GqlSession).Name | Should -Be north, south, 'the odd one'
    }

    It 'finds by name, whatever the case, and by wildcard' {
        Get-GqlSession SOUTH | Should -Be $south
        (Get-GqlSession *o*th).Name | Should -Be north, south
        (Get-GqlSession south, north).Name | Should -Be south, north
        Get-GqlSession west* | Should -BeNullOrEmpty
    }

    It 'gets the current one, which was opened last' {
        Get-GqlSession -Current | Should -Be $odd
    }

    It 'leaves out closed ones' {
        $short = Open-GqlSession @open -Name short
        Close-GqlSession $short
        (Get-GqlSession).Name | Should -Not -Contain short
    }

    It 'is found by name by the other commands' {
        Invoke-GqlQuery '{ __typename }' -Session north -ResultPath __typename | Should -Be Query
        Test-GqlSession south | Should -BeTrue
        $north.Statistics.Requests | Should -Be 1
    }

    It 'is completed by name in <line>' -ForEach @(
        @{ line = 'Get-GqlSession n'; expected = 'north' }
        @{ line = 'Close-GqlSession s'; expected = 'south' }
        @{ line = 'Test-GqlSession '; expected = 'north', 'south', "'the odd one'" }
        @{ line = 'Invoke-GqlQuery "{ a }" -Session '; expected = 'north', 'south', "'the odd one'" }
        @{ line = "Invoke-GqlQuery '{ a }' -Session 'the"; expected = "'the odd one'" }
    ) {
        Get-Completion $line | Should -Be $expected
    }
}

Describe 'The views of a session' {
    BeforeAll {
        $session = Open-GqlSession @open -Name shop
        $null = Invoke-GqlQuery '{ __typename }'
        $null = Invoke-GqlQuery '{ fail }' -ErrorAction Ignore
    }

    AfterAll { Get-GqlSession | Close-GqlSession -Force }

    It 'are a table that fits 80 columns with the whole endpoint' {
        $lines = @(($session | Out-String -Width 80) -split '\r?\n' | Where-Object { $_ })
        $lines[0] | Should -Match '^Name +State +Conn +InFlight +Queued +Requests +Errors +Endpoint *$'
        $lines[2] | Should -Match "^shop +Open +1 +0 +0 +2 +1 +$([regex]::Escape($server.Https)) *$"
    }

    It 'are a list with connections, requests, bytes and latencies' {
        $text = $session | Format-List | Out-String -Width 80
        $text | Should -Match 'Name +: shop'
        $text | Should -Match 'HttpVersion +: 2.0 or lower'
        $text | Should -Match 'Connections +: 1 open, 1 opened so far'
        $text | Should -Match 'InFlight +: 0 of 100, 0 queued'
        $text | Should -Match 'Bytes +: [\d,]+ in, [\d,]+ out'
        $text | Should -Match 'Latency +: p50 [\d.]+ m?s, p95 [\d.]+ m?s, p99 [\d.]+ m?s'
    }

    It 'are one line of text where text is wanted' {
        "$session" | Should -Be "shop ($($server.Https), Open)"
    }
}

Describe 'The secrets of a session' {
    BeforeAll {
        $secrets = 'the-token', 'the-api-key', 'the-proxy-password', 'the-password'
        $secret = { param($text) ConvertTo-SecureString $text -AsPlainText }
        $sessions = @(
            Open-GqlSession $server.Https -Name bearer -SkipConnectionTest -MaximumRetryCount 0 -Authentication Bearer -Token (& $secret the-token) -Headers @{ 'X-Api-Key' = 'the-api-key' }
            Open-GqlSession $server.Https -Name basic -SkipConnectionTest -MaximumRetryCount 0 -Authentication Basic -Credential ([pscredential]::new('ann', (& $secret the-password))) `
                -Proxy http://127.0.0.1:1 -ProxyCredential ([pscredential]::new('ann', (& $secret the-proxy-password)))
        )

        function Assert-NoSecret([string] $Text) {
            $Text.Length | Should -BeGreaterThan 20
            $encoded = $secrets + @($secrets | ForEach-Object { [convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes("ann:$_")) })
            foreach ($one in $encoded) { $Text | Should -Not -Match ([regex]::Escape($one)) }
        }
    }

    AfterAll { Get-GqlSession | Close-GqlSession -Force }

    It 'appear in no view, by <way>' -ForEach @(
        @{ way = 'table'; show = { $_ | Format-Table | Out-String } }
        @{ way = 'list'; show = { $_ | Format-List | Out-String } }
        @{ way = 'all properties'; show = { $_ | Format-List * | Out-String -Width 4000 } }
        @{ way = 'all options'; show = { $_.Options | Format-List * | Out-String -Width 4000 } }
        @{ way = 'all of what is in the options'; show = { $_.Options.PSObject.Properties.Value | Format-Custom -Depth 5 | Out-String -Width 4000 } }
        @{ way = 'string'; show = { "$_ $($_.Options)" } }
        @{ way = 'ConvertTo-Json'; show = { $_ | ConvertTo-Json -Depth 6 -WarningAction Ignore } }
        @{ way = 'ConvertTo-CliXml'; show = { [System.Management.Automation.PSSerializer]::Serialize($_, 5) } }
    ) {
        Assert-NoSecret (@($sessions | ForEach-Object $show) -join "`n")
    }

    It 'appear in no error and no verbose line of a request' {
        $text = @($sessions | ForEach-Object {
                Invoke-GqlQuery '{ __typename }' -Session $_ -Verbose -ErrorAction Continue *>&1
                Test-GqlSession $_ -Verbose *>&1
            }) | ForEach-Object { $_ | Out-String; if ($_ -is [System.Management.Automation.ErrorRecord]) { $_ | Format-List * -Force | Out-String; Get-Error -InputObject $_ | Out-String } }
        Assert-NoSecret ($text -join "`n")
    }

    It 'appear in no error about themselves' {
        $spaced = ConvertTo-SecureString 'the-token with a space' -AsPlainText
        { Open-GqlSession $server.Https -Authentication Bearer -Token $spaced } | Should -Throw -ErrorId 'GqlAuthenticationInvalid*'
        Assert-NoSecret ($Error[0] | Format-List * -Force | Out-String)
        { Open-GqlSession $server.Https -Headers @{ 'X-Api-Key' = "the-api-key`nx" } } | Should -Throw -ErrorId 'GqlOptionInvalid*'
        Assert-NoSecret ($Error[0] | Format-List * -Force | Out-String)
    }

    It 'show as the kind of credentials alone' {
        $sessions[0] | Format-List | Out-String | Should -Match 'Authentication +: Bearer'
        "$($sessions[0].Options.Authentication)" | Should -Be 'Bearer ***'
        $sessions[0].Options.HeaderNames | Should -Be X-Api-Key
    }
}
