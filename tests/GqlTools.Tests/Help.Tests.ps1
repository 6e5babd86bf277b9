<#
The help that the build generates: complete, true, up to date, and its examples work.

Every example of a command, and every powershell block of an about topic, runs in a runspace of its own against the demo server:
- a GraphQL URI such as https://api.example.com/graphql becomes the demo server's, whose certificate is trusted;
- $session is a session that is open and current, $token and $credential are credentials;
- the current folder is a copy of Examples/, with the demo's schema as api.graphql: a file that an example names must be there.
An example fails when it writes an error, or data in which all is null, or does not end in time.
#>
#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeDiscovery {
    $root = Resolve-Path (Join-Path $PSScriptRoot '../..')
    $module = Import-Module $root/out/GqlTools/GqlTools.psd1 -PassThru
    $commonNames = [System.Management.Automation.PSCmdlet]::CommonParameters
    $commands = @($module.ExportedCmdlets.Values | ForEach-Object { @{ command = $_; name = $_.Name } })
    $parameters = foreach ($command in $module.ExportedCmdlets.Values) {
        $command.Parameters.Values | Where-Object Name -NotIn $commonNames |
            ForEach-Object { @{ command = $command; parameter = $_; name = "$command -$($_.Name)" } }
    }
    $topics = @(Get-ChildItem $root/docs/en-US/about_*.md | ForEach-Object { @{ name = $_.BaseName; file = $_.FullName } })
    $examples = @(
        foreach ($command in $module.ExportedCmdlets.Values) {
            $number = 0
            foreach ($example in (Get-Help $command.Name).examples.example) {
                $number++
                @{ name = "example $number of $command"; code = $example.code }
            }
        }
        foreach ($topic in $topics) {
            $number = 0
            foreach ($block in [regex]::Matches([System.IO.File]::ReadAllText($topic.file), '(?ms)^```powershell\r?\n(.*?)^```')) {
                $number++
                @{ name = "example $number of $($topic.name)"; code = $block.Groups[1].Value }
            }
        }
    )
}

BeforeAll {
    $root = Resolve-Path (Join-Path $PSScriptRoot '../..')
    $modulePath = "$root/out/GqlTools/GqlTools.psd1"
    $module = Import-Module $modulePath -PassThru

    # What the last build generated, in whatever configuration.
    $generated = Get-ChildItem "$root/src/GqlTools/obj/*/*/help/GqlTools.dll-Help.xml" | Sort-Object LastWriteTime -Descending |
        Select-Object -First 1 -ExpandProperty Directory
}

AfterAll {
    Remove-Module GqlTools -ErrorAction Ignore
}

Describe 'The help of <name>' -ForEach $commands {
    BeforeAll {
        $help = Get-Help $name
    }

    It 'has a synopsis, which is no syntax' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -BeLike "*$name*"
    }

    It 'has a description' {
        $help.description.Text | Should -Not -BeNullOrEmpty
    }

    It 'has at least two examples, each with code and an explanation' {
        $found = @($help.examples.example)
        $found.Count | Should -BeGreaterOrEqual 2
        @($found | Where-Object { -not $_.code -or -not ($_.remarks.Text -join '').Trim() }) | Should -BeNullOrEmpty
    }

    It 'shows the syntax that PowerShell knows' {
        $page = [System.IO.File]::ReadAllText("$root/docs/en-US/$name.md")
        $shown = @([regex]::Match($page, '(?ms)^## Syntax\s+```powershell\n(.*?)\n```').Groups[1].Value -split "`n" | Sort-Object)
        $known = @((Get-Command $name -Syntax).Trim() -split '\r?\n' | Where-Object { $_.Trim() } | ForEach-Object Trim | Sort-Object)
        $shown -join "`n" | Should -BeExactly ($known -join "`n")
    }

    It 'is shown in full' {
        $text = Get-Help $name -Full | Out-String -Width 200
        $text | Should -Match 'SYNOPSIS'
        $text | Should -Match 'Example 2'
    }

    It 'names related commands and topics that exist' {
        $links = @($help.relatedLinks.navigationLink.linkText)
        $links | Should -Contain 'about_GqlTools'
        @($links | Where-Object { $_ -notin $module.ExportedCmdlets.Keys -and -not (Test-Path "$root/docs/en-US/$_.md") }) | Should -BeNullOrEmpty
    }
}

