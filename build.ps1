<#
.SYNOPSIS
Builds, tests, shows, measures and packs GqlTools.
.DESCRIPTION
One verb per habit, each a thin layer over the dotnet command it prints; where there is no PowerShell, run that command itself.

Build  compiles everything and stages the module in out/GqlTools      dotnet build
Test   runs all tests                                                 dotnet test
Demo   shows the main job against a server of its own                 dotnet run --project src/GqlTools.Demo
Bench  measures                                                       dotnet run -c Release --project tests/GqlTools.Benchmarks
Docs   brings docs/en-US up to date with the commands' comments       dotnet build src/GqlTools -p:UpdateDocs=true
Pack   builds for release and packs out/GqlTools.<version>.zip and .nupkg
.PARAMETER Verb
What to do. Default: Build.
What else is given goes to the dotnet command; with Demo and Bench, to the program it starts.
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

#Requires -Version 7.4
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Bench', 'Docs', 'Pack')]
    [string] $Verb = 'Build'
)

# No [CmdletBinding()]: it would refuse the arguments meant for dotnet.
$forwarded = $args
$ErrorActionPreference = 'Stop'
$out = Join-Path $PSScriptRoot 'out'
$stage = Join-Path $out 'GqlTools'

function Invoke-Dotnet {
    Write-Host "dotnet $args"
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args[0]) ended with exit code $LASTEXITCODE." }
}

function New-Package {
    Remove-Item $stage, $out/pack -Recurse -ErrorAction Ignore
    Invoke-Dotnet build src/GqlTools --configuration Release @forwarded
    $manifest = Import-PowerShellDataFile $stage/GqlTools.psd1
    $version = $manifest.ModuleVersion

    # Unpacked into a folder of the PSModulePath, this is an installed module: <name>/<version>/.
    $zip = "$out/GqlTools.$version.zip"
    $null = New-Item $out/pack/GqlTools -ItemType Directory
    Copy-Item $stage $out/pack/GqlTools/$version -Recurse
    Remove-Item $zip -ErrorAction Ignore
    [System.IO.Compression.ZipFile]::CreateFromDirectory("$out/pack/GqlTools", $zip, 'SmallestSize', $true)
    Get-Item $zip

    # What a PowerShell repository takes: the module's files at the top of a package with the tag PSModule.
    $field = @{}
    foreach ($key in 'Author', 'Description', 'Copyright') { $field[$key] = [System.Security.SecurityElement]::Escape($manifest[$key]) }
    Set-Content $out/pack/GqlTools.nuspec @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>GqlTools</id>
    <version>$version</version>
    <authors>$($field.Author)</authors>
    <description>$($field.Description)</description>
    <copyright>$($field.Copyright)</copyright>
    <license type="expression">MIT</license>
    <tags>PSModule</tags>
  </metadata>
  <files>
    <file src="**/*" />
  </files>
</package>
"@
    # NU5100, NU5101: the assemblies lie where the module has them, not in a lib/<framework> folder.
    Invoke-Dotnet pack src/GqlTools --configuration Release --no-build --output $out "-p:NuspecFile=$out/pack/GqlTools.nuspec" `
        "-p:NuspecBasePath=$stage" '-p:NoWarn=NU5100%3BNU5101'
    Get-Item $out/GqlTools.$version.nupkg
}

Push-Location $PSScriptRoot
try {
    switch ($Verb) {
        'Build' { Invoke-Dotnet build @forwarded }
        'Test' { Invoke-Dotnet test @forwarded }
        'Demo' { Invoke-Dotnet run --project src/GqlTools.Demo '--' @forwarded }
        'Bench' { Invoke-Dotnet run --configuration Release --project tests/GqlTools.Benchmarks '--' @forwarded }
        'Docs' { Invoke-Dotnet build src/GqlTools '-p:UpdateDocs=true' @forwarded }
        'Pack' { New-Package }
    }
}
finally {
    Pop-Location
}
