#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# One session used by many runspaces at once. Blocks find the module in the PSModulePath, as they do when it is installed.

BeforeAll {
    . $PSScriptRoot/InstalledModule.ps1
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer
    $open = @{ Uri = $server.Https; SkipCertificateCheck = $true }
    $query = 'query Product($sku: String!) { product(sku: $sku) { sku } }'
}

AfterAll {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
    $env:PSModulePath = $pathBefore
}

Describe 'ForEach-Object -Parallel' {
    It 'gets 2000 right answers over one connection from 32 runspaces at once, without an error' {
        $session = Open-GqlSession @open -Name many
        $accepted = (Get-DemoCounter $server).connectionsAccepted.https

        $answers = 1..2000 | ForEach-Object -Parallel {
            $sku = 'SKU-{0:d7}' -f $_
            [pscustomobject]@{ Asked = $sku; Got = Invoke-GqlQuery -Session $using:session -Query $using:query -Variables @{ sku = $sku } -ResultPath product.sku }
        } -ThrottleLimit 32 -ErrorVariable problems

        $problems | Should -BeNullOrEmpty
        $answers | Should -HaveCount 2000
        ($answers.Asked | Sort-Object -Unique) | Should -HaveCount 2000
        $answers | Where-Object { $_.Asked -cne $_.Got } | Should -BeNullOrEmpty
        $session.Statistics.ConnectionsOpened | Should -Be 1
        $session.Statistics.Requests | Should -Be 2000
        $session.Statistics.Errors | Should -Be 0
        $session.Statistics.InFlight | Should -Be 0
        (Get-DemoCounter $server).connectionsAccepted.https | Should -Be $accepted
    }

    It 'opens its connection once when 32 runspaces send the first requests of a session' {
        $session = Open-GqlSession @open -Name fresh -SkipConnectionTest

        $answers = 1..32 | ForEach-Object -Parallel {
            $session = $using:session
            Invoke-GqlQuery '{ request { connectionId } }' -Session $session -ResultPath request.connectionId
        } -ThrottleLimit 32

        $answers | Should -HaveCount 32
        $answers | Sort-Object -Unique | Should -HaveCount 1
        $session.Statistics.ConnectionsOpened | Should -Be 1
    }

    It 'opens a session in each runspace, each with its own current one' {
        $answers = 1..8 | ForEach-Object -Parallel {
            $open = $using:open
            $null = Open-GqlSession @open -Headers @{ 'X-Tenant' = $_ }
            "$_=$(Invoke-GqlQuery '{ request { header(name: "x-tenant") } }' -ResultPath request.header)"
            Close-GqlSession
        } -ThrottleLimit 8

        $answers | Sort-Object | Should -Be (1..8 | ForEach-Object { "$_=$_" })
        $null = Wait-DemoCounter $server { $_.connectionsOpen -le 3 } # many's, fresh's, and the one the counters come over
    }

    It 'runs fan-outs side by side on one session' {
        $session = Open-GqlSession @open -Name fans
        $answers = 0..3 | ForEach-Object -Parallel {
            $part = $_
            $skus = 0..99 | ForEach-Object { 'SKU-{0:d7}' -f ($part * 100 + $_) }
            $got = $skus | Invoke-GqlQuery $using:query -Session $using:session -ResultPath product.sku
            ($got -join ',') -ceq ($skus -join ',')
        } -ThrottleLimit 4
        $answers | Should -Be $true, $true, $true, $true
        $session.Statistics.ConnectionsOpened | Should -Be 1
    }

    It 'is stopped by -TimeoutSeconds with nothing left in flight' {
        $ErrorActionPreference = 'Continue'
        $session = Open-GqlSession @open -Name timed
        $before = (Get-DemoCounter $server).fields
        1..4 | ForEach-Object -Parallel {
            Invoke-GqlQuery '{ slow(milliseconds: 60000) }' -Session $using:session
        } -ThrottleLimit 4 -TimeoutSeconds 3 2>&1 | Out-Null
        $session.Statistics.InFlight | Should -Be 0
        $after = (Wait-DemoCounter $server { $_.requestsInFlight -eq 0 }).fields
        # Whatever had begun was cancelled: nothing was waited for.
        $after.'Query.slow cancelled' - $before.'Query.slow cancelled' | Should -Be ($after.'Query.slow' - $before.'Query.slow')
        Test-GqlSession $session | Should -BeTrue
    }
}

Describe 'Start-ThreadJob' {
    It 'shares the session by reference' {
        $session = Open-GqlSession @open -Name jobs
        $jobs = 1..4 | ForEach-Object { Start-ThreadJob { Invoke-GqlQuery '{ request { connectionId } }' -Session $using:session -ResultPath request.connectionId } }
        $jobs | Receive-Job -Wait -AutoRemoveJob | Sort-Object -Unique | Should -HaveCount 1
        $session.Statistics.ConnectionsOpened | Should -Be 1
    }
}

Describe 'Start-Job' {
    It 'gets a copy of the session, and the error says so' {
        $session = Open-GqlSession @open -Name gone
        $problem = Start-Job { try { Invoke-GqlQuery '{ __typename }' -Session $using:session } catch { $_.FullyQualifiedErrorId } } | Receive-Job -Wait -AutoRemoveJob
        $problem | Should -BeLike 'GqlSessionDeserialized,*'
    }
}