Describe 'The help of the parameter <name>' -ForEach $parameters {
    BeforeAll {
        $help = Get-Help $command.Name -Parameter $parameter.Name
    }

    It 'says what it is for' {
        ($help.description.Text -join ' ').Trim() | Should -Not -BeNullOrEmpty
    }

    It 'tells its default as the command has it' {
        $property = $command.ImplementingType.GetProperty($parameter.Name)
        if (-not $property -or $parameter.SwitchParameter) {
            $help.defaultValue | Should -Be 'False'
            return
        }

        $actual = $property.GetValue($command.ImplementingType::new())
        if ($null -eq $actual -or $actual -eq '') { return }
        $stated = $help.defaultValue -replace '\b(\d+)MB\b', { [string]([long]$_.Groups[1].Value * 1MB) }
        $stated | Should -Match "^$([regex]::Escape([string]::Format([cultureinfo]::InvariantCulture, '{0}', @($actual)[0])))( |$)"
    }

    It 'tells its aliases' {
        $help.aliases | Should -Be $(if ($parameter.Aliases) { $parameter.Aliases -join ', ' } else { 'none' })
    }
}

Describe 'The topic <name>' -ForEach $topics {
    It 'is found by Get-Help' {
        $text = Get-Help $name
        $text | Should -Match "TOPIC\s+$name"
        $text | Should -Match 'SHORT DESCRIPTION\s+\S'
    }

    It 'fits into 80 columns, but for code' {
        @((Get-Help $name) -split '\n' | Where-Object { $_.Length -gt 80 -and $_ -notmatch '^ {6}' }) | Should -BeNullOrEmpty
    }

    It 'names topics and commands of the module that exist' {
        $named = [regex]::Matches([System.IO.File]::ReadAllText($file), '\babout_Gql\w+|\b[A-Z]\w+-Gql[A-Z]\w+').Value | Sort-Object -Unique
        @($named | Where-Object { $_ -notin $module.ExportedCmdlets.Keys -and -not (Test-Path "$root/docs/en-US/$_.md") }) | Should -BeNullOrEmpty
    }
}

Describe 'The table of errors in about_GqlErrors' {
    BeforeAll {
        $stated = @{}
        foreach ($row in [regex]::Matches([System.IO.File]::ReadAllText("$root/docs/en-US/about_GqlErrors.md"), '(?m)^\| (Gql\w+) \| (\w+) \|')) {
            $stated[$row.Groups[1].Value] = $row.Groups[2].Value
        }
        $source = [System.IO.File]::ReadAllText("$root/src/GqlTools/Errors/ErrorRecords.cs")
        # The module's own load context has this type: PowerShell does not find it by name.
        $failureKind = (Get-Command Open-GqlSession).OutputType[0].Type.Assembly.GetType('GqlTools.Client.Failures.FailureKind')
        $kinds = @([enum]::GetNames($failureKind) | ForEach-Object { "Gql$_" })
    }

    It 'has every kind of failure, with its category' {
        $categories = @{}
        foreach ($arm in [regex]::Matches($source, '(?s)((?:FailureKind\.\w+(?:\s+or\s+)?)+) => ErrorCategory\.(\w+)')) {
            foreach ($kind in [regex]::Matches($arm.Groups[1].Value, 'FailureKind\.(\w+)')) { $categories["Gql$($kind.Groups[1].Value)"] = $arm.Groups[2].Value }
        }
        @($kinds | Where-Object { -not $categories[$_] -or $stated[$_] -ne $categories[$_] }) | Should -BeNullOrEmpty
    }

    It 'has every other error of the commands, and none that does not exist' {
        $ids = @([regex]::Matches($source, '"(Gql\w+)"').ForEach({ $_.Groups[1].Value }))
        $ids.Count | Should -BeGreaterThan 5
        (@($ids + $kinds | Sort-Object -Unique) -join "`n") | Should -BeExactly (@($stated.Keys | Sort-Object) -join "`n")
    }
}

