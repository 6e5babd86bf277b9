<#
.SYNOPSIS
Measures many small queries from PowerShell: ForEach-Object -Parallel and one fan-out, beside the same loop that does nothing and beside
Invoke-RestMethod.
.DESCRIPTION
All ways run in this process, in alternating rounds, against one demo server over HTTP/2 with TLS; rates are medians.
  empty loop         ForEach-Object -Parallel { $_ }: what the loop itself costs
  Invoke-GqlQuery    the same loop around one query over the shared session
  Invoke-RestMethod  the same loop around one POST with a shared WebSession
  fan-out            one Invoke-GqlQuery for the whole pipeline, -ThrottleLimit in flight
Every answer is checked. Exits with 1 when the loop with Invoke-GqlQuery reaches less than -MinimumRatio of the empty one's rate.
.EXAMPLE
dotnet build; pwsh -NoProfile -File tests/GqlTools.Benchmarks/Parallel.ps1
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 1000000)] [int] $Count = 2000,
    [ValidateRange(1, 1000000)] [int] $FanOutCount = 10000,
    [ValidateRange(1, 1000)] [int] $Rounds = 5,
    [ValidateRange(1, 1000)] [int] $ThrottleLimit = 32,
    [double] $MinimumRatio = 0.8
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3

$root = Resolve-Path (Join-Path $PSScriptRoot '../..')
$env:PSModulePath = "$root/out$([System.IO.Path]::PathSeparator)$env:PSModulePath"
Import-Module GqlTools
Import-Module "$root/tests/GqlTools.Tests/DemoServer.psm1"

$query = 'query Product($sku: String!) { product(sku: $sku) { sku name stock price { amount currency } } }'
$server = Start-DemoServer
try {
    $session = Open-GqlSession $server.Https -SkipCertificateCheck
    $web = [Microsoft.PowerShell.Commands.WebRequestSession]::new()
    $uri = $server.Https
    $skus = 1..$Count | ForEach-Object { 'SKU-{0:d7}' -f ($_ % 10000) }
    $fanSkus = 1..$FanOutCount | ForEach-Object { 'SKU-{0:d7}' -f ($_ % 10000) }
    $ways = [ordered]@{
        'empty loop'        = { $skus | ForEach-Object -Parallel { $_ } -ThrottleLimit $ThrottleLimit }
        'Invoke-GqlQuery'   = { $skus | ForEach-Object -Parallel { (Invoke-GqlQuery -Session $using:session -Query $using:query -Variables @{ sku = $_ }).product.sku } -ThrottleLimit $ThrottleLimit }
        'Invoke-RestMethod' = {
            $skus | ForEach-Object -Parallel {
                $body = ConvertTo-Json @{ query = $using:query; variables = @{ sku = $_ } }
                (Invoke-RestMethod $using:uri -Method Post -ContentType application/json -Body $body -WebSession $using:web -SkipCertificateCheck -HttpVersion 2.0).data.product.sku
            } -ThrottleLimit $ThrottleLimit
        }
        'fan-out'           = { $fanSkus | Invoke-GqlQuery $query -Session $session -ThrottleLimit $ThrottleLimit -ResultPath product.sku }
    }
    $rates = @{}
    foreach ($way in $ways.Keys) { $rates[$way] = [System.Collections.Generic.List[double]]::new() }
    for ($round = 0; $round -le $Rounds; $round++) {
        foreach ($way in $ways.Keys) {
            $expected = $way -eq 'fan-out' ? $fanSkus : $skus
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $answers = & $ways[$way]
            $rate = $expected.Count / $clock.Elapsed.TotalSeconds
            if (Compare-Object ($expected | Sort-Object) ($answers | Sort-Object)) { throw "'$way' did not get the answers it asked for." }
            if ($round -gt 0) { $rates[$way].Add($rate) } # the first round warms up
        }
    }

    function Get-Median([double[]] $Values) {
        $sorted = [double[]]($Values | Sort-Object)
        $sorted[$sorted.Length -shr 1]
    }

    "$Count items a round ($FanOutCount in the fan-out), $ThrottleLimit at once, $Rounds alternating rounds; PowerShell $($PSVersionTable.PSVersion), .NET $([Environment]::Version), $([Environment]::ProcessorCount) cores"
    $empty = Get-Median $rates['empty loop']
    $ways.Keys | ForEach-Object {
        [pscustomobject]@{ Way = $_; 'Items/s' = [math]::Round((Get-Median $rates[$_])); 'Of the empty loop' = [math]::Round((Get-Median $rates[$_]) / $empty, 2) }
    } | Format-Table | Out-String
    "Connections that the session opened: $($session.Statistics.ConnectionsOpened); errors: $($session.Statistics.Errors)"
    if ((Get-Median $rates['Invoke-GqlQuery']) -lt $MinimumRatio * $empty) {
        "Below the bar: the loop with Invoke-GqlQuery reaches at least $MinimumRatio of the empty loop."
        exit 1
    }
}
finally {
    Get-GqlSession | Close-GqlSession
    Stop-DemoServer $server
}
