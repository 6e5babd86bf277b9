#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    $manifest = Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1'
    Import-Module $manifest
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $socket = Join-Path ([System.IO.Path]::GetTempPath()) "gql-$PID.sock"
    $server = Start-DemoServer '--unix-socket', $socket, '--client-certificate'
    $open = @{ Uri = $server.Https; SkipCertificateCheck = $true }
    $token = ConvertTo-SecureString 'open-sesame' -AsPlainText

    function Get-RequestFact([string] $Fact) { Invoke-GqlQuery "{ request { fact: $Fact } }" -ResultPath request.fact }
}

AfterAll {
    Stop-DemoServer $server
    Remove-Item $socket -ErrorAction Ignore
}

Describe 'Open-GqlSession' {
    AfterEach { Get-GqlSession | Close-GqlSession -Force }

    It 'opens at once, with one round trip, and returns the open session' {
        $before = Get-DemoCounter $server

        $session = Open-GqlSession @open

        $session.GetType().FullName | Should -Be GqlTools.Client.Sessions.GqlSession
        $session.State | Should -Be Open
        $session.Statistics.ConnectionsOpened | Should -Be 1
        (Get-DemoCounter $server).requestsReceived | Should -Be ($before.requestsReceived + 1)
        (Get-DemoCounter $server).queriesExecuted | Should -Be ($before.queriesExecuted + 1)
    }

    It 'makes the session the current one of the runspace' {
        $null = Open-GqlSession @open
        $second = Open-GqlSession @open

        Get-GqlSession -Current | Should -Be $second
    }

    It 'tells nothing with -Verbose of what it does to the prompt' {
        $shell = [powershell]::Create()
        $shell.AddScript('param($module, $open) Import-Module $module -Verbose:$false; Open-GqlSession @open -Verbose; $function:TabExpansion2').AddArgument($manifest).AddArgument($open).Invoke() |
            Select-Object -Last 1 | Should -BeLike '*PromptCompletion*'
        $shell.Streams.Verbose | Should -BeNullOrEmpty
        $shell.Runspace.Dispose()
        $shell.Dispose()
    }

    It 'takes the URI by position, as text or as a URI' {
        (Open-GqlSession $server.Https -SkipCertificateCheck).Endpoint | Should -Be $server.Https
        (Open-GqlSession "$($server.Https)" -SkipCertificateCheck).Endpoint | Should -Be $server.Https
    }

    It 'sends nothing with -SkipConnectionTest' {
        $before = Get-DemoCounter $server

        $session = Open-GqlSession @open -SkipConnectionTest

        $session.State | Should -Be Open
        $session.Statistics.ConnectionsOpened | Should -Be 0
        (Get-DemoCounter $server).connectionsAccepted.https | Should -Be $before.connectionsAccepted.https
        Invoke-GqlQuery '{ __typename }' -ResultPath __typename | Should -Be Query
    }

    It 'leaves nothing behind when it fails: the session that was current still is' {
        $current = Open-GqlSession @open

        { Open-GqlSession (Get-DemoFaultUri $server 'answer?status=503') -SkipCertificateCheck } | Should -Throw -ErrorId 'GqlHttpStatus*'

        Get-GqlSession | Should -Be $current
        Get-GqlSession -Current | Should -Be $current
        $null = Wait-DemoCounter $server { $_.connectionsOpen -eq 2 } # this session's and the one the counters come over
    }

    It 'names a session after its host, with a number where that name is taken' {
        (1..3 | ForEach-Object { Open-GqlSession @open }).Name | Should -Be '127.0.0.1', '127.0.0.1-2', '127.0.0.1-3'
    }

    It 'gives the name of a closed session away again' {
        Open-GqlSession @open -Name shop | Close-GqlSession
        (Open-GqlSession @open -Name shop).Name | Should -Be shop
    }

    It 'speaks <expected> when it is told <options>' -ForEach @(
        @{ options = 'nothing and the server has TLS'; endpoint = 'Https'; parameters = @{}; expected = 'HTTP/2' }
        @{ options = '-HttpVersion 2.0'; endpoint = 'Https'; parameters = @{ HttpVersion = '2.0' }; expected = 'HTTP/2' }
        @{ options = '-HttpVersion 2, as Invoke-RestMethod takes it'; endpoint = 'Https'; parameters = @{ HttpVersion = 2 }; expected = 'HTTP/2' }
        @{ options = '-HttpVersion 1.1'; endpoint = 'Https'; parameters = @{ HttpVersion = '1.1' }; expected = 'HTTP/1.1' }
        @{ options = 'nothing and the server has no TLS'; endpoint = 'Http'; parameters = @{}; expected = 'HTTP/1.1' }
        @{ options = '-HttpVersion 2.0 without TLS'; endpoint = 'H2c'; parameters = @{ HttpVersion = '2.0' }; expected = 'HTTP/2' }
    ) {
        $null = Open-GqlSession $server.$endpoint @parameters -SkipCertificateCheck
        Get-RequestFact httpVersion | Should -Be $expected
    }

    It 'sends -Headers and -UserAgent with every request' {
        $null = Open-GqlSession @open -Headers @{ 'X-Shop' = 'north'; 'X-List' = 'a', 'b' } -UserAgent 'night-job/2'

        Get-RequestFact 'header(name: "x-shop")' | Should -Be north
        Get-RequestFact 'header(name: "x-list")' | Should -Be 'a, b'
        Get-RequestFact 'header(name: "user-agent")' | Should -Be 'night-job/2'
    }

    It 'sends -Token as Bearer authentication' {
        $null = Open-GqlSession (Get-DemoFaultUri $server 'auth?scheme=Bearer&value=open-sesame') -SkipCertificateCheck -Authentication Bearer -Token $token
        Get-RequestFact 'header(name: "authorization")' | Should -Be 'Bearer open-sesame'
    }

    It 'sends -Credential as Basic authentication' {
        $credential = [pscredential]::new('ann', $token)
        $session = Open-GqlSession (Get-DemoFaultUri $server 'auth?scheme=Basic&value=ann:open-sesame') -SkipCertificateCheck -Authentication Basic -Credential $credential
        $session.State | Should -Be Open
    }

    It 'sends credentials over plain http only with -AllowUnencryptedAuthentication' {
        $before = Get-DemoCounter $server
        { Open-GqlSession $server.Http -Authentication Bearer -Token $token } | Should -Throw -ErrorId 'GqlUnencryptedAuthentication*'
        (Get-DemoCounter $server).requestsReceived | Should -Be $before.requestsReceived

        $null = Open-GqlSession $server.Http -Authentication Bearer -Token $token -AllowUnencryptedAuthentication
        Get-RequestFact 'header(name: "authorization")' | Should -Be 'Bearer open-sesame'
    }

    It 'connects to a -UnixSocket' -Skip:$IsWindows {
        $null = Open-GqlSession http://shop/graphql -UnixSocket $socket
        Get-RequestFact host | Should -Be shop
    }

    It 'presents a client -Certificate' {
        $key = [System.Security.Cryptography.ECDsa]::Create()
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=night job', $key, 'SHA256')
        $certificate = $request.CreateSelfSigned([datetimeoffset]::UtcNow.AddDays(-1), [datetimeoffset]::UtcNow.AddDays(1))

        $null = Open-GqlSession @open -Certificate $certificate

        Get-RequestFact clientCertificate | Should -Be 'CN=night job'
    }

    It 'asks for compressed answers, except with -NoCompression' {
        $null = Open-GqlSession @open
        Get-RequestFact 'header(name: "accept-encoding")' | Should -Match gzip

        $null = Open-GqlSession @open -NoCompression
        Get-RequestFact 'header(name: "accept-encoding")' | Should -BeNullOrEmpty
    }

    It 'bounds what is in flight by -MaximumConcurrency, over all pipelines' {
        $session = Open-GqlSession @open -MaximumConcurrency 2
        $before = [int](Get-DemoCounter $server).fields.'Query.slow'
        $jobs = 1..3 | ForEach-Object {
            $shell = [powershell]::Create().AddScript({
                    param($manifest, $session)
                    Import-Module $manifest
                    60001, 60002 | Invoke-GqlQuery 'query ($n: Int!) { slow(milliseconds: $n) }' -Session $session
                }).AddArgument($manifest).AddArgument($session)
            @{ Shell = $shell; Running = $shell.BeginInvoke() }
        }
        $null = Wait-DemoCounter $server { $_.fields.'Query.slow' -eq $before + 2 }
        do { $statistics = $session.Statistics } until ($statistics.Queued -eq 4)

        $statistics.InFlight | Should -Be 2
        (Get-DemoCounter $server).fields.'Query.slow' | Should -Be ($before + 2)

        Close-GqlSession $session -Force
        foreach ($job in $jobs) { $null = $job.Shell.EndInvoke($job.Running); $job.Shell.Dispose() }
    }
}

