<#
.SYNOPSIS
Measures the memory that an upload of 2 GB takes.
.DESCRIPTION
A PowerShell process of its own opens a session and uploads a file of 1 MB, which is what it costs to upload at all. Then it uploads one of -Megabytes, and its peak working set
is compared with the one before. The file is sparse where the file system can: it takes no room on disk, and all of it goes over the connection.

Exits with 1 when the upload takes more than -MaximumGrowthMegabytes, or the server has not got every byte.
.EXAMPLE
dotnet build src/GqlTools; dotnet build src/GqlTools.Demo; pwsh -NoProfile -File tests/GqlTools.Benchmarks/Upload.ps1
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 1000000)] [int] $Megabytes = 2048,
    [ValidateSet('1.1', '2.0')] [string[]] $HttpVersion = ('2.0', '1.1'),
    [double] $MaximumGrowthMegabytes = 100
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3

$module = (Resolve-Path (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')).Path
Import-Module (Join-Path $PSScriptRoot '../GqlTools.Tests/DemoServer.psm1')

function New-SparseFile([long] $Bytes) {
    $path = [System.IO.Path]::GetTempFileName()
    $file = [System.IO.File]::OpenWrite($path)
    $file.SetLength($Bytes)
    $file.Dispose()
    $path
}

$small = New-SparseFile 1MB
$large = New-SparseFile ($Megabytes * 1MB)
$server = Start-DemoServer
$failed = $false
try {
    foreach ($version in $HttpVersion) {
        $script = @"
Import-Module '$module'
`$null = Open-GqlSession $($server.Https) -SkipCertificateCheck -HttpVersion $version -OperationTimeoutSeconds 0
`$upload = 'mutation(`$file: Upload!) { upload(file: `$file) { bytes } }'
function Get-Peak { `$process = [System.Diagnostics.Process]::GetCurrentProcess(); `$process.PeakWorkingSet64 / 1MB }
`$null = Invoke-GqlQuery `$upload -Variables @{ file = Get-Item '$small' }
Get-Peak
`$clock = [System.Diagnostics.Stopwatch]::StartNew()
(Invoke-GqlQuery `$upload -Variables @{ file = Get-Item '$large' }).upload.bytes
`$clock.Elapsed.TotalSeconds
Get-Peak
"@
        $before, $bytes, $seconds, $after = [double[]](pwsh -NoProfile -NonInteractive -Command $script)
        if ($LASTEXITCODE -ne 0) { throw 'The upload failed.' }
        'HTTP/{0}: {1:n0} MB in {2:n1} s ({3:n0} MB/s), peak working set {4:n1} MB before and {5:n1} MB after: {6:n1} MB more' -f
            $version, ($bytes / 1MB), $seconds, ($bytes / 1MB / $seconds), $before, $after, ($after - $before)
        if ($bytes -ne $Megabytes * 1MB -or $after - $before -gt $MaximumGrowthMegabytes) { $failed = $true }
    }
}
finally {
    Stop-DemoServer $server
    Remove-Item $small, $large
}

if ($failed) {
    "Below the bar: at most $MaximumGrowthMegabytes MB more, and every byte."
    exit 1
}
