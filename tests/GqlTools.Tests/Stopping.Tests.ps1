#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Every command that waits ends at once when its pipeline does, and leaves nothing in flight. A pipeline is stopped the way Ctrl+C does it, once the
# server has seen its requests; half a second is the limit. On a machine that is busy with something else a round may take longer, but not each.

BeforeAll {
    $manifest = Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1'
    Import-Module $manifest
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer
    $limit = [timespan]::FromSeconds(0.5)
    $slow = 'query ($ms: Int!) { slow(milliseconds: $ms) }'
    $session = Open-GqlSession $server.Https -SkipCertificateCheck -Name shop -MaximumConcurrency 8
    $null = 1..20 | Invoke-GqlQuery $slow # what is compiled at first use is compiled now

    # Runs a script in another runspace, waits until the counters say that it waits, stops it, and says how long the stopping took.
    function Stop-Command([scriptblock] $Script, [hashtable] $Values = @{}, [scriptblock] $Until) {
        $runspace = [runspacefactory]::CreateRunspace()
        $runspace.Open()
        foreach ($name in $Values.Keys) { $runspace.SessionStateProxy.SetVariable($name, $Values[$name]) }
        $shell = [powershell]::Create($runspace)
        $null = $shell.AddScript("Import-Module '$manifest'").Invoke()
        $shell.Commands.Clear()
        $before = Get-DemoCounter $server
        $null = $shell.AddScript($Script).BeginInvoke()
        $null = Wait-DemoCounter $server $Until
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $elapsed = $clock.Elapsed
        [pscustomobject]@{ Elapsed = $elapsed; State = "$($shell.InvocationStateInfo.State)"; Shell = $shell; Runspace = $runspace }
    }

    # A round returns how long the ending took.
    function Assert-Quick([scriptblock] $Round) {
        $times = [System.Collections.Generic.List[timespan]]::new()
        do { $times.Add((& $Round)) } until ($times[-1] -lt $limit -or $times.Count -eq 3)
        $times[-1] | Should -BeLessThan $limit
    }

    # Runs a pipeline that ends early by itself, and looks that it leaves nothing behind.
    function Assert-QuickEnd([scriptblock] $Pipeline) {
        Assert-Quick {
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            & $Pipeline
            $elapsed = $clock.Elapsed
            Assert-NothingInFlight $session
            $elapsed
        }
    }

    function Close-Stopped($Stopped) {
        $Stopped.Shell.Dispose()
        $Stopped.Runspace.Dispose()
    }

    # What the client has given up reaches the server a moment later.
    function Assert-NothingInFlight($Session) {
        $Session.Statistics.InFlight | Should -Be 0
        $Session.Statistics.Queued | Should -Be 0
        $null = Wait-DemoCounter $server { $_.requestsInFlight -eq 0 }
        Test-GqlSession $Session | Should -BeTrue
    }
}

AfterAll {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
}