Describe 'The sessions of a runspace' {
    AfterEach { Get-GqlSession | Close-GqlSession -Force }

    It 'are not seen by another runspace' {
        $null = Open-GqlSession @open
        $other = [powershell]::Create()
        $seen = $other.AddScript('param($module) Import-Module $module; Get-GqlSession; Get-GqlSession -Current').AddArgument($manifest).Invoke()

        $seen | Should -BeNullOrEmpty
        $other.Streams.Error.FullyQualifiedErrorId | Should -BeLike 'GqlNoSession,*'
        $other.Dispose()
    }

    It 'close with it, and those of others stay open' {
        $mine = Open-GqlSession @open
        $runspace = [runspacefactory]::CreateRunspace()
        $runspace.Open()
        $other = [powershell]::Create($runspace)
        $theirs = $other.AddScript('param($module, $open) Import-Module $module; Open-GqlSession @open').AddArgument($manifest).AddArgument($open).Invoke()[0]
        $theirs.State | Should -Be Open
        $other.Dispose()

        $runspace.Dispose()

        $theirs.State | Should -BeIn Closing, Closed
        $null = Wait-DemoCounter $server { $_.connectionsOpen -eq 2 } # mine and the one the counters come over
        $mine.State | Should -Be Open
    }

    It 'outlive a runspace that only imported the module, and its Remove-Module' {
        $mine = Open-GqlSession @open
        $other = [powershell]::Create()
        $null = $other.AddScript('param($module, $session) Import-Module $module; Invoke-GqlQuery "{ __typename }" -Session $session; Remove-Module GqlTools').AddArgument($manifest).AddArgument($mine).Invoke()
        $other.HadErrors | Should -BeFalse
        $other.Dispose()

        Test-GqlSession $mine | Should -BeTrue
    }
}

