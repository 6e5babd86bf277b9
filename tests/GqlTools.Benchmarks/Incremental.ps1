<#
.SYNOPSIS
Measures the memory of a multipart answer of many parts beside one of few: Invoke-GqlQuery -Incremental must need the same.
.DESCRIPTION
The demo server streams the numbers from 1 on, one part each. Each count runs twice in this process, the first time to warm up. What is measured while the parts come, a hundred times
in a run and once at its end: the managed heap after a collection, and the private memory of the process. The merged answer is shown for comparison; it has to be kept.
Exits with 1 when the heap of the most parts peaks more than -MaximumGrowthMegabytes above that of the fewest.
.EXAMPLE
dotnet build src/GqlTools; dotnet build src/GqlTools.Demo; pwsh -NoProfile -File tests/GqlTools.Benchmarks/Incremental.ps1
#>
[CmdletBinding()]
param(
    [ValidateRange(100, 10000000)] [int[]] $Counts = @(1000, 100000),
    [double] $MaximumGrowthMegabytes = 4
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3

Import-Module (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')
Import-Module (Join-Path $PSScriptRoot '../GqlTools.Tests/DemoServer.psm1')
$document = 'query Numbers($to: Int!) { numbers(to: $to) @stream(initialCount: 0, label: "numbers") }'
$process = [Diagnostics.Process]::GetCurrentProcess()

function Get-Heap { [GC]::GetTotalMemory($true) }

function Measure-Run([int] $Count, [bool] $Incremental) {
    $before = Get-Heap
    $script:peak = $before
    $script:parts = 0
    $script:sum = 0L
    $every = [math]::Max(1, $Count -shr 6)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    if ($Incremental) {
        Invoke-GqlQuery $document -Variables @{ to = $Count } -Incremental | ForEach-Object {
            $script:parts++
            foreach ($item in $_.Items) { $script:sum += $item }
            if ($script:parts % $every -eq 0) { $script:peak = [math]::Max($script:peak, (Get-Heap)) }
        }
    }
    else {
        $answer = Invoke-GqlQuery $document -Variables @{ to = $Count }
        $script:parts = 1
        foreach ($item in $answer.numbers) { $script:sum += $item }
        $script:peak = Get-Heap
    }

    $seconds = $clock.Elapsed.TotalSeconds
    if ($script:sum -ne [long]$Count * ($Count + 1) / 2) { throw "Of $Count numbers some are missing: their sum is $script:sum." }
    $process.Refresh()
    [pscustomobject]@{
        Answer      = if ($Incremental) { '-Incremental' } else { 'merged' }
        Numbers     = $Count
        Written     = $script:parts
        Seconds     = [math]::Round($seconds, 1)
        HeapPeakMB  = [math]::Round(($script:peak - $before) / 1MB, 2)
        PrivateMB   = [math]::Round($process.PrivateMemorySize64 / 1MB)
    }
}

$server = Start-DemoServer
try {
    $null = Open-GqlSession $server.Https -SkipCertificateCheck
    $null = Measure-Run $Counts[0] $true
    $results = foreach ($count in $Counts) { Measure-Run $count $true }
    $results + @(foreach ($count in $Counts) { Measure-Run $count $false }) | Format-Table | Out-String
}
finally {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
}

$growth = $results[-1].HeapPeakMB - $results[0].HeapPeakMB
if ($growth -gt $MaximumGrowthMegabytes) {
    "The heap of $($Counts[-1]) parts peaks $growth MB above that of $($Counts[0]); $MaximumGrowthMegabytes MB is the bar."
    exit 1
}
