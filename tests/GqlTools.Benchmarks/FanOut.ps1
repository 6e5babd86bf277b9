<#
.SYNOPSIS
The module's part of the client benchmark: for every number it reads, it sends that many queries from one pipeline, then writes how many answers were right.
#>
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Uri,
    [Parameter(Mandatory)] [int] $ThrottleLimit
)
$ErrorActionPreference = 'Stop'
Import-Module $Module
$null = Open-GqlSession $Uri -SkipCertificateCheck
while ($count = [Console]::In.ReadLine()) {
    $bytes = [int[]]::new($count)
    [array]::Fill($bytes, 1000)
    $answers = $bytes | Invoke-GqlQuery 'query Text($bytes: Int!) { big(bytes: $bytes) }' -ThrottleLimit $ThrottleLimit
    [Console]::Out.WriteLine($answers.Where({ $_.big.Length -gt 900 }).Count)
}
