<#
.SYNOPSIS
Fetches 40,000 products through servers that limit their clients as GitHub and Shopify do, and compares the time with what the limit itself takes.
.DESCRIPTION
For each of both limits: a walk (-All, 100 a page), a pipeline of 40,000 lookups, and the same lookups from 32 runspaces that share one session. Every product must
come exactly once. "Limit" is what a client needs that loses no time at all: the server computes it when the run begins. The limits are chosen so that a run
takes ten to twenty seconds in place of hours.

Exits with 1 when a product is missing or doubled, when a request was refused, when more than one connection was opened, or when a run takes more than -MaximumRatio
of the limit.
.EXAMPLE
dotnet build src/GqlTools; dotnet build src/GqlTools.Demo; pwsh -NoProfile -File tests/GqlTools.Benchmarks/Throttled.ps1
#>
[CmdletBinding()]
param(
    [ValidateRange(100, 1000000)] [int] $Items = 40000,
    [double] $MaximumRatio = 1.15
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3

$module = (Resolve-Path (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')).Path
Import-Module $module
Import-Module (Join-Path $PSScriptRoot '../GqlTools.Tests/DemoServer.psm1')

$pageSize = 100
$runspaces = 32
$pages = [math]::Ceiling($Items / $pageSize)
$secondary = 'concurrent=100&secondaryPoints=1000000'
$lookup = 'query($sku: String!) { product(sku: $sku) { sku } }'
$list = 'query($after: String) { products(first: 100, after: $after) { nodes { sku } } }'
$skus = 0..($Items - 1) | ForEach-Object { 'SKU-{0:d7}' -f $_ }
$chunks = 0..($runspaces - 1) | ForEach-Object { , @($skus | Select-Object -Skip ([math]::Floor($Items * $_ / $runspaces)) -First ([math]::Floor($Items * ($_ + 1) / $runspaces) - [math]::Floor($Items * $_ / $runspaces))) }

$ways = [ordered]@{
    'walk'         = { Invoke-GqlQuery $list -All -PageSize $pageSize -Session $session | ForEach-Object sku }
    'lookups'      = { $skus | Invoke-GqlQuery $lookup -Session $session -ThrottleLimit 64 -ResultPath product.sku }
    '32 runspaces' = {
        $chunks | ForEach-Object -ThrottleLimit $runspaces -Parallel {
            Import-Module $using:module
            $_ | Invoke-GqlQuery $using:lookup -Session $using:session -ResultPath product.sku
        }
    }
}
$limits = [ordered]@{
    'GitHub'  = @{ 'walk' = "github?points=80&seconds=2&$secondary"; 'lookups' = "github?points=4000&seconds=2&$secondary"; '32 runspaces' = "github?points=4000&seconds=2&$secondary" }
    'Shopify' = @{ 'walk' = 'shopify?maximum=2000&restore=4000'; 'lookups' = 'shopify?maximum=2000&restore=3000'; '32 runspaces' = 'shopify?maximum=2000&restore=3000' }
}

$failed = $false
foreach ($limit in $limits.Keys) {
    foreach ($way in $ways.Keys) {
        $server = Start-DemoServer --products, $Items
        try {
            Set-DemoThrottle $server $limits[$limit][$way]
            $session = Open-GqlSession $server.Https -SkipCertificateCheck
            $points = if ($way -ne 'walk') { $Items } elseif ($limit -eq 'GitHub') { $pages } else { $Items + $pages }
            $least = Get-DemoThrottleSeconds $server $points
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $got = @(& $ways[$way])
            $elapsed = $clock.Elapsed.TotalSeconds
            $counters = Get-DemoCounter $server
            $unique = [System.Collections.Generic.HashSet[string]]::new([string[]]$got)
            $whole = $got.Count -eq $Items -and $unique.SetEquals([string[]]$skus)
            '{0,-8} {1,-13} {2:n0} items ({3}), {4} refused, {5} connection(s), {6:n0} points; {7:n1} s, limit {8:n1} s: {9:n3}' -f $limit, $way, $got.Count,
                ($whole ? 'each once' : 'NOT each once'), $counters.requestsThrottled, $session.Statistics.ConnectionsOpened, $counters.pointsCharged, $elapsed, $least, ($elapsed / $least)
            if (-not $whole -or $counters.requestsThrottled -gt 0 -or $session.Statistics.ConnectionsOpened -ne 1 -or $elapsed / $least -gt $MaximumRatio) { $failed = $true }
        }
        finally {
            Get-GqlSession | Close-GqlSession -Force
            Stop-DemoServer $server
        }
    }
}

if ($failed) {
    "Below the bar: every item once, nothing refused, one connection, at most $MaximumRatio of the limit's time."
    exit 1
}
