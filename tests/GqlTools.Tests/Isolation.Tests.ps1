#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# What the module stands on lives in a load context of its own. Each test has a process of its own, as an assembly is loaded once and for all.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer
    $manifest = "$(Resolve-Path (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1'))"
    $other = Get-ChildItem (Join-Path $PSScriptRoot OtherPolly/bin) -Recurse -Filter Polly.Core.dll | Sort-Object LastWriteTime | Select-Object -Last 1
    $otherVersion = (Get-Item $other.FullName).VersionInfo.FileVersion
    $ownVersion = (Get-Item (Join-Path (Split-Path $manifest) lib/Polly.Core.dll)).VersionInfo.FileVersion

    # Runs a script in a fresh pwsh and gives back the one object that it writes.
    function Invoke-Fresh([string] $Script) {
        $json = pwsh -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; $Script | ConvertTo-Json -Depth 4"
        $LASTEXITCODE | Should -Be 0
        ConvertFrom-Json ($json -join "`n")
    }

    $facts = @'
    [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in 'Polly.Core', 'GqlTools', 'GqlTools.Client', 'GqlTools.Language' } |
        ForEach-Object { [pscustomobject]@{ Name = $_.GetName().Name; Version = (Get-Item $_.Location).VersionInfo.FileVersion; Context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name } }
'@
    $import = "Import-Module '$manifest'; `$null = Open-GqlSession $($server.Https) -SkipCertificateCheck; `$answer = Invoke-GqlQuery '{ __typename }' -ResultPath __typename;"
    $report = "[pscustomobject]@{ Answer = `$answer; Polly = (Get-Item `$polly.GetType('Polly.ResiliencePipeline').Assembly.Location).VersionInfo.FileVersion; Assemblies = @($facts) }"
}

AfterAll { Stop-DemoServer $server }

Describe 'The load context' {
    It 'is tested with two versions of Polly' {
        $otherVersion | Should -Not -Be $ownVersion
    }

    It 'keeps what another module loaded first apart from what this one uses' {
        $result = Invoke-Fresh "`$polly = Add-Type -Path '$($other.FullName)' -PassThru | Select-Object -First 1 -ExpandProperty Assembly; $import $report"

        $result.Answer | Should -Be Query
        $result.Polly | Should -Be $otherVersion
        $pollies = $result.Assemblies | Where-Object Name -EQ Polly.Core | Sort-Object Context
        $pollies.Context | Should -Be Default, GqlTools
        $pollies.Version | Should -Be $otherVersion, $ownVersion
    }

    It 'does not hand its own version to a module that comes later' {
        $result = Invoke-Fresh "$import `$polly = Add-Type -Path '$($other.FullName)' -PassThru | Select-Object -First 1 -ExpandProperty Assembly; $report"

        $result.Answer | Should -Be Query
        $result.Polly | Should -Be $otherVersion
        ($result.Assemblies | Where-Object Name -EQ Polly.Core | Sort-Object Context).Context | Should -Be Default, GqlTools
    }

    It 'answers the default context for the module''s own assemblies alone' {
        $result = Invoke-Fresh "$import `$polly = try { [System.Reflection.Assembly]::Load('Polly.Core') } catch { 'not found' }; [pscustomobject]@{ Answer = `$answer; Polly = `"`$polly`"; Assemblies = @($facts) }"

        $result.Polly | Should -Be 'not found'
        ($result.Assemblies | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Context)" }) |
            Should -Be 'GqlTools Default', 'GqlTools.Client GqlTools', 'GqlTools.Language GqlTools', 'Polly.Core GqlTools'
    }

    It 'is one for all runspaces, and survives Remove-Module and a second import' {
        $result = Invoke-Fresh "$import
            `$session = Get-GqlSession
            `$answers = 1..4 | ForEach-Object -Parallel { Import-Module '$manifest'; Invoke-GqlQuery '{ __typename }' -Session `$using:session -ResultPath __typename }
            Remove-Module GqlTools; Import-Module '$manifest'
            [pscustomobject]@{ Answers = @(`$answers) + @(Invoke-GqlQuery '{ __typename }' -Session `$session -ResultPath __typename); Assemblies = @($facts) }"

        $result.Answers | Should -Be (@('Query') * 5)
        $result.Assemblies | Should -HaveCount 4
    }
}
