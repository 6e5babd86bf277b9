<#
.SYNOPSIS
Measures what Import-Module GqlTools adds to the start of pwsh: medians of alternating starts with and without it.
.DESCRIPTION
Each round starts `pwsh -NoProfile` once to do nothing and once to import the module, and measures from the start of the process to its end.
A first round, which warms the file cache, is not counted. Exits with 1 when the import adds more than -MaximumSeconds.
.EXAMPLE
dotnet build src/GqlTools; pwsh -NoProfile -File tests/GqlTools.Benchmarks/Import.ps1
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 1000)] [int] $Rounds = 15,
    [double] $MaximumSeconds = 0.15
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3

$manifest = "$(Resolve-Path (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1'))"
$pwsh = (Get-Process -Id $PID).Path
$ways = [ordered]@{
    'pwsh alone'         = 'exit'
    'with Import-Module' = "Import-Module '$manifest'; exit"
}
$times = @{}
foreach ($way in $ways.Keys) { $times[$way] = [System.Collections.Generic.List[double]]::new() }
for ($round = 0; $round -le $Rounds; $round++) {
    foreach ($way in $ways.Keys) {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        & $pwsh -NoProfile -NonInteractive -Command $ways[$way]
        if ($LASTEXITCODE -ne 0) { throw "pwsh ended with exit code $LASTEXITCODE." }
        if ($round -gt 0) { $times[$way].Add($clock.Elapsed.TotalSeconds) }
    }
}

function Get-Median([double[]] $Values) {
    $sorted = [double[]]($Values | Sort-Object)
    $sorted[$sorted.Length -shr 1]
}

"$Rounds alternating rounds, seconds; PowerShell $($PSVersionTable.PSVersion), .NET $([Environment]::Version), $([Environment]::ProcessorCount) cores"
$ways.Keys | ForEach-Object {
    [pscustomobject]@{
        Start   = $_
        Median  = [math]::Round((Get-Median $times[$_]), 3)
        Fastest = [math]::Round(($times[$_] | Measure-Object -Minimum).Minimum, 3)
    }
} | Format-Table | Out-String
$added = (Get-Median $times['with Import-Module']) - (Get-Median $times['pwsh alone'])
'Import-Module adds {0:n3} s.' -f $added
if ($added -gt $MaximumSeconds) {
    "Over the bar: at most $MaximumSeconds s."
    exit 1
}
