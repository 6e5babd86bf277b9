#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer
    $session = Open-GqlSession $server.Https -SkipCertificateCheck
}

AfterAll {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
}

Describe 'Test-GqlSession' {
    AfterEach { Set-DemoFault $server $null }

    It 'is true where the server answers, of the current session and of one that is given' {
        Test-GqlSession | Should -BeTrue
        Test-GqlSession $session | Should -BeTrue
        $session | Test-GqlSession | Should -BeTrue
        Test-GqlSession -Session $session.Name | Should -BeTrue
    }

    It 'is exactly one Boolean' {
        Test-GqlSession | Should -BeOfType bool
        @(Test-GqlSession).Count | Should -Be 1
    }

    It 'is false, after one attempt, where the server answers <what>; the verbose stream says why' -ForEach @(
        @{ what = 'status 503'; fault = 'answer?status=503'; reason = '503' }
        @{ what = 'status 401'; fault = 'answer?status=401&body=errors'; reason = 'credentials' }
        @{ what = 'with a page'; fault = 'answer?status=200&body=html'; reason = 'HTML page' }
        @{ what = 'with GraphQL errors'; fault = 'answer?status=200&body=errors'; reason = 'with an error' }
    ) {
        Set-DemoFault $server $fault
        $before = (Get-DemoCounter $server).requestsReceived

        $answer, $verbose = Test-GqlSession -Verbose 4>&1 | Sort-Object { $_ -isnot [bool] }

        $answer | Should -BeFalse
        $verbose.Message | Should -Match $reason
        (Get-DemoCounter $server).requestsReceived | Should -Be ($before + 1)
        $session.State | Should -Be Open
    }

    It 'is false where nothing listens, and writes no error' {
        $nowhere = Open-GqlSession http://127.0.0.1:1/graphql -SkipConnectionTest -Name nowhere
        Test-GqlSession $nowhere -ErrorVariable problems | Should -BeFalse
        $problems | Should -BeNullOrEmpty
        Close-GqlSession $nowhere
    }

    It 'is false for a closed session' {
        $closed = Open-GqlSession $server.Https -SkipCertificateCheck -Name closed
        Close-GqlSession $closed
        Test-GqlSession $closed | Should -BeFalse
    }

    It 'tests each session of the pipeline' {
        $nowhere = Open-GqlSession http://127.0.0.1:1/graphql -SkipConnectionTest -Name nowhere
        $session, $nowhere, $session | Test-GqlSession | Should -Be $true, $false, $true
        Close-GqlSession $nowhere
    }
}