Describe 'Ctrl+C' {
    It 'ends Invoke-GqlQuery -All while it waits for a page' {
        Assert-Quick {
            $far = Open-GqlSession (Get-DemoFaultUri $server 'delay?milliseconds=60000') -SkipCertificateCheck -SkipConnectionTest
            $stopped = Stop-Command { Invoke-GqlQuery '{ products(first: 5) { nodes { sku } } }' -All -Session $far } @{ far = $far } { $_.requestsInFlight -eq 1 }

            $stopped.State | Should -Be Stopped
            $far.Statistics.InFlight | Should -Be 0
            $null = Wait-DemoCounter $server { $_.requestsInFlight -eq 0 }
            Close-GqlSession $far -Force
            Close-Stopped $stopped
            $stopped.Elapsed
        }
    }

    It 'ends Invoke-GqlQuery -Incremental while it waits for a part' {
        Assert-Quick {
            $stopped = Stop-Command { Invoke-GqlQuery '{ numbers(to: 1) ... @defer { slow(milliseconds: 60000) } }' -Incremental -Session $session } @{ session = $session } { $_.requestsInFlight -eq 1 }

            $stopped.State | Should -Be Stopped
            Assert-NothingInFlight $session
            Close-Stopped $stopped
            $stopped.Elapsed
        }
    }

    It 'ends Get-GqlSchema; the fetch, which others may share, ends with the session' {
        Assert-Quick {
            $far = Open-GqlSession (Get-DemoFaultUri $server 'delay?milliseconds=60000') -SkipCertificateCheck -SkipConnectionTest
            $stopped = Stop-Command { Get-GqlSchema $far } @{ far = $far } { $_.requestsInFlight -eq 1 }

            $stopped.State | Should -Be Stopped
            $far.Statistics.InFlight | Should -Be 1
            Close-GqlSession $far -Force
            $null = Wait-DemoCounter $server { $_.requestsInFlight -eq 0 }
            Close-Stopped $stopped
            $stopped.Elapsed
        }
    }

    It 'ends a fan-out of Invoke-GqlQuery, <what>' -ForEach @(
        @{ what = 'in order'; parameters = @{} }
        @{ what = 'as completed'; parameters = @{ AsCompleted = $true } }
        @{ what = 'with more requests than the session lets in flight'; parameters = @{ ThrottleLimit = 32 } }
    ) {
        Assert-Quick {
            $connections = $session.Statistics.ConnectionsOpened
            $stopped = Stop-Command { @(60000) * 40 | Invoke-GqlQuery $slow -Session $session @parameters } @{ session = $session; slow = $slow; parameters = $parameters } { $_.requestsInFlight -eq 8 }

            $stopped.State | Should -Be Stopped
            Assert-NothingInFlight $session
            $session.Statistics.ConnectionsOpened | Should -Be $connections
            Close-Stopped $stopped
            $stopped.Elapsed
        }
    }

    It 'ends a single request' {
        Assert-Quick {
            $stopped = Stop-Command { Invoke-GqlQuery '{ slow(milliseconds: 60000) }' -Session $session } @{ session = $session } { $_.requestsInFlight -eq 1 }
            Assert-NothingInFlight $session
            Close-Stopped $stopped
            $stopped.Elapsed
        }
    }

    It 'ends the wait between two attempts' {
        Assert-Quick {
            $patient = Open-GqlSession $server.Https -SkipCertificateCheck -Name patient
            Set-DemoFault $server 'answer?status=503&retryAfter=60'
            $stopped = Stop-Command { Invoke-GqlQuery '{ __typename }' -Session $patient } @{ patient = $patient } { $_.requestsReceived -eq $before.requestsReceived + 1 -and $_.requestsInFlight -eq 0 }
            Set-DemoFault $server $null

            Assert-NothingInFlight $patient
            Close-Stopped $stopped
            Close-GqlSession $patient
            $stopped.Elapsed
        }
    }

    It 'ends Open-GqlSession with a server that never answers' {
        Assert-Quick {
            $connections = (Get-DemoCounter $server).connectionsOpen
            $stopped = Stop-Command { Open-GqlSession $uri -SkipCertificateCheck } @{ uri = Get-DemoFaultUri $server hang } { $_.requestsInFlight -eq 1 }
            $null = Wait-DemoCounter $server { $_.requestsInFlight -eq 0 -and $_.connectionsOpen -eq $connections }
            Close-Stopped $stopped
            $stopped.Elapsed
        }
    }

    It 'ends Open-GqlSession while it connects' {
        Assert-Quick {
            $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
            $listener.Start() # takes connections and never says a word of TLS
            $accepting = $listener.AcceptTcpClientAsync()
            $stopped = Stop-Command { Open-GqlSession "https://127.0.0.1:$port/" } @{ port = $listener.LocalEndpoint.Port } { $accepting.IsCompleted }
            $accepting.Result.Dispose()
            $listener.Dispose()
            Close-Stopped $stopped
            $stopped.Elapsed
        }
    }

    It 'ends Test-GqlSession' {
        Assert-Quick {
            $hanging = Open-GqlSession (Get-DemoFaultUri $server hang) -SkipCertificateCheck -SkipConnectionTest -Name hanging
            $stopped = Stop-Command { Test-GqlSession $hanging } @{ hanging = $hanging } { $_.requestsInFlight -eq 1 }
            $null = Wait-DemoCounter $server { $_.requestsInFlight -eq 0 }
            Close-Stopped $stopped
            Close-GqlSession $hanging
            $stopped.Elapsed
        }
    }

    It 'ends Close-GqlSession while it drains, by closing at once' {
        Assert-Quick {
            $draining = Open-GqlSession $server.Https -SkipCertificateCheck -Name draining
            $worker = [powershell]::Create().AddScript('param($manifest, $session) Import-Module $manifest; Invoke-GqlQuery "{ slow(milliseconds: 60000) }" -Session $session').AddArgument($manifest).AddArgument($draining)
            $working = $worker.BeginInvoke()
            $null = Wait-DemoCounter $server { $_.requestsInFlight -eq 1 }

            $stopped = Stop-Command { Close-GqlSession $draining } @{ draining = $draining } { $draining.State -eq 'Closing' }

            $draining.State | Should -Be Closed
            $draining.Statistics.InFlight | Should -Be 0
            $null = $worker.EndInvoke($working)
            $worker.Streams.Error.FullyQualifiedErrorId | Should -BeLike 'GqlCancelled,*'
            $null = Wait-DemoCounter $server { $_.requestsInFlight -eq 0 }
            $worker.Dispose()
            Close-Stopped $stopped
            $stopped.Elapsed
        }
    }

    It 'ends a mutation that waits for its turn, which is then never sent' {
        Assert-Quick {
            $before = [int](Get-DemoCounter $server).fields.'Mutation.count'
            $stopped = Stop-Command { 60000, 0, 0 | Invoke-GqlQuery 'mutation ($ms: Int) { count(milliseconds: $ms) }' -Session $session } @{ session = $session } { $_.requestsInFlight -eq 1 }
            Assert-NothingInFlight $session
            (Get-DemoCounter $server).fields.'Mutation.count' | Should -BeLessOrEqual ($before + 1)
            Close-Stopped $stopped
            $stopped.Elapsed
        }
    }
}

