#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# A run with a checkpoint is killed (SIGKILL, TerminateProcess) and started again, over and over. Its output comes through a pipe to here: a line that it
# has written is never lost, and a kill comes after so many lines as the dice say. GQLTOOLS_KILLS says how often (10), GQLTOOLS_SEED repeats a game.

BeforeDiscovery {
    $seed = [int]($env:GQLTOOLS_SEED ?? (Get-Random -Maximum 1000000))
}

BeforeAll {
    $module = (Resolve-Path (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')).Path
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer
    $pwsh = (Get-Process -Id $PID).Path
    $kills = [int]($env:GQLTOOLS_KILLS ?? 10)

    # Lines as long as this let a run get so many ahead of its reader, and no more: 64 KiB of pipe, and a buffer.
    $lineLength = 1000
    $ahead = 80

    # One run. Returns all lines that it wrote; kills it once it has written $Lines of them, if it is not done by then.
    function Invoke-Run([string] $Script, [int] $Lines) {
        $start = [System.Diagnostics.ProcessStartInfo]::new($pwsh)
        foreach ($argument in '-NoProfile', '-NonInteractive', '-Command', $Script) { $start.ArgumentList.Add($argument) }
        $start.RedirectStandardOutput = $true
        $process = [System.Diagnostics.Process]::Start($start)
        try {
            $written = [System.Collections.Generic.List[string]]::new()
            while ($null -ne ($line = $process.StandardOutput.ReadLine())) {
                $written.Add($line.TrimEnd())
                if ($written.Count -eq $Lines) { $process.Kill() }
            }
            $process.WaitForExit()
            [pscustomobject]@{ Lines = $written; Ended = $process.ExitCode -eq 0 }
        }
        finally {
            if (-not $process.HasExited) { $process.Kill() }
            $process.Dispose()
        }
    }

    # Runs until one ends by itself. The dice say how many lines each run may write before it is killed.
    function Invoke-Runs([string] $Work, [int] $Seed, [int] $Most) {
        $dice = [random]::new($Seed)
        $script = "Import-Module '$module'; `$null = Open-GqlSession '$(Get-DemoFaultUri $server 'delay?milliseconds=2' H2c)' -HttpVersion 2.0 -SkipConnectionTest; $Work"
        do {
            $killing = @($runs).Count -lt $kills
            [array] $runs += Invoke-Run $script ($killing ? $dice.Next(1, $Most) : [int]::MaxValue)
        } until ($runs[-1].Ended -or -not $killing)
        $runs[-1].Ended | Should -BeTrue
        $runs
    }
}

AfterAll {
    Stop-DemoServer $server
}

Describe 'A run that is killed at any moment and started again (seed <seed>)' -ForEach @{ seed = $seed } {
    BeforeEach {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).checkpoint"
    }

    It 'writes everything, and nothing twice but what was in flight: <what>' -ForEach @(
        @{
            what     = 'a fan-out'
            work     = { 1..2500 | Invoke-GqlQuery 'query($id: JSON) { echo(value: $id) }' -ResultPath echo -ThrottleLimit 8 -CheckpointPath $path | ForEach-Object { [Console]::Out.WriteLine("$_".PadRight($lineLength)) } }
            expected = 1..2500
        }
        @{
            what     = 'a walk'
            work     = { Invoke-GqlQuery '{ products(first: 10) { nodes { sku } } }' -All -MaximumCount 3000 -ResultPath products.nodes.sku -CheckpointPath $path | ForEach-Object { [Console]::Out.WriteLine("$_".PadRight($lineLength)) } }
            expected = 0..2999 | ForEach-Object { 'SKU-{0:d7}' -f $_ }
        }
    ) {
        # No run may come to the end before its kill.
        $most = [math]::Max(2, [math]::Floor($expected.Count / $kills) - $ahead)
        $runs = Invoke-Runs "`$path = '$path'; `$lineLength = $lineLength; $work" -Seed $seed -Most $most
        $runs.Count | Should -Be ($kills + 1)
        $union = [System.Collections.Generic.HashSet[string]]::new()
        $last = $null
        foreach ($run in $runs) {
            foreach ($line in $run.Lines) {
                # In the order of the input: what comes again can only be the last line of the run before.
                if (-not $union.Add($line)) { $line | Should -Be $last }
            }
            if ($run.Lines) { $last = $run.Lines[-1] }
        }
        $union.Count | Should -Be $expected.Count
        @($expected | Where-Object { -not $union.Contains("$_") }) | Should -BeNullOrEmpty
    }

    It 'carries out no mutation twice, and reports those that may have run' {
        $work = {
            1..400 | ForEach-Object { [pscustomobject]@{ id = [convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes("Product:$_")); stock = $_ } } |
                Invoke-GqlQuery 'mutation($id: ID!, $stock: Int!) { setStock(input: { id: $id, stock: $stock }) { product { id } } }' `
                    -ThrottleLimit 4 -ResultPath setStock.product.id -CheckpointPath $path -CheckpointKey id -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable problems |
                ForEach-Object { [Console]::Out.WriteLine($_) }
            foreach ($problem in $problems) { [Console]::Out.WriteLine("$($problem.FullyQualifiedErrorId.Split(',')[0]) $($problem.TargetObject.id)") }
        }
        $runs = Invoke-Runs "`$path = '$path'; $work" -Seed $seed -Most 30
        $lines = @($runs.Lines)
        $done = @($lines | Where-Object { $_ -notlike 'Gql* *' })
        $inDoubt = @($runs[-1].Lines | Where-Object { $_ -like 'GqlMutationInDoubt *' } | ForEach-Object { $_.Split(' ')[1] })
        $done | Sort-Object -Unique | Should -HaveCount $done.Count
        # What was written but not noted is in both.
        @($done; $inDoubt) | Sort-Object -Unique | Should -HaveCount 400
        $inDoubt.Count | Should -BeLessOrEqual (4 * $kills)
        (Get-DemoCounter $server).fields.'Mutation.setStock' | Should -BeLessOrEqual 400
        (Get-DemoCounter $server).fields.'Mutation.setStock' | Should -BeGreaterOrEqual $done.Count
    }
}
