#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Open-GqlSession -TokenProvider. The demo server's fault `auth` takes one token and answers 401 to any other.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer
    $ErrorActionPreference = 'Continue'
    $uri = Get-DemoFaultUri $server 'auth?scheme=Bearer&value=good'
    $common = @{ SkipCertificateCheck = $true }
    $isUnix = -not $IsWindows
}

AfterAll {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
}

Describe 'A script block as -TokenProvider' {
    It 'gives the token, with the values it was passed' {
        $session = Open-GqlSession $uri @common -TokenProvider { param($a, $b) $a + $b } -TokenProviderArguments go, od
        Invoke-GqlQuery '{ __typename }' -Session $session -ResultPath __typename | Should -Be Query
        $session.Statistics.TokensReceived | Should -Be 1
    }

    It 'may give a secure string' {
        { Open-GqlSession $uri @common -TokenProvider { ConvertTo-SecureString good -AsPlainText } } | Should -Not -Throw
    }

    It 'runs in a runspace of its own' {
        $mine = [runspace]::DefaultRunspace.InstanceId
        $seen = [hashtable]::Synchronized(@{})
        $null = Open-GqlSession $uri @common -TokenProvider { param($seen) $seen.id = [runspace]::DefaultRunspace.InstanceId; $seen.here = Test-Path variable:mine; 'good' } -TokenProviderArguments $seen
        $seen.id | Should -Not -Be $mine
        $seen.here | Should -BeFalse
    }

    It 'fails with its own error, and without a token in it' {
        { Open-GqlSession $uri @common -TokenProvider { 'top-secret'; 'top-secret'; Write-Error 'the vault is sealed' } } |
            Should -Throw -ErrorId 'GqlTokenUnavailable,*' -ExpectedMessage "*The token provider 'script block' failed: it wrote 2 objects where one token was expected: the vault is sealed*"
        { Open-GqlSession $uri @common -TokenProvider { throw 'the vault is sealed' } } | Should -Throw -ErrorId 'GqlTokenUnavailable,*' -ExpectedMessage '*the vault is sealed*'
        "$($Error[0..1].Exception)" | Should -Not -Match top-secret
    }

    It 'is told that the variables and functions of its home are not there' {
        $token = 'good'
        function Get-Good { 'good' }
        { Open-GqlSession $uri @common -TokenProvider { $token } } | Should -Throw -ErrorId 'GqlTokenUnavailable,*' -ExpectedMessage '*wrote null*without the variables and functions*-TokenProviderArguments*'
        { Open-GqlSession $uri @common -TokenProvider { Get-Good } } | Should -Throw -ErrorId 'GqlTokenUnavailable,*' -ExpectedMessage "*wrote 0 objects*'Get-Good'*without the variables and functions*"
    }

    It 'is refused with $using:, and told what to do' {
        $secret = 'good'
        { Open-GqlSession $uri @common -TokenProvider { $using:secret } } |
            Should -Throw -ErrorId 'GqlTokenProviderInvalid,*' -ExpectedMessage '*$using:secret*-TokenProviderArguments*'
    }

    It 'ends with the session' {
        $started = [System.Threading.ManualResetEventSlim]::new()
        $ended = [System.Threading.ManualResetEventSlim]::new()
        $session = Open-GqlSession $uri @common -SkipConnectionTest -TokenProvider {
            param($started, $ended) try { $started.Set(); Start-Sleep 600 } finally { $ended.Set() }
        } -TokenProviderArguments $started, $ended
        $shell = [powershell]::Create().AddScript("param(`$session) Import-Module '$PSScriptRoot/../../out/GqlTools/GqlTools.psd1'; Invoke-GqlQuery '{ __typename }' -Session `$session").AddArgument($session)
        $running = $shell.BeginInvoke()
        $started.Wait(60000) | Should -BeTrue
        Close-GqlSession $session -Force
        $ended.Wait(60000) | Should -BeTrue
        $null = $shell.EndInvoke($running)
        $shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'GqlCancelled,*'
        $shell.Dispose()
    }
}

Describe 'A program as -TokenProvider' -Skip:$IsWindows {
    It 'prints the token' {
        $session = Open-GqlSession $uri @common -TokenProvider printf, '%s\n', good
        Invoke-GqlQuery '{ __typename }' -Session $session -ResultPath __typename | Should -Be Query
        ($session | Format-List | Out-String) | Should -Match 'Bearer from printf, 1 received'
    }

    It 'runs in the current location' {
        Set-Content (Join-Path $TestDrive token.txt) good
        Push-Location $TestDrive
        { Open-GqlSession $uri @common -TokenProvider cat, token.txt } | Should -Not -Throw
        Pop-Location
    }

    It 'fails with exit code and standard error, never with what it printed' {
        { Open-GqlSession $uri @common -TokenProvider sh, -c, 'echo top-secret; echo log in first >&2; exit 3' } |
            Should -Throw -ErrorId 'GqlTokenUnavailable,*' -ExpectedMessage "*The token provider 'sh' failed: it ended with exit code 3: log in first"
        $Error[0] | Out-String | Should -Not -Match 'top-secret$'
    }

    It 'fails where it prints <what>' -ForEach @(
        @{ what = 'JSON'; text = '{"accessToken": "top-secret"}'; says = 'it gave JSON where the token alone was expected' }
        @{ what = 'two lines'; text = "top-secret`ntop-secret"; says = 'it gave several lines where the token alone was expected' }
    ) {
        { Open-GqlSession $uri @common -TokenProvider printf, '%s', $text } | Should -Throw -ErrorId 'GqlTokenUnavailable,*' -ExpectedMessage "*'printf' failed: $says*"
        "$($Error[0].Exception)" | Should -Not -Match top-secret
    }

    It 'must be there' {
        { Open-GqlSession $uri @common -TokenProvider no-such-program } | Should -Throw -ErrorId 'GqlTokenProviderInvalid,*' -ExpectedMessage "*no program 'no-such-program'*"
    }
}

Describe '-TokenProvider' {
    It 'is refused with <what>' -ForEach @(
        @{ what = 'a token'; with = @{ Token = (ConvertTo-SecureString x -AsPlainText); Authentication = 'Bearer' } }
        @{ what = 'Basic'; with = @{ Authentication = 'Basic' } }
    ) {
        { Open-GqlSession $uri @common -TokenProvider { 'good' } @with } | Should -Throw -ErrorId 'GqlParameterConflict,*'
    }

    It 'is refused over plain http' {
        { Open-GqlSession $server.Http -TokenProvider { 'good' } } | Should -Throw -ErrorId 'GqlUnencryptedAuthentication,*'
    }

    It 'leaves the server the last word' {
        { Open-GqlSession $uri @common -TokenProvider { 'bad' } } | Should -Throw -ErrorId 'GqlUnauthorized,*'
    }

    It 'is refused for what gives no token' {
        { Open-GqlSession $uri @common -TokenProvider 7 } | Should -Throw -ErrorId 'GqlTokenProviderInvalid,*'
    }
}
