#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# What a run that ends early leaves behind, and what the next one makes of it. Killed.Tests.ps1 ends runs where nobody expects it.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer
    $session = Open-GqlSession $server.Https -SkipCertificateCheck -Name shop -MaximumRetryCount 0 -MaximumRateLimitWaitSeconds 0

    # Pester runs tests with Stop; users run with Continue.
    $ErrorActionPreference = 'Continue'
    $echo = 'query Echo($id: JSON) { echo(value: $id) }'
    $count = 'mutation Count($ms: Int = 0) { count(milliseconds: $ms) }'
    $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
}

AfterAll {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
}

Describe 'A disk that is full' -Skip:$IsWindows {
    # Files of the process may not grow beyond a few blocks: writing fails as it does on a full disk.
    It 'ends <what> with an error that names the checkpoint' -TestCases @(
        @{ what = 'a walk'; work = "Invoke-GqlQuery '{ products { nodes { sku } } }' -All -CheckpointPath" }
        @{ what = 'pipeline input'; work = "1..5000 | Invoke-GqlQuery 'query(`$id: JSON) { echo(value: `$id) }' -CheckpointPath" }
    ) {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).checkpoint"
        $script = "Import-Module '$PSScriptRoot/../../out/GqlTools/GqlTools.psd1'
            `$null = Open-GqlSession '$($server.Https)' -SkipCertificateCheck
            try { `$null = $work '$path' } catch { `$_.FullyQualifiedErrorId, `$_.CategoryInfo.Category, `$_.TargetObject -join ' ' }"
        $said = & sh -c 'trap "" XFSZ; ulimit -f 8; DOTNET_EnableWriteXorExecute=0 DOTNET_EnableDiagnostics=0 exec "$0" -NoProfile -NonInteractive -Command "$1"' (Get-Process -Id $PID).Path $script
        $said | Should -Be "GqlCheckpointNotWritable,GqlTools.Commands.InvokeGqlQueryCommand WriteError $path"
    }
}

Describe 'Pipeline input with -CheckpointPath' {
    BeforeEach {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).checkpoint"
    }

    It 'goes on where an earlier run ended' {
        $first = 1..30 | Invoke-GqlQuery $echo -ResultPath echo -CheckpointPath $path | Select-Object -First 10
        $second = 1..30 | Invoke-GqlQuery $echo -ResultPath echo -CheckpointPath $path
        $first | Should -Be (1..10)
        # Select-Object ends the pipeline in the middle of the tenth: it is the item in flight.
        $second | Should -Be (10..30)
    }

    It 'sends nothing when all is finished, and says so' {
        $null = 1..5 | Invoke-GqlQuery $echo -CheckpointPath $path
        $before = $session.Statistics.Requests
        1..5 | Invoke-GqlQuery $echo -CheckpointPath $path -WarningVariable warning -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $session.Statistics.Requests | Should -Be $before
        $warning | Should -BeLike 'Nothing was sent: the checkpoint has 5 inputs as finished.*'
    }

    It 'takes new inputs, and counts those that it passed over' {
        $null = 1..5 | Invoke-GqlQuery $echo -CheckpointPath $path
        $verbose = 1..7 | Invoke-GqlQuery $echo -ResultPath echo -CheckpointPath $path -Verbose 4>&1
        $verbose | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] } | Should -Be 6, 7
        "$($verbose[-1])" | Should -BeLike '*had 5 inputs as finished*'
    }

    It 'goes on in the middle of a batch' {
        $batched = @{ Query = $echo; ResultPath = 'echo'; BatchSize = 8; BatchBy = 'Alias'; CheckpointPath = $path }
        $first = 1..30 | Invoke-GqlQuery @batched | Select-Object -First 10
        $second = 1..30 | Invoke-GqlQuery @batched
        $first | Should -Be (1..10)
        $second | Should -Be (10..30)
    }

    It 'tries failed inputs again' {
        $query = 'query($id: Int!) { slow(milliseconds: $id) }'
        $first = 1, -1, 2 | Invoke-GqlQuery $query -CheckpointPath $path @quiet
        $problems | Should -HaveCount 1
        -1, 1, 2 | Invoke-GqlQuery $query -CheckpointPath $path @quiet | Out-Null
        $problems | Should -HaveCount 1
        $problems[0].TargetObject.Path | Should -Be slow
    }

    It 'knows inputs by -CheckpointKey, <kind>' -ForEach @(
        @{ kind = 'a property'; inputs = { 1..4 | ForEach-Object { [pscustomobject]@{ id = $_; note = [guid]::NewGuid() } } } }
        @{ kind = 'an entry'; inputs = { 1..4 | ForEach-Object { @{ id = $_ } } } }
    ) {
        $null = & $inputs | Invoke-GqlQuery $echo -CheckpointPath $path -CheckpointKey ID
        & $inputs | Invoke-GqlQuery $echo -CheckpointPath $path -CheckpointKey ID -WarningAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'refuses an object without -CheckpointKey or without a value there, and goes on with the others' {
        [pscustomobject]@{ id = 1 } | Invoke-GqlQuery $echo -CheckpointPath $path @quiet | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -BeLike 'GqlCheckpointKeyMissing,*'
        Remove-Item $path
        @{ id = 1 }, @{ other = 2 } | Invoke-GqlQuery $echo -ResultPath echo -CheckpointPath $path -CheckpointKey id @quiet | Should -Be 1
        $problems.FullyQualifiedErrorId | Should -BeLike 'GqlCheckpointKeyMissing,*'
        $problems.TargetObject.other | Should -Be 2
    }

    It 'refuses a second input with the same key' {
        1, 2, 1 | Invoke-GqlQuery $echo -ResultPath echo -CheckpointPath $path @quiet | Should -Be 1, 2
        $problems.FullyQualifiedErrorId | Should -BeLike 'GqlCheckpointKeyDuplicate,*'
    }

    It 'is refused without pipeline input' {
        { Invoke-GqlQuery $echo @{ id = 1 } -CheckpointPath $path } | Should -Throw -ErrorId 'GqlCheckpointUnsupported,*'
        Test-Path $path | Should -BeFalse
    }

    It 'leaves no file behind with -WhatIf' {
        1 | Invoke-GqlQuery 'mutation($id: Int) { count }' -CheckpointPath $path -WhatIf
        Test-Path $path | Should -BeFalse
    }

    It 'says which of the shared variables cannot be sent' {
        { 1 | Invoke-GqlQuery $echo -Variables 5 -CheckpointPath $path } | Should -Throw -ErrorId 'GqlVariableNotSerializable,*'
    }

    It 'is refused for other work, with what differs and how to start over' {
        $null = 1 | Invoke-GqlQuery $echo -CheckpointPath $path
        { 1 | Invoke-GqlQuery 'query Echo($id: JSON) { other: echo(value: $id) }' -CheckpointPath $path } |
            Should -Throw -ErrorId 'GqlCheckpointMismatch,*' -ExpectedMessage '*the document has changed*delete the file to start over*'
    }

    It 'is refused while another run uses the file' {
        1..2 | Invoke-GqlQuery $echo -CheckpointPath $path | Select-Object -First 1 | ForEach-Object {
            { 1 | Invoke-GqlQuery $echo -CheckpointPath $path } | Should -Throw -ErrorId 'GqlCheckpointInUse,*'
        }
        { 1 | Invoke-GqlQuery $echo -CheckpointPath $path } | Should -Not -Throw
    }

    It 'is refused for a file that is none, which stays as it is' {
        Set-Content $path 'mine'
        { 1 | Invoke-GqlQuery $echo -CheckpointPath $path } | Should -Throw -ErrorId 'GqlCheckpointInvalid,*'
        Get-Content $path | Should -Be mine
    }

    It 'follows the current location and PowerShell drives' {
        Push-Location $TestDrive
        $null = 1 | Invoke-GqlQuery $echo -CheckpointPath ./here.checkpoint
        $null = 1 | Invoke-GqlQuery $echo -CheckpointPath TestDrive:/drive.checkpoint
        Pop-Location
        Join-Path $TestDrive here.checkpoint | Should -Exist
        Join-Path $TestDrive drive.checkpoint | Should -Exist
    }
}

Describe '-All with -CheckpointPath' {
    BeforeAll {
        $list = '{ products(first: 7) { nodes { sku } } }'
        $all = Invoke-GqlQuery $list -All -MaximumCount 40 -ResultPath products.nodes.sku
    }

    BeforeEach {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).checkpoint"
    }

    It 'goes on where an earlier run ended, in the middle of a page, and also with another -PageSize' {
        $walk = @{ Query = $list; All = $true; MaximumCount = 40; ResultPath = 'products.nodes.sku'; CheckpointPath = $path }
        $first = Invoke-GqlQuery @walk | Select-Object -First 10
        $second = Invoke-GqlQuery @walk -PageSize 4 | Select-Object -First 10
        $third = Invoke-GqlQuery @walk
        # Select-Object ends each walk in the middle of its last element: those are in flight, and come twice.
        $first | Should -Be $all[0..9]
        $second | Should -Be $all[9..18]
        $third | Should -Be $all[18..39]
    }

    It 'fetches nothing when the walk has come to its end, and says so' {
        $walk = @{ Query = $list; All = $true; MaximumCount = 40; CheckpointPath = $path }
        $null = Invoke-GqlQuery @walk
        $before = $session.Statistics.Requests
        Invoke-GqlQuery @walk -WarningVariable warning -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $session.Statistics.Requests | Should -Be $before
        $warning | Should -BeLike 'Nothing was fetched: the checkpoint has the walk as finished, with 40 elements.*'
    }

    It 'tries a page that failed again' {
        $walk = @{ Query = $list; All = $true; MaximumCount = 40; ResultPath = 'products.nodes.sku'; CheckpointPath = $path }
        Set-DemoFault $server 'answer?status=500&skip=2'
        $first = Invoke-GqlQuery @walk @quiet
        Set-DemoFault $server $null
        $problems | Should -HaveCount 1
        $first | Should -Be $all[0..13]
        Invoke-GqlQuery @walk | Should -Be $all[14..39]
    }

    It 'counts pages where those are written' {
        $walk = @{ Query = '{ products(first: 10) { nodes { sku } } }'; All = $true; MaximumCount = 40; Raw = $true; CheckpointPath = $path }
        $first = Invoke-GqlQuery @walk | Select-Object -First 2
        $second = Invoke-GqlQuery @walk
        $first.Data.products.nodes.sku | Should -Be $all[0..19]
        $second.Data.products.nodes.sku | Should -Be $all[10..39]
        { Invoke-GqlQuery '{ products(first: 10) { nodes { sku } } }' -All -MaximumCount 40 -CheckpointPath $path } |
            Should -Throw -ErrorId 'GqlCheckpointMismatch,*' -ExpectedMessage '*it counts pages of the list by Cursor, at most 40 and this run writes elements*'
    }

    It 'is refused for pipeline input, as that is many walks' {
        { 1, 2 | Invoke-GqlQuery 'query($n: Int) { products(first: $n) { nodes { sku } } }' -All -CheckpointPath $path } |
            Should -Throw -ErrorId 'GqlCheckpointUnsupported,*'
    }
}

Describe 'Mutations with -CheckpointPath' {
    BeforeEach {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).checkpoint"
    }

    It 'that were answered are not sent again' {
        $null = 1..3 | Invoke-GqlQuery $count -CheckpointPath $path
        $before = (Get-DemoCounter $server).fields.'Mutation.count'
        1..3 | Invoke-GqlQuery $count -CheckpointPath $path -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        (Get-DemoCounter $server).fields.'Mutation.count' | Should -Be $before
    }

    It 'that may have run are errors of the next run, with their key, and are not sent again' {
        1..3 | Invoke-GqlQuery $count -CheckpointPath $path -OperationTimeoutSeconds 60 | Select-Object -First 1 | Out-Null
        $before = (Get-DemoCounter $server).fields.'Mutation.count'
        $after = 1..3 | Invoke-GqlQuery $count -CheckpointPath $path -ResultPath count @quiet
        $after | Should -HaveCount 2
        (Get-DemoCounter $server).fields.'Mutation.count' | Should -Be ($before + 2)
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'GqlMutationInDoubt,*'
        $problems[0].Exception.Message | Should -BeLike "The mutation for '1' may have run*"
        $problems[0].TargetObject | Should -Be 1
    }

    It 'that the server turned away unread are sent again' {
        Set-DemoFault $server 'answer?status=413'
        1 | Invoke-GqlQuery $count -CheckpointPath $path @quiet | Should -BeNullOrEmpty
        Set-DemoFault $server $null
        1 | Invoke-GqlQuery $count -CheckpointPath $path @quiet | Should -HaveCount 1
        $problems | Should -BeNullOrEmpty
    }

    It 'are not noted with -WhatIf' {
        1..2 | Invoke-GqlQuery $count -CheckpointPath $path -WhatIf
        1..2 | Invoke-GqlQuery $count -CheckpointPath $path | Should -HaveCount 2
    }
}
