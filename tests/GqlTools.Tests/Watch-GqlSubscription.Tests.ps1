#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    $manifest = Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1'
    Import-Module $manifest
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer
    $count = 'subscription Count($to: Int, $after: ID, $ms: Int! = 0) { count(to: $to, after: $after, intervalMilliseconds: $ms) { id number } }'
    $session = Open-GqlSession $server.Https -SkipCertificateCheck -Name shop -SubscriptionRetryIntervalSec 0

    function Assert-NoneLeft {
        $null = Wait-DemoCounter $server { $_.streams.subscriptionsActive -eq 0 }
        $session.Statistics.Subscriptions.Active | Should -Be 0
    }
}

AfterAll {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
}

Describe 'Watch-GqlSubscription' {
    It 'writes events in order and ends with the subscription, by <protocol>' -ForEach @(
        @{ protocol = 'Auto' }
        @{ protocol = 'GraphQLTransportWs' }
        @{ protocol = 'GraphQLWs' }
        @{ protocol = 'Sse' }
        @{ protocol = 'Multipart' }
    ) {
        $own = Open-GqlSession $server.Https -SkipCertificateCheck -SubscriptionProtocol $protocol -Name $protocol
        Watch-GqlSubscription $count @{ to = 4 } -Session $own -ResultPath count.number | Should -Be 1, 2, 3, 4
        $own.Statistics.ConnectionsOpened | Should -Be 1
        Close-GqlSession $own
    }

    It 'ends the subscription when the pipeline wants no more' {
        Watch-GqlSubscription $count -Session $session -ResultPath count.number | Select-Object -First 3 | Should -Be 1, 2, 3
        Assert-NoneLeft
    }

    It 'ends the subscription when something further down throws' {
        { Watch-GqlSubscription $count -Session $session | ForEach-Object { throw 'enough' } } | Should -Throw enough
        Assert-NoneLeft
    }

    It 'ends the subscription with Ctrl+C' {
        $runspace = [runspacefactory]::CreateRunspace()
        $runspace.Open()
        $runspace.SessionStateProxy.SetVariable('session', $session)
        $shell = [powershell]::Create($runspace)
        $null = $shell.AddScript("Import-Module '$manifest'; Watch-GqlSubscription 'subscription { silence { id } }' -Session `$session").BeginInvoke()
        $null = Wait-DemoCounter $server { $_.streams.subscriptionsActive -eq 1 }
        $shell.Stop()
        "$($shell.InvocationStateInfo.State)" | Should -Be Stopped
        Assert-NoneLeft
        $shell.Dispose()
        $runspace.Dispose()
    }

    It 'ends after -MaximumCount events, after -TimeoutSeconds and after -IdleTimeoutSeconds, without an error' {
        Watch-GqlSubscription $count -Session $session -MaximumCount 2 -ResultPath count.number -ErrorAction Stop | Should -Be 1, 2
        Watch-GqlSubscription 'subscription { silence { id } }' -Session $session -TimeoutSeconds 0.1 -ErrorAction Stop | Should -BeNullOrEmpty
        Watch-GqlSubscription 'subscription { silence { id } }' -Session $session -IdleTimeoutSeconds 0.1 -ErrorAction Stop | Should -BeNullOrEmpty
        Assert-NoneLeft
    }

    It 'ends after -MaximumCount events while objects still come, and starts no more subscriptions then' {
        $started = $session.Statistics.Subscriptions.Started
        $numbers = 1..50 | ForEach-Object {
            if ($_ -gt 1) { $null = Wait-DemoCounter $server { $_.streams.subscriptionsActive -eq 0 } }
            @{ to = 5 }
        } | Watch-GqlSubscription $count -Session $session -MaximumCount 3 -ResultPath count.number
        $numbers | Should -HaveCount 3
        $session.Statistics.Subscriptions.Started - $started | Should -BeLessThan 50
        Assert-NoneLeft
    }

    It 'says with -Verbose what a subscription comes by' {
        $said = Watch-GqlSubscription $count @{ to = 1 } -Session $session -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        "$said" | Should -BeLike "The subscription 'Count' has started, by * on the session's HTTP/2 connection."
    }

    It 'begins at the beginning where -ResumeFrom is null' {
        Watch-GqlSubscription $count @{ to = 2 } -Session $session -ResumeVariable after -ResumePath count.id -ResumeFrom $null -ResultPath count.number | Should -Be 1, 2
    }

    It 'watches one subscription for every object of the pipeline, and -Raw says whose an event is' {
        $results = 3, 5 | ForEach-Object { @{ to = $_ } } | Watch-GqlSubscription $count -Session $session -Raw
        $results | Group-Object { $_.Variables.to } | ForEach-Object { $_.Group.ForEach({ $_.Data.count.number }) | Should -Be (1..$_.Name) }
        $results | Should -HaveCount 8
    }

    It 'writes an error record for errors of an event and goes on, and one for the error that ends it' {
        $data = Watch-GqlSubscription 'subscription { failNow(to: 4) { number } }' -Session $session -ErrorAction SilentlyContinue -ErrorVariable problems
        $data | Should -HaveCount 4
        $problems.FullyQualifiedErrorId | Should -Be (@('GqlGraphQLError,GqlTools.Commands.WatchGqlSubscriptionCommand') * 2)

        $null = Watch-GqlSubscription 'subscription { failAfter(events: 2) { id } }' -Session $session -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -Be 'GqlSubscriptionRefused,GqlTools.Commands.WatchGqlSubscriptionCommand'
        $problems[0].Exception.Errors[0].Message | Should -Be 'It failed.'
    }

    It 'refuses what is wrong before anything is sent: <id>' -ForEach @(
        @{ id = 'GqlSyntaxError'; parameters = @{ Query = 'subscription {' } }
        @{ id = 'GqlOperationUnsupported'; parameters = @{ Query = '{ __typename }' } }
        @{ id = 'GqlOptionInvalid'; parameters = @{ Query = 'subscription { silence { id } }'; ResumeVariable = 'after'; ResumePath = 'silence.id' } }
        @{ id = 'GqlParameterMissing'; parameters = @{ Query = 'subscription { silence { id } }'; ResumeFrom = 4 } }
    ) {
        $started = $session.Statistics.Subscriptions.Started
        $problem = { Watch-GqlSubscription @parameters -Session $session -ErrorAction Stop } | Should -Throw -PassThru
        $problem.FullyQualifiedErrorId | Should -BeLike "$id,*"
        $session.Statistics.Subscriptions.Started | Should -Be $started
    }

    It 'names the command that a query takes' {
        { Watch-GqlSubscription '{ __typename }' -Session $session } | Should -Throw -ErrorId 'GqlOperationUnsupported,*' -ExpectedMessage '*Invoke-GqlQuery*'
    }

    It 'marks a gap with a warning and runs -OnGap there' {
        $cut = $false
        $output = Watch-GqlSubscription $count @{ ms = 1 } -Session $session -OnGap { "gap $($_.Number)" } -WarningVariable warnings -WarningAction SilentlyContinue | ForEach-Object {
            if (-not $cut) { $cut = $true; $null = Stop-DemoStream $server }
            if ($_ -is [string]) { $gap = $true; $_ } elseif ($gap) { $_.count.number }
        } | Select-Object -First 3
        $output | Should -Be 'gap 1', 1, 2
        "$warnings" | Should -BeLike '*may be missing*'
        Assert-NoneLeft
    }

    It 'goes on after the last event where it has a variable to resume by' {
        $script:cuts = 0
        $numbers = Watch-GqlSubscription $count @{ to = 60; ms = 1 } -Session $session -ResumeVariable after -ResumePath count.id -ResumeFrom 10 -WarningVariable warnings | ForEach-Object {
            $_.count.number
            if ($_.count.number % 20 -eq 0) { $null = Stop-DemoStream $server }
        }
        $numbers | Should -Be (11..60)
        $warnings | Should -BeNullOrEmpty
    }

    It 'works in Start-ThreadJob and in ForEach-Object -Parallel, on one socket' {
        # One that watches all the while keeps the socket open, however long the runspaces take to start.
        $staying = Start-ThreadJob { Import-Module $using:manifest; Watch-GqlSubscription 'subscription { silence { id } }' -Session $using:session }
        $before = (Wait-DemoCounter $server { $_.streams.subscriptionsActive -eq 1 }).streams.socketsOpened
        $job = Start-ThreadJob { Import-Module $using:manifest; Watch-GqlSubscription $using:count @{ to = 50 } -Session $using:session -ResultPath count.number }
        $parallel = 1..4 | ForEach-Object -Parallel { Import-Module $using:manifest; (Watch-GqlSubscription $using:count @{ to = 50 } -Session $using:session -ResultPath count.number) -join ',' }
        $job | Receive-Job -Wait -AutoRemoveJob | Should -Be (1..50)
        $parallel | Should -Be (@((1..50) -join ',') * 4)
        (Get-DemoCounter $server).streams.socketsOpened | Should -Be $before
        Remove-Job $staying -Force
        Assert-NoneLeft
    }

    It 'converts scalars as the session says' {
        $typed = Open-GqlSession $server.Https -SkipCertificateCheck -Name typed -Scalar @{ Decimal = [decimal] }
        $event = Watch-GqlSubscription 'subscription { priceChanged(intervalMilliseconds: 1) { price { amount } } }' -Session $typed -MaximumCount 1
        $event.priceChanged.price.amount | Should -BeOfType decimal
        Close-GqlSession $typed
    }

    It 'shows in Get-GqlSession where the socket stands' {
        $null = Watch-GqlSubscription $count @{ to = 2 } -Session $session
        $view = Get-GqlSession shop | Format-List | Out-String -Width 200
        $view | Should -Match 'Subscriptions +: 0 of \d+ active, [\d,]+ events, \d+ gaps'
        $view | Should -Match 'Socket +: (Open|None)'
    }

    It 'sends queries over the socket where the session says so' {
        $over = Open-GqlSession $server.Https -SkipCertificateCheck -Name over -UseWebSocket
        $received = (Get-DemoCounter $server).requestsReceived
        (1..5 | Invoke-GqlQuery 'query($ms: Int!) { slow(milliseconds: $ms) }' -Session $over).slow | Should -Be (1..5)
        (Get-DemoCounter $server).requestsReceived - $received | Should -Be 1
        Close-GqlSession $over
    }
}
