<#
.SYNOPSIS
Measures JSON to PSObject against ConvertFrom-Json: same text, same process, alternating rounds, medians.
.DESCRIPTION
The answer is a generated page walk of a shop (orders as a Relay connection with customers, line items, enums, ids, dates, prices), about
-SizeMegabytes of UTF-8. Each round lets ConvertFrom-Json read it as a string, the reader read the same string, and the reader read the UTF-8
bytes, as an answer's body arrives. Time is wall time; bytes are what the thread allocated. A collection runs before each measurement.
Exits with 1 when the reader of bytes is less than -MinimumSpeed times as fast or allocates more than -MaximumAllocation of ConvertFrom-Json.
.EXAMPLE
dotnet build src/GqlTools; pwsh -NoProfile -File tests/GqlTools.Benchmarks/Conversion.ps1
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 1000)] [int] $SizeMegabytes = 10,
    [ValidateRange(1, 1000)] [int] $Rounds = 11,
    [double] $MinimumSpeed = 2.0,
    [double] $MaximumAllocation = 0.5
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3

$module = Join-Path $PSScriptRoot '../../out/GqlTools'
Import-Module "$module/GqlTools.psd1"

function New-Answer([int] $Bytes) {
    $random = [Random]::new(42)
    $status = 'OPEN', 'PAID', 'SHIPPED', 'CANCELLED'
    $text = [Text.StringBuilder]::new($Bytes + 4096)
    $null = $text.Append('{"data":{"orders":{"totalCount":100000,"edges":[')
    for ($i = 0; $text.Length -lt $Bytes; $i++) {
        if ($i) { $null = $text.Append(',') }
        $items = for ($j = 0; $j -lt 1 + $i % 4; $j++) {
            $price = '{0}.{1:d2}' -f $random.Next(1, 500), $random.Next(100)
            '{"id":"TGluZUl0ZW06' + $random.Next() + '","sku":"SKU-' + $random.Next(1000, 9999) + '","title":"Gr\u00fcner Tee No. ' + $random.Next(50) +
            '","quantity":' + $random.Next(1, 12) + ',"unitPrice":{"amount":' + $price + ',"currencyCode":"EUR"},"discounted":' +
            ('true', 'false')[$j % 2] + ',"__typename":"LineItem"}'
        }
        $null = $text.Append('{"cursor":"b3JkZXI6').Append($i).Append('","node":{"id":"T3JkZXI6').Append($random.Next()).Append('","number":').Append(100000 + $i).
            Append(',"createdAt":"2026-0').Append(1 + $i % 9).Append('-1').Append($i % 10).Append('T08:15:').Append(10 + $i % 50).Append('+02:00","status":"').Append($status[$i % 4]).
            Append('","note":').Append(('null', '"Bitte beim Nachbarn abgeben, danke! \u263a"')[$i % 2]).
            Append(',"weight":').Append($random.NextDouble().ToString('R', [cultureinfo]::InvariantCulture)).
            Append(',"customer":{"id":"Q3VzdG9tZXI6').Append($random.Next(5000)).Append('","displayName":"Kundin ').Append($random.Next(5000)).
            Append('","email":"kundin').Append($random.Next(5000)).Append('@example.com","isActive":true,"tags":["b2b","').Append(('gold', 'silver')[$i % 2]).Append('"],"__typename":"Customer"}').
            Append(',"lineItems":{"nodes":[').Append($items -join ',').Append('],"pageInfo":{"hasNextPage":false,"endCursor":null}},"__typename":"Order"}}')
    }
    $text.Append(']}},"extensions":{"cost":{"requestedQueryCost":112,"actualQueryCost":101}}}').ToString()
}

function Measure-Reading([scriptblock] $Read) {
    [GC]::Collect(); [GC]::WaitForPendingFinalizers(); [GC]::Collect()
    $allocated = [GC]::GetAllocatedBytesForCurrentThread()
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $null = & $Read
    [pscustomobject]@{ Milliseconds = $clock.Elapsed.TotalMilliseconds; Bytes = [GC]::GetAllocatedBytesForCurrentThread() - $allocated }
}

function Get-Median([double[]] $Values) {
    $sorted = [double[]]($Values | Sort-Object)
    $sorted[$sorted.Length -shr 1]
}

$json = New-Answer ($SizeMegabytes * 1MB)
$utf8 = [Text.Encoding]::UTF8.GetBytes($json)
$ways = [ordered]@{
    'ConvertFrom-Json'       = { ConvertFrom-Json -InputObject $json }
    'PSObjectReader, string' = { [GqlTools.Conversion.PSObjectReader]::Parse($json) }
    'PSObjectReader, bytes'  = { [GqlTools.Conversion.PSObjectReader]::Parse($utf8) }
}
$figures = @{}
foreach ($way in $ways.Keys) { $null = Measure-Reading $ways[$way]; $figures[$way] = [Collections.Generic.List[object]]::new() }
for ($round = 0; $round -lt $Rounds; $round++) {
    foreach ($way in $ways.Keys) { $figures[$way].Add((Measure-Reading $ways[$way])) }
}

$base = $figures['ConvertFrom-Json']
$table = foreach ($way in $ways.Keys) {
    [pscustomobject]@{
        Reader     = $way
        MedianMs   = [math]::Round((Get-Median $figures[$way].Milliseconds), 1)
        AllocatedMB = [math]::Round((Get-Median $figures[$way].Bytes) / 1MB, 1)
        Speed      = [math]::Round((Get-Median $base.Milliseconds) / (Get-Median $figures[$way].Milliseconds), 2)
        Allocation = [math]::Round((Get-Median $figures[$way].Bytes) / (Get-Median $base.Bytes), 3)
    }
}
"{0:n1} MB of JSON, {1} alternating rounds, medians; PowerShell {2}, .NET {3}" -f ($utf8.Length / 1MB), $Rounds, $PSVersionTable.PSVersion, [Environment]::Version
$table | Format-Table | Out-String
$result = $table[-1]
if ($result.Speed -lt $MinimumSpeed -or $result.Allocation -gt $MaximumAllocation) {
    "Below the bar: at least $MinimumSpeed times as fast with at most $MaximumAllocation of the allocation."
    exit 1
}