Describe 'The pages in docs/en-US' {
    It 'are what the build generates from the comments (if not: ./build.ps1 Docs)' {
        $expected = @(Get-ChildItem "$generated/*.md" | ForEach-Object { "$($_.Name): $([System.IO.File]::ReadAllText($_.FullName))" })
        $expected.Count | Should -Be $module.ExportedCmdlets.Count
        $committed = @(Get-ChildItem "$root/docs/en-US/*.md" -Exclude about_* | ForEach-Object { "$($_.Name): $([System.IO.File]::ReadAllText($_.FullName))" })
        $committed -replace '\r' -join "`n" | Should -BeExactly ($expected -join "`n")
    }
}

Describe 'Generating help' {
    BeforeAll {
        # The request of the last build, with documentation that lacks something, writing elsewhere.
        function Invoke-Generator([scriptblock] $Change) {
            $request = Get-Content "$($generated.Parent)/help.rsp"
            $documentation = [xml]::new()
            $documentation.Load(($request -match '^documentation=')[0].Substring('documentation='.Length))
            & $Change $documentation.doc.members
            $documentation.Save("$TestDrive/documentation.xml")
            $request -replace '^(documentation)=.*', "`$1=$TestDrive/documentation.xml" -replace '^output=.*', "output=$TestDrive/generated" |
                Set-Content "$TestDrive/help.rsp"
            $program = Get-ChildItem "$root/src/GqlTools.Help/bin/*/*/GqlTools.Help.dll" | Sort-Object LastWriteTime -Descending | Select-Object -First 1
            $output = dotnet exec $program $TestDrive/help.rsp
            [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = @($output) }
        }

        function Select-Member($Members, $Name) { $Members.SelectSingleNode("member[@name='$Name']") }
    }

    It 'succeeds with what the sources have' {
        (Invoke-Generator { }).ExitCode | Should -Be 0
        "$TestDrive/generated/GqlTools.dll-Help.xml" | Should -Exist
    }

    It 'fails for a command without <lack>, and names its file and line' -ForEach @(
        @{ lack = 'synopsis'; code = 'GQLHELP001'; remove = { $_.SelectSingleNode("summary/para[@type='synopsis']").SetAttribute('type', 'other') } }
        @{ lack = 'description'; code = 'GQLHELP002'; remove = { $_.SelectSingleNode("summary/para[@type='description']").SetAttribute('type', 'other') } }
        @{ lack = 'two examples'; code = 'GQLHELP004'; remove = { $null = $_.RemoveChild($_.SelectSingleNode('example')) } }
        @{ lack = 'code in an example'; code = 'GQLHELP005'; remove = { $_.SelectSingleNode('example/code').InnerText = '' } }
    ) {
        $run = Invoke-Generator { param($members) Select-Member $members 'T:GqlTools.Commands.TestGqlSessionCommand' | ForEach-Object $remove }
        $run.ExitCode | Should -Be 1
        $run.Output | Should -HaveCount 1
        $run.Output[0] | Should -Match "TestGqlSessionCommand\.cs\(\d+\): error ${code}: Test-GqlSession"
    }

    It 'fails for a parameter without documentation, its own or a base class''s' {
        $run = Invoke-Generator {
            param($members)
            foreach ($name in 'P:GqlTools.Commands.CloseGqlSessionCommand.Force', 'P:GqlTools.Cmdlets.SessionCommand.Session') {
                $null = $members.RemoveChild((Select-Member $members $name))
            }
        }
        $run.ExitCode | Should -Be 1
        $run.Output -match 'CloseGqlSessionCommand\.cs\(\d+\): error GQLHELP003: The parameter -Force of Close-GqlSession' | Should -HaveCount 1
        $run.Output -match 'error GQLHELP003: The parameter -Session of Test-GqlSession' | Should -HaveCount 1
    }
}

