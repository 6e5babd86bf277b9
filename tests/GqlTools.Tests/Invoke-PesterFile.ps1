<#
.SYNOPSIS
Runs one .Tests.ps1 file with Pester 5 and, where that is asked for, writes what came of it as JSON.
.DESCRIPTION
The xunit project of this folder starts this script in a pwsh of its own for every file, and reports each test it finds in the JSON.
The JSON is { pwsh, pester, missing, tests: [{ name, outcome, message, stack, seconds }] }. `missing` is null, or says what this machine lacks
to run Pester tests at all; `outcome` is Passed, Failed or Skipped. What Pester reports beside its tests (a file that fails in discovery, a
BeforeAll or AfterAll that throws, a file without tests) is in `tests` as a failure of its own, so that nothing goes unseen.
.PARAMETER Path
The .Tests.ps1 file.
.PARAMETER ResultPath
The JSON file to write. Without one, Pester's own output is all there is to see, and the exit code is 1 when a test failed or none could be run.
.EXAMPLE
pwsh -NoProfile -File ./Invoke-PesterFile.ps1 ./Manifest.Tests.ps1

Runs one file and shows its tests.
.EXAMPLE
pwsh -NoProfile -File ./Invoke-PesterFile.ps1 -Path ./Manifest.Tests.ps1 -ResultPath ./result.json

Runs one file and keeps its outcomes.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Path,
    [string] $ResultPath
)

$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'
$oldestPowerShell = [version]'7.4'
$result = [ordered]@{ pwsh = "$($PSVersionTable.PSVersion)"; pester = $null; missing = $null; tests = @() }

# A program reads the file; a person, who has seen what ran, is told what else there is.
function Write-Result {
    if ($ResultPath) {
        [System.IO.File]::WriteAllText($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($ResultPath), (ConvertTo-Json $result -Depth 4))
        return
    }

    $failed = @($result.tests).Where({ $_.outcome -eq 'Failed' })
    if ($result.missing) { Write-Host $result.missing }
    foreach ($test in $failed) { Write-Host "Failed: $($test.name): $($test.message)" }
    exit [int]($result.missing -or $failed)
}

function New-TestResult($Name, $Outcome, $Message, $Stack, [double] $Seconds) {
    [ordered]@{ name = "$Name"; outcome = $Outcome; message = "$Message"; stack = "$Stack"; seconds = $Seconds }
}

# Pester adds the two Display members to the records it has formatted: all inner exceptions, and only the frames outside of Pester.
function Get-Message($Records) {
    @($Records | ForEach-Object { $_.DisplayErrorMessage ?? $_.Exception.Message }) -join "`n"
}

function Get-Stack($Records) {
    @($Records | ForEach-Object { $_.DisplayStackTrace ?? $_.ScriptStackTrace }) -join "`n"
}

if ($PSVersionTable.PSVersion -lt $oldestPowerShell) {
    $result.missing = "GqlTools needs PowerShell $oldestPowerShell or later; the pwsh found is $($PSVersionTable.PSVersion) in $PSHOME. " +
        'Install a newer one: dotnet tool install --global PowerShell'
    Write-Result
    return
}

try {
    $result.pester = "$((Import-Module Pester -MinimumVersion 5.0 -MaximumVersion 5.99.99 -PassThru).Version)"
}
catch {
    $result.missing = "Pester 5 is not installed for this pwsh ($($_.Exception.Message.Trim())). Install it: " +
        "pwsh -NoProfile -Command 'Install-Module Pester -MaximumVersion 5.99.99 -Scope CurrentUser -Force'"
    Write-Result
    return
}

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.RenderMode = 'Plaintext'
$run = Invoke-Pester -Configuration $configuration

$tests = [System.Collections.Generic.List[object]]::new()
foreach ($test in $run.Tests) {
    $message = Get-Message $test.ErrorRecord
    $place = "$(Split-Path -Leaf $Path), line $($test.StartLine)"
    switch ($test.Result) {
        'Passed' { $outcome = 'Passed' }
        { $_ -in 'Skipped', 'Inconclusive' } {
            $outcome = 'Skipped'
            $message = $message -replace '^Exception: ' -replace '^is (skipped|inconclusive)(, because )?'
            if (-not $message) { $message = "Marked -Skip without a reason ($place)." }
        }
        'NotRun' {
            $outcome = 'Failed'
            $message = "Pester found this test but did not run it ($place)."
        }
        default {
            $outcome = 'Failed'
            if (-not $message) {
                $around = for ($block = $test.Block; $block; $block = $block.Parent) { $block.ErrorRecord }
                $message = "What surrounds this test failed ($place): $(Get-Message (@($around) + @($run.FailedContainers.ErrorRecord) | Select-Object -First 1))"
            }
        }
    }
    $tests.Add((New-TestResult $test.ExpandedPath $outcome $message (Get-Stack $test.ErrorRecord) $test.Duration.TotalSeconds))
}

foreach ($block in $run.FailedBlocks) {
    $tests.Add((New-TestResult "$($block.ExpandedPath) (BeforeAll or AfterAll)" Failed (Get-Message $block.ErrorRecord) (
                Get-Stack $block.ErrorRecord) $block.Duration.TotalSeconds))
}
foreach ($container in $run.FailedContainers | Where-Object ErrorRecord) {
    $tests.Add((New-TestResult '(the whole file)' Failed (Get-Message $container.ErrorRecord) (Get-Stack $container.ErrorRecord) 0))
}
if ($tests.Count -eq 0) {
    $tests.Add((New-TestResult '(the whole file)' Failed 'The file contains no test.' '' 0))
}
if ($run.Result -ne 'Passed' -and -not ($tests | Where-Object { $_.outcome -eq 'Failed' })) {
    $tests.Add((New-TestResult '(the whole file)' Failed "Pester ended with the result '$($run.Result)' and names no failed test." '' 0))
}

$result.tests = $tests
Write-Result
