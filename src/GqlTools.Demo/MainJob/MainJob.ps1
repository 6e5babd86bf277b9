# The main job through the cmdlets: one session, a thousand queries, three ways. Writes a line of JSON whenever there is something to show:
# mode and done, and at the end of a mode also seconds, connections and errors.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [uri] $Uri,
    [Parameter(Mandatory)] [string] $Query,
    [Parameter(Mandatory)] [int] $Count,
    [Parameter(Mandatory)] [int] $InFlight
)
$ErrorActionPreference = 'Stop'

# The runspaces of ForEach-Object -Parallel find a module by this path alone.
$env:PSModulePath = [System.IO.Path]::GetDirectoryName([System.IO.Path]::GetDirectoryName($Module)) + [System.IO.Path]::PathSeparator + $env:PSModulePath
Import-Module $Module

# Passes the answers on their way, and reports: whether each is the product that was asked for, in the order in which it was asked.
function Measure-Answer {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [string] $Mode,
        [switch] $AnyOrder,
        [Parameter(ValueFromPipeline)] [object] $Answer
    )
    begin {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $seen = [System.Collections.Generic.HashSet[string]]::new()
        $done = 0
        $wrong = 0
        $step = [Math]::Max(1, [int]($Count / 50))
    }
    process {
        $sku = $Answer.product.sku
        if (-not $sku -or -not $seen.Add($sku) -or (-not $AnyOrder -and $sku -cne ('SKU-{0:d7}' -f $done))) { $wrong++ }
        $done++
        if ($done % $step -eq 0 -and $done -lt $Count) { [Console]::Out.WriteLine("{`"mode`":`"$Mode`",`"done`":$done}") }
    }
    end {
        [Console]::Out.WriteLine((ConvertTo-Json -Compress @{
            mode = $Mode
            done = $done
            seconds = $clock.Elapsed.TotalSeconds
            connections = $session.Statistics.ConnectionsOpened
            errors = $wrong + $Count - $done
        }))
    }
}

$session = Open-GqlSession $Uri -SkipCertificateCheck
try {
    0..($Count - 1) |
        ForEach-Object { Invoke-GqlQuery $Query @{ sku = 'SKU-{0:d7}' -f $_ } } |
        Measure-Answer -Mode 'sequential'

    0..($Count - 1) |
        ForEach-Object { @{ sku = 'SKU-{0:d7}' -f $_ } } |
        Invoke-GqlQuery $Query -ThrottleLimit $InFlight |
        Measure-Answer -Mode "fan-out, $InFlight in flight"

    0..($Count - 1) |
        ForEach-Object -Parallel {
            Invoke-GqlQuery -Session $using:session $using:Query @{ sku = 'SKU-{0:d7}' -f $_ }
        } -ThrottleLimit $InFlight |
        Measure-Answer -Mode "ForEach-Object -Parallel, $InFlight" -AnyOrder
}
finally {
    Close-GqlSession $session
}
