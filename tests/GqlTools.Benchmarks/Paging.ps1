<#
.SYNOPSIS
Measures Invoke-GqlQuery -All: its time against a loop that waits for each page, and its memory over a long list.
.DESCRIPTION
Time: a demo server that waits 20 ms before every answer; 100 products a page. The loop is the script that a user writes without -All: ask for a page, work on
its nodes, ask for the next. The work is the same in both, for every node: a row of a report (Select-Object with calculated properties) as a line of JSON in a
file. Overlap can save no more than the shorter of waiting and working, so two amounts of work are measured: the row made once, which is less than the wait,
and the row made as often as it takes to work on a page for about as long as the server is waited for. The figure that is judged is the second; the best there
is would be 0.5. Rounds alternate, in this process; figures are quotients of medians. The walk without any work is shown beside.

Memory: the same walk without latency, over few and over many nodes, each in a PowerShell process of its own, whose peak working set is compared. The runtime
lets garbage gather in generation 0 up to a budget that it takes from the processor's cache, which on servers is more than the short walk allocates in all; so
both processes run with a budget of 4 MB (DOTNET_GCgen0size), and what is compared is what the walk holds. The peaks with the runtime's own budget, and the
heap that is left after a full collection at the end of the walk, are shown beside.

Exits with 1 when the walk takes more than -MaximumRatio of the loop's time, or the long walk more than -MaximumGrowthMegabytes more than the short one.
.EXAMPLE
dotnet build src/GqlTools; dotnet build src/GqlTools.Demo; pwsh -NoProfile -File tests/GqlTools.Benchmarks/Paging.ps1
#>
[CmdletBinding()]
param(
    [ValidateRange(100, 1000000)] [int] $Nodes = 20000,
    [ValidateRange(1, 100)] [int] $Rounds = 3,
    [ValidateRange(0, 10000)] [int] $LatencyMilliseconds = 20,
    [ValidateRange(100, 100000000)] [int] $FewNodes = 10000,
    [ValidateRange(100, 100000000)] [int] $ManyNodes = 1000000,
    [double] $MaximumRatio = 0.6,
    [double] $MaximumGrowthMegabytes = 30
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3

$module = (Resolve-Path (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')).Path
Import-Module $module
Import-Module (Join-Path $PSScriptRoot '../GqlTools.Tests/DemoServer.psm1')
$query = 'query($after: String) { products(first: 100, after: $after) { nodes { sku name stock category price { amount currency } createdAt } pageInfo { hasNextPage endCursor } } }'
$report = [System.IO.Path]::GetTempFileName()

# The work on a node: a row of a report, as a line of JSON; made $effort times, written once.
filter Write-Row([System.IO.StreamWriter] $To) {
    for ($made = 0; $made -lt $effort; $made++) {
        $row = $_ | Select-Object sku, name, @{ n = 'price'; e = { '{0:n2} {1}' -f $_.price.amount, $_.price.currency } }, @{ n = 'value'; e = { $_.price.amount * $_.stock } },
            @{ n = 'day'; e = { $_.createdAt.Substring(0, 10) } }, @{ n = 'soldOut'; e = { $_.stock -eq 0 } }
        $line = ConvertTo-Json -InputObject $row -Compress
    }
    $To.WriteLine($line)
}

function Measure-Report([scriptblock] $Walk) {
    $writer = [System.IO.StreamWriter]::new($report)
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    & $Walk $writer
    $elapsed = $clock.Elapsed.TotalSeconds
    $writer.Dispose()
    $rows = [System.Linq.Enumerable]::Count([System.IO.File]::ReadLines($report))
    if ($rows -ne $Nodes) { throw "The report has $rows rows in place of $Nodes." }
    $elapsed
}

$loop = {
    param($writer)
    $after = $null
    do {
        $page = Invoke-GqlQuery $query @{ after = $after } -ResultPath products
        $page.nodes | Write-Row $writer
        $after = $page.pageInfo.endCursor
    } while ($page.pageInfo.hasNextPage)
}
$walk = { param($writer) Invoke-GqlQuery $query -All | Write-Row $writer }
$fetch = { param($writer) Invoke-GqlQuery $query -All | ForEach-Object { $writer.WriteLine() } }

function Get-Median([double[]] $Values) {
    $sorted = [double[]]($Values | Sort-Object)
    $sorted[$sorted.Length -shr 1]
}

# Peak working set and, after a full collection, heap of a process that does nothing but walk; in megabytes.
function Measure-Memory([uri] $Uri, [int] $Count, [string] $YoungBytes) {
    $script = @"
Import-Module '$module'
`$null = Open-GqlSession $Uri -SkipCertificateCheck
`$seen = 0
Invoke-GqlQuery '$query' -All -MaximumCount $Count | ForEach-Object { `$seen++ }
if (`$seen -ne $Count) { throw "`$seen nodes came in place of $Count." }
[System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB
[GC]::GetTotalMemory(`$true) / 1MB
"@
    $env:DOTNET_GCgen0size = $YoungBytes
    $figures = pwsh -NoProfile -NonInteractive -Command $script
    $env:DOTNET_GCgen0size = $null
    if ($LASTEXITCODE -ne 0) { throw "The walk of $Count nodes failed." }
    [pscustomobject]@{ Peak = [double]$figures[0]; Heap = [double]$figures[1] }
}

$failed = $false
$server = Start-DemoServer --products, $Nodes, --fault, "delay?milliseconds=$LatencyMilliseconds"
try {
    $null = Open-GqlSession $server.Https -SkipCertificateCheck
    $effort = 1
    $null = Measure-Report $walk # what is compiled at first use is compiled now
    foreach ($turn in 'once', 'as long as the wait') {
        $times = @{ loop = [double[]]@(); walk = [double[]]@(); fetch = [double[]]@() }
        for ($round = 0; $round -lt $Rounds; $round++) {
            $times.loop += Measure-Report $loop
            $times.walk += Measure-Report $walk
            $times.fetch += Measure-Report $fetch
        }

        $loopTime, $walkTime, $wait = (Get-Median $times.loop), (Get-Median $times.walk), (Get-Median $times.fetch)
        $ratio = $walkTime / $loopTime
        $work = [math]::Max(0.1, 1000 * ($loopTime - $wait) / ($Nodes / 100))
        '{0:n0} nodes, 100 a page, {1} ms latency, the row {2} ({3:n0} ms of work a page): the loop {4:n2} s, -All {5:n2} s: {6:n3}. -All without the work: {7:n2} s' -f
            $Nodes, $LatencyMilliseconds, $turn, $work, $loopTime, $walkTime, $ratio, $wait
        $effort = [math]::Max(1, [math]::Round($LatencyMilliseconds / $work))
    }

    if ($ratio -gt $MaximumRatio) { $failed = $true }
}
finally {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
    Remove-Item $report
}

$server = Start-DemoServer --products, $ManyNodes
try {
    foreach ($budget in '400000', '') { # hexadecimal: 4 MB, and the runtime's own
        $few = Measure-Memory $server.Https $FewNodes $budget
        $many = Measure-Memory $server.Https $ManyNodes $budget
        'Peak working set with {0}: {1:n0} nodes {2:n1} MB, {3:n0} nodes {4:n1} MB: {5:n1} MB more. Heap at the end: {6:n1} and {7:n1} MB' -f
            ($budget ? '4 MB of garbage' : "the runtime's budget"), $FewNodes, $few.Peak, $ManyNodes, $many.Peak, ($many.Peak - $few.Peak), $few.Heap, $many.Heap
        if ($budget -and $many.Peak - $few.Peak -gt $MaximumGrowthMegabytes) { $failed = $true }
    }
}
finally {
    Stop-DemoServer $server
}

if ($failed) {
    "Below the bar: at most $MaximumRatio of the loop's time, and at most $MaximumGrowthMegabytes MB more."
    exit 1
}