Describe 'The examples' {
    BeforeAll {
        Import-Module $PSScriptRoot/DemoServer.psm1
        $server = Start-DemoServer
        $timeLimit = [timespan]::FromSeconds(30)
        # Parallel blocks import the module from here.
        $pathBefore = $env:PSModulePath
        $env:PSModulePath = "$root/out", $env:PSModulePath -join [System.IO.Path]::PathSeparator

        $prepare = {
            param($modulePath, $folder, $uri)
            Import-Module $modulePath
            Set-Location $folder
            $global:PSDefaultParameterValues = @{ 'Open-GqlSession:SkipCertificateCheck' = $true }
            function global:Read-Host { ConvertTo-SecureString 'a-token' -AsPlainText }
            $global:token = ConvertTo-SecureString 'a-token' -AsPlainText
            $global:credential = [pscredential]::new('somebody', $token)
            $global:session = Open-GqlSession $uri -Name shop
        }

        function Invoke-Example($Code) {
            $folder = New-Item "$TestDrive/$([guid]::NewGuid())" -ItemType Directory
            Copy-Item $PSScriptRoot/Examples/* $folder -Recurse
            Copy-Item $PSScriptRoot/../../src/GqlTools.Demo/Shop/shop.graphql $folder/api.graphql
            $code = $Code -replace 'https://[^/\s''"]+/graphql', $server.Https
            $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
            try {
                $null = $shell.AddScript($prepare).AddParameters(@{ modulePath = $modulePath; folder = "$folder"; uri = "$($server.Https)" }).Invoke()
                $shell.Commands.Clear()
                $null = $shell.AddScript($code)
                $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
                $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]$null, $output)
                if (-not $running.AsyncWaitHandle.WaitOne($timeLimit)) { throw "The example did not end within ${timeLimit}: $code" }
                $null = $shell.EndInvoke($running)
                [pscustomobject]@{ Errors = @($shell.Streams.Error); Output = @($output) }
            }
            finally {
                $shell.Runspace.Dispose()
                $shell.Dispose()
            }
        }

        # Data in which every field is null: the example asks for something that is not there.
        function Test-Empty($Value) {
            $null -eq $Value -or
            ($Value.PSTypeNames[0] -like '*PSCustomObject' -and @($Value.PSObject.Properties).Where({ $null -ne $_.Value }).Count -eq 0)
        }
    }

    AfterAll {
        $env:PSModulePath = $pathBefore
        Stop-DemoServer $server
    }

    It 'work: <name>' -ForEach $examples {
        $run = Invoke-Example $code
        $run.Errors | ForEach-Object { "$($_.FullyQualifiedErrorId): $_" } | Should -BeNullOrEmpty
        @($run.Output | Where-Object { Test-Empty $_ }) | Should -BeNullOrEmpty
    }

    It 'would not pass with <wrong>' -ForEach @(
        @{ wrong = 'a field that the schema lacks'; code = 'Invoke-GqlQuery ''{ nothing }''' }
        @{ wrong = 'a parameter that the command lacks'; code = 'Invoke-GqlQuery ''{ __typename }'' -Nothing' }
        @{ wrong = 'a file that is not there'; code = 'Invoke-GqlQuery -FilePath ./nothing.graphql' }
    ) {
        $errors = try { (Invoke-Example $code).Errors } catch { $_ }
        $errors | Should -Not -BeNullOrEmpty
    }

    It 'would not pass with a product that does not exist' {
        $run = Invoke-Example 'Invoke-GqlQuery ''{ product(sku: "none") { name } }'''
        @($run.Output | Where-Object { Test-Empty $_ }) | Should -HaveCount 1
    }
}