Describe 'The end of a pipeline further down' {
    BeforeAll {
        # One quick request, then more slow ones than are let in flight.
        $work = @(1) + @(60000) * 40
    }

    It 'ends a fan-out: Select-Object -First 1, <what>' -ForEach @(
        @{ what = 'in order'; parameters = @{} }
        @{ what = 'as completed'; parameters = @{ AsCompleted = $true } }
        @{ what = 'with a full queue'; parameters = @{ ThrottleLimit = 41 } }
    ) {
        Assert-QuickEnd { $work | Invoke-GqlQuery $slow @parameters -Session $session -ResultPath slow | Select-Object -First 1 | Should -Be 1 }
    }

    It 'ends a fan-out: a throw' {
        Assert-QuickEnd { { $work | Invoke-GqlQuery $slow -Session $session | ForEach-Object { throw 'enough' } } | Should -Throw enough }
    }

    It 'ends a fan-out: a break' {
        Assert-QuickEnd { foreach ($once in 1) { $work | Invoke-GqlQuery $slow -Session $session | ForEach-Object { break } } }
    }

    It 'ends a fan-out: its own error with -ErrorAction Stop' {
        Assert-QuickEnd { { @{ ms = 'x' }, @{ ms = 60000 }, @{ ms = 60000 } | Invoke-GqlQuery $slow -Session $session -ErrorAction Stop } | Should -Throw }
    }

    It 'ends a fan-out: a throw further up' {
        Assert-QuickEnd { { & { 60000; 60000; throw 'no more' } | Invoke-GqlQuery $slow -Session $session } | Should -Throw 'no more' }
    }
}
