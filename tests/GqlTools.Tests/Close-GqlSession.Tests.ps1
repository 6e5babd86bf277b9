#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    $manifest = Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1'
    Import-Module $manifest
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer
    $open = @{ Uri = $server.Https; SkipCertificateCheck = $true }

    # Another runspace that sends queries which take so long, and has as many on the server when this returns.
    function Start-SlowQuery($Session, [int] $Milliseconds, [int] $Count = 1) {
        $before = [int](Get-DemoCounter $server).fields.'Query.slow'
        $shell = [powershell]::Create().AddScript({
                param($manifest, $session, $milliseconds, $count)
                Import-Module $manifest
                @($milliseconds) * $count | Invoke-GqlQuery 'query ($ms: Int!) { slow(milliseconds: $ms) }' -Session $session -ResultPath slow
            }).AddArgument($manifest).AddArgument($Session).AddArgument($Milliseconds).AddArgument($Count)
        $running = $shell.BeginInvoke()
        $null = Wait-DemoCounter $server { $_.fields.'Query.slow' -eq $before + $Count }
        @{ Shell = $shell; Running = $running }
    }

    function Receive-SlowQuery($Query) {
        @{ Output = @($Query.Shell.EndInvoke($Query.Running)); Errors = @($Query.Shell.Streams.Error) }
        $Query.Shell.Dispose()
    }
}

AfterAll { Stop-DemoServer $server }

Describe 'Close-GqlSession' {
    AfterEach { Get-GqlSession | Close-GqlSession -Force }

    It 'closes the current session, its connection, and leaves none current' {
        $first = Open-GqlSession @open
        $second = Open-GqlSession @open

        Close-GqlSession

        $second.State | Should -Be Closed
        $second.Statistics.ConnectionsCurrent | Should -Be 0
        $first.State | Should -Be Open
        { Invoke-GqlQuery '{ __typename }' } | Should -Throw -ErrorId 'GqlNoSession*'
    }

    It 'writes nothing' {
        $null = Open-GqlSession @open
        Close-GqlSession *>&1 | Should -BeNullOrEmpty
    }

    It 'closes by name, by object and from the pipeline' {
        $sessions = 'a', 'b', 'c', 'd' | ForEach-Object { Open-GqlSession @open -Name $_ }
        Close-GqlSession A
        Close-GqlSession $sessions[1]
        $sessions[2, 3] | Close-GqlSession
        $sessions.State | Should -Be (@('Closed') * 4)
        Get-GqlSession | Should -BeNullOrEmpty
    }

    It 'lets requests of another runspace finish' {
        $session = Open-GqlSession @open
        $query = Start-SlowQuery $session 300 -Count 8

        Close-GqlSession $session

        $session.State | Should -Be Closed
        $result = Receive-SlowQuery $query
        $result.Output | Should -Be (@(300) * 8)
        $result.Errors | Should -BeNullOrEmpty
    }

    It 'cancels them with -Force, each with an error that says so' {
        $session = Open-GqlSession @open
        $query = Start-SlowQuery $session 60000 -Count 2

        Close-GqlSession $session -Force

        $session.Statistics.InFlight | Should -Be 0
        $result = Receive-SlowQuery $query
        $result.Errors.FullyQualifiedErrorId | Should -Be (@('GqlCancelled,GqlTools.Commands.InvokeGqlQueryCommand') * 2)
        $result.Errors[0].Exception.Message | Should -Match 'session closed before this request had finished'
        $null = Wait-DemoCounter $server { $_.requestsInFlight -eq 0 }
    }

    It 'cancels what is left after -DrainTimeoutSeconds' {
        $session = Open-GqlSession @open
        $query = Start-SlowQuery $session 60000
        $clock = [System.Diagnostics.Stopwatch]::StartNew()

        Close-GqlSession $session -DrainTimeoutSeconds 1

        $clock.Elapsed.TotalSeconds | Should -BeGreaterOrEqual 0.9
        (Receive-SlowQuery $query).Errors.FullyQualifiedErrorId | Should -BeLike 'GqlCancelled,*'
    }

    It 'does nothing and is no error when the session is closed already' {
        $session = Open-GqlSession @open
        Close-GqlSession $session
        Close-GqlSession $session -ErrorAction Stop
        $session.State | Should -Be Closed
    }

    It 'waits for the same shutdown as another runspace that is closing' {
        $session = Open-GqlSession @open
        $query = Start-SlowQuery $session 500
        $other = [powershell]::Create().AddScript('param($manifest, $session) Import-Module $manifest; Close-GqlSession $session').AddArgument($manifest).AddArgument($session)
        $closing = $other.BeginInvoke()
        do { $state = $session.State } while ($state -eq 'Open')

        Close-GqlSession $session

        $session.State | Should -Be Closed
        $null = $other.EndInvoke($closing)
        $other.HadErrors | Should -BeFalse
        $other.Dispose()
        (Receive-SlowQuery $query).Output | Should -Be 500
    }

    It 'cuts the drain of another runspace short with -Force' {
        $session = Open-GqlSession @open
        $query = Start-SlowQuery $session 60000
        $other = [powershell]::Create().AddScript('param($manifest, $session) Import-Module $manifest; Close-GqlSession $session').AddArgument($manifest).AddArgument($session)
        $closing = $other.BeginInvoke()
        do { $state = $session.State } while ($state -eq 'Open')

        Close-GqlSession $session -Force

        $null = $other.EndInvoke($closing)
        $other.HadErrors | Should -BeFalse
        $other.Dispose()
        $session.State | Should -Be Closed
        (Receive-SlowQuery $query).Errors.FullyQualifiedErrorId | Should -BeLike 'GqlCancelled,*'
    }

    It 'refuses new requests while it drains' {
        $session = Open-GqlSession @open
        $query = Start-SlowQuery $session 500
        $other = [powershell]::Create().AddScript('param($manifest, $session) Import-Module $manifest; Close-GqlSession $session').AddArgument($manifest).AddArgument($session)
        $closing = $other.BeginInvoke()
        do { $state = $session.State } while ($state -eq 'Open')

        Invoke-GqlQuery '{ __typename }' -Session $session -ErrorVariable problem -ErrorAction SilentlyContinue

        $problem.FullyQualifiedErrorId | Should -BeLike 'GqlSessionClosed,*'
        $null = $other.EndInvoke($closing)
        $other.Dispose()
        (Receive-SlowQuery $query).Output | Should -Be 500
    }
}
