#Requires -Version 7.4
<#
.SYNOPSIS
Builds, tests, shows, measures and packs GqlTools.
.DESCRIPTION
One verb per habit, each a thin layer over the dotnet command it prints; where there is no PowerShell, run that command itself.

Build  compiles everything and stages the module in out/GqlTools      dotnet build
Test   runs all tests                                                 dotnet test
Demo   shows the main job against a server of its own                 dotnet run --project src/GqlTools.Demo
Bench  measures                                                       dotnet run -c Release --project tests/GqlTools.Benchmarks
Docs   writes the help, which is generated while building             dotnet build src/GqlTools
Pack   builds for release and packs out/GqlTools.<version>.zip and, with Microsoft.PowerShell.PSResourceGet 1.1 or later, .nupkg
.PARAMETER Verb
What to do. Default: Build.
.PARAMETER Argument
Further arguments for the dotnet command, or after `--` in the dotnet commands of Demo and Bench.
.EXAMPLE
./build.ps1

Compiles everything; then: Import-Module ./out/GqlTools
.EXAMPLE
./build.ps1 Test --filter FullyQualifiedName~Lexer

Runs the tests of the lexer.
.EXAMPLE
./build.ps1 Demo serve

Starts the demo server and leaves it running until Ctrl+C.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Bench', 'Docs', 'Pack')]
    [string] $Verb = 'Build',

    [Parameter(Position = 1, ValueFromRemainingArguments)]
    [string[]] $Argument = @()
)

$ErrorActionPreference = 'Stop'
$stage = Join-Path $PSScriptRoot 'out/GqlTools'

function Invoke-Dotnet {
    Write-Host "dotnet $args"
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args[0]) ended with exit code $LASTEXITCODE." }
}

function New-Package {
    Remove-Item $stage -Recurse -ErrorAction Ignore
    Invoke-Dotnet build src/GqlTools --configuration Release @Argument

    $version = (Import-PowerShellDataFile (Join-Path $stage 'GqlTools.psd1')).ModuleVersion
    # Unpacked into a folder of the PSModulePath, this is an installed module: <name>/<version>/.
    $layout = Join-Path $PSScriptRoot "out/pack/GqlTools/$version"
    Remove-Item (Join-Path $PSScriptRoot 'out/pack') -Recurse -ErrorAction Ignore
    Copy-Item $stage (New-Item (Split-Path $layout) -ItemType Directory | Join-Path -ChildPath $version) -Recurse
    $zip = Join-Path $PSScriptRoot "out/GqlTools.$version.zip"
    Compress-Archive (Split-Path $layout) $zip -Force
    Get-Item $zip

    if (-not (Get-Command Compress-PSResource -ErrorAction Ignore)) {
        Write-Warning 'No .nupkg: that needs Compress-PSResource (Install-PSResource Microsoft.PowerShell.PSResourceGet, 1.1 or later).'
        return
    }
    $package = Join-Path $PSScriptRoot "out/GqlTools.$version.nupkg"
    Remove-Item $package -ErrorAction Ignore
    Compress-PSResource -Path $stage -DestinationPath (Split-Path $package)
    Get-Item $package
}

Push-Location $PSScriptRoot
try {
    switch ($Verb) {
        'Build' { Invoke-Dotnet build @Argument }
        'Test' { Invoke-Dotnet test @Argument }
        'Demo' { Invoke-Dotnet run --project src/GqlTools.Demo '--' @Argument }
        'Bench' { Invoke-Dotnet run --configuration Release --project tests/GqlTools.Benchmarks '--' @Argument }
        'Docs' { Invoke-Dotnet build src/GqlTools @Argument }
        'Pack' { New-Package }
    }
}
finally {
    Pop-Location
}