Describe 'Identical queries' {
    BeforeAll {
        $query = 'query Slow($ms: Int!) { slow(milliseconds: $ms) }'
    }

    It 'in flight from several runspaces are one request with -Deduplicate' {
        $session = Open-GqlSession $server.Https -SkipCertificateCheck -Name deduplicating -Deduplicate
        $before = [int](Get-DemoCounter $server).fields.'Query.slow'
        $jobs = 1..4 | ForEach-Object {
            Start-ThreadJob { Import-Module $using:manifest; Invoke-GqlQuery -Session $using:session -Query $using:query -Variables @{ ms = 60000 } -ErrorAction SilentlyContinue }
        }
        $null = Wait-DemoCounter $server { $session.Statistics.Coalesced -eq 3 -and $_.fields.'Query.slow' -eq $before + 1 }

        $session.Statistics.Requests | Should -Be 4
        Close-GqlSession $session -Force
        $jobs | Receive-Job -Wait -AutoRemoveJob | Should -BeNullOrEmpty
        (Get-DemoCounter $server).fields.'Query.slow' | Should -Be ($before + 1)
    }

    It 'are answered by the cache with -CacheSeconds, unless -NoCache asks the server' {
        $session = Open-GqlSession $server.Https -SkipCertificateCheck -Name caching -CacheSeconds 600
        $first = Invoke-GqlQuery $query @{ ms = 1 } -Session $session -Raw
        $second = Invoke-GqlQuery $query @{ ms = 1 } -Session $session -Raw
        $third = Invoke-GqlQuery $query @{ ms = 1 } -Session $session -Raw -NoCache

        $first.FromCache, $second.FromCache, $third.FromCache | Should -Be $false, $true, $false
        $second.Data.slow | Should -Be 1
        [object]::ReferenceEquals($first.Data, $second.Data) | Should -BeFalse
        $session | Format-List | Out-String | Should -Match 'Requests +: 3, 1 from the cache \([\d,]+ bytes\)'
        Close-GqlSession $session
    }
}

Describe '-RetryOn' {
    BeforeAll {
        $ErrorActionPreference = 'Continue'
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
        $retrying = Open-GqlSession @open -Name retrying -RetryOn BUSY, DEMO_FAULT -RetryIntervalSec 0 -MaximumRetryCount 2
    }
    AfterEach { Set-DemoFault $server $null }
    AfterAll { Get-GqlSession | Close-GqlSession -Force }

    It 'sends a query again whose error has one of the codes' {
        Set-DemoFault $server 'answer?body=errors&first=2'
        $result = Invoke-GqlQuery '{ __typename }' -Session $retrying -Raw
        $result.Data.__typename | Should -Be Query
        $result.Attempts | Should -HaveCount 3
        $result.Errors | Should -BeNullOrEmpty
    }

    It 'gives the last answer where no attempt is better' {
        Set-DemoFault $server 'answer?body=errors'
        $before = (Get-DemoCounter $server).requestsReceived
        Invoke-GqlQuery '{ __typename }' -Session $retrying @quiet
        $problems.FullyQualifiedErrorId | Should -BeLike 'GqlGraphQLError,*'
        (Get-DemoCounter $server).requestsReceived - $before | Should -Be 3
    }

    It 'sends nothing again for <what>' -ForEach @(
        @{ what = 'another code'; code = 'BUSY'; document = '{ __typename }' }
        @{ what = 'a mutation without a key'; code = 'DEMO_FAULT'; document = 'mutation { count }' }
    ) {
        $session = Open-GqlSession @open -RetryOn $code -RetryIntervalSec 0
        Set-DemoFault $server 'answer?body=errors'
        $before = (Get-DemoCounter $server).requestsReceived
        Invoke-GqlQuery $document -Session $session @quiet
        $problems | Should -HaveCount 1
        (Get-DemoCounter $server).requestsReceived - $before | Should -Be 1
    }

    It 'sends a mutation again that has an idempotency key' {
        Set-DemoFault $server 'answer?body=errors&first=1'
        $result = Invoke-GqlQuery 'mutation { count }' -Session $retrying -IdempotencyKey once -Raw
        $result.Attempts | Should -HaveCount 2
        $result.Errors | Should -BeNullOrEmpty
    }
}
