#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Many requests of one pipeline: timeouts of their own, giving up, and what is shown meanwhile.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer
    $session = Open-GqlSession $server.Https -SkipCertificateCheck -Name shop -MaximumRetryCount 0

    # Pester runs tests with Stop; users run with Continue.
    $ErrorActionPreference = 'Continue'
    $slow = 'query Slow($ms: Int!) { slow(milliseconds: $ms) }'
    $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
}

AfterAll {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
}

Describe '-OperationTimeoutSeconds' {
    It 'ends the one request that takes too long; the others get their answers in order over the same connection' {
        $times = 1, 60000, 2, 3
        $times | Invoke-GqlQuery $slow -ResultPath slow -OperationTimeoutSeconds 2 @quiet | Should -Be 1, 2, 3
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'GqlTimeout,*'
        $problems[0].TargetObject | Should -Be 60000
        $session.Statistics.ConnectionsOpened | Should -Be 1
    }
}

Describe '-MaximumErrorCount' {
    It 'lets as many requests fail' {
        1, -1, 2, -2 | Invoke-GqlQuery $slow -MaximumErrorCount 2 @quiet | Where-Object slow | Should -HaveCount 2
        $problems | Should -HaveCount 2
    }

    It 'gives up with the next, takes no more input, and says the counts' {
        $taken = [System.Collections.Generic.List[int]]::new()
        $written = [System.Collections.Generic.List[object]]::new()
        $failure = $null
        try {
            1, -1, 2, -2, 3, 4, 5 | ForEach-Object { $taken.Add($_); $_ } |
                Invoke-GqlQuery $slow -ThrottleLimit 1 -MaximumErrorCount 1 -ResultPath slow @quiet | ForEach-Object { if ($_) { $written.Add($_) } }
        }
        catch { $failure = $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'GqlTooManyErrors,*'
        "$($failure.CategoryInfo.Category)" | Should -Be LimitsExceeded
        $failure.Exception.Message | Should -BeLike 'Given up: 2 of 4 requests failed, and -MaximumErrorCount is 1. 2 succeeded and were written;*'
        $taken.Count | Should -BeLessThan 7
        $written | Should -Be 1, 2
    }

    It 'cancels the queries in flight' {
        $before = (Get-DemoCounter $server).fields.'Query.slow cancelled' ?? 0
        $begun = (Get-DemoCounter $server).fields.'Query.slow' ?? 0
        # What fails comes once the server is at work on the others.
        { & { 60000; 60000; $null = Wait-DemoCounter $server { $_.fields.'Query.slow' -eq $begun + 2 }; -1 } |
                Invoke-GqlQuery $slow -ThrottleLimit 8 -AsCompleted -MaximumErrorCount 0 @quiet } | Should -Throw -ErrorId 'GqlTooManyErrors,*'
        $null = Wait-DemoCounter $server { $_.requestsInFlight -eq 0 }
        (Get-DemoCounter $server).fields.'Query.slow cancelled' | Should -Be ($before + 2)
        $session.Statistics.InFlight | Should -Be 0
    }

    It 'waits for the mutations in flight' {
        $mutation = 'mutation Set($id: ID!, $stock: Int!) { setStock(input: { id: $id, stock: $stock }) { product { stock } } }'
        $ids = Invoke-GqlQuery '{ products(first: 4) { nodes { id } } }' -ResultPath products.nodes.id
        $inputs = @{ id = $ids[0]; stock = -1 }, @{ id = $ids[1]; stock = 1 }, @{ id = $ids[2]; stock = 2 }
        $before = (Get-DemoCounter $server).fields.'Mutation.setStock' ?? 0
        $written = [System.Collections.Generic.List[object]]::new()
        { $inputs | Invoke-GqlQuery $mutation -ThrottleLimit 8 -MaximumErrorCount 0 -ResultPath setStock.product.stock @quiet |
                ForEach-Object { $written.Add($_) } } | Should -Throw -ErrorId 'GqlTooManyErrors,*'
        $sent = (Get-DemoCounter $server).fields.'Mutation.setStock' - $before
        $written | Should -HaveCount $sent
    }
}

Describe 'Progress' {
    BeforeAll {
        # What a host gets to see: the records of a pipeline of its own, which is stopped once they are what is waited for.
        function Get-Progress([string] $Script, $With = $session, [scriptblock] $Until) {
            $runspace = [runspacefactory]::CreateRunspace()
            $runspace.Open()
            $runspace.SessionStateProxy.SetVariable('session', $With)
            $shell = [powershell]::Create($runspace)
            $seen = [System.Collections.Generic.List[System.Management.Automation.ProgressRecord]]::new()
            $read = { $shell.Streams.Progress.ReadAll() | Where-Object Activity -Like 'Invoke-GqlQuery*' | ForEach-Object { $seen.Add($_) } }
            $running = $shell.AddScript("Import-Module '$PSScriptRoot/../../out/GqlTools/GqlTools.psd1'; $Script").BeginInvoke()
            if ($Until) {
                do { . $read } until ((& $Until $seen) -or $running.AsyncWaitHandle.WaitOne(20))
                $shell.Stop()
            }
            else {
                $null = $shell.EndInvoke($running)
                $shell.HadErrors | Should -BeFalse
            }
            . $read
            $seen
            $shell.Dispose()
            $runspace.Dispose()
        }
        $query = "'$($slow.Replace('$', '`$'))'".Replace("'", '"')
        $work = "@(50) * 30 | Invoke-GqlQuery $query -Session `$session -ThrottleLimit 1"
    }

    It 'tells count and rate a few times a second, and ends' {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $records = @(Get-Progress $work)
        # However long a busy machine takes: none in the first second, then four a second at most, and the last one.
        $records.Count | Should -BeIn (2..(4 * $clock.Elapsed.TotalSeconds))
        $records[0].StatusDescription | Should -Match '^\d+ done, [\d.,]+ a second'
        $records[0].PercentComplete | Should -Be -1
        "$($records[-1].RecordType)" | Should -Be Completed
    }

    It 'goes on while one request takes long' {
        $records = @(Get-Progress "60000 | Invoke-GqlQuery $query -Session `$session" -Until { param($seen) $seen.Count -gt 2 })
        $records.Count | Should -BeGreaterThan 2
        $records[0].StatusDescription | Should -BeLike '0 done*'
    }

    It 'says why the session waits' {
        # One request goes at once and the next one after a quarter of an hour: whenever progress is written, the session waits.
        $paced = Open-GqlSession $server.Https -SkipCertificateCheck -Name paced -SkipConnectionTest -RequestsPerSecond 0.001
        $records = @(Get-Progress "@(1) * 4 | Invoke-GqlQuery $query -Session `$session -ThrottleLimit 4" $paced -Until { param($seen) $seen.StatusDescription -like '1 done*' })
        $records[-1].StatusDescription | Should -Match '; the session waits \d+ s for its pace$'
    }

    It 'tells the time left of a walk whose length is known' {
        # Twelve pages, a tenth of a second each: one comes after the first second, and its elements are told.
        $far = Open-GqlSession (Get-DemoFaultUri $server 'delay?milliseconds=100') -SkipCertificateCheck -Name slow -SkipConnectionTest
        $records = @(Get-Progress "Invoke-GqlQuery '{ products(first: 5) { totalCount nodes { sku } } }' -All -MaximumCount 60 -Session `$session" $far)
        $records[-1].StatusDescription | Should -Match '^\d+ of 60 done'
        $done = [int]($records[-1].StatusDescription -replace ' .*')
        $done | Should -BeIn (1..60)
        $records[-1].PercentComplete | Should -Be ([math]::Floor(100 * $done / 60))
        $records[-1].SecondsRemaining | Should -BeGreaterOrEqual 0
    }

    It 'tells nothing about what is done within a second' {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $records = @(Get-Progress "1..3 | Invoke-GqlQuery $query -Session `$session")
        # On a machine that needs longer than that for three requests there is something to tell.
        if ($clock.Elapsed.TotalSeconds -lt 1) { $records | Should -BeNullOrEmpty }
    }

    It 'honours $ProgressPreference' {
        Get-Progress "`$ProgressPreference = 'SilentlyContinue'; $work" | Should -BeNullOrEmpty
    }
}
