#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    $manifestPath = Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1'
    $data = Import-PowerShellDataFile $manifestPath
    $module = Import-Module $manifestPath -Force -PassThru
}

AfterAll {
    Remove-Module GqlTools -ErrorAction Ignore
}

Describe 'The manifest of the staged module' {
    It 'is valid' {
        (Test-ModuleManifest $manifestPath -ErrorAction Stop).Name | Should -Be 'GqlTools'
    }

    It 'names files that were staged' {
        $files = @($data.RootModule) + @($data.NestedModules) + @($data.FormatsToProcess) + @($data.TypesToProcess) + @($data.FileList) | Where-Object { $_ }
        $folder = Split-Path $manifestPath
        $files | Should -Not -BeNullOrEmpty
        @($files | Where-Object { -not (Test-Path (Join-Path $folder $_)) }) | Should -BeNullOrEmpty
    }

    It 'exports exactly the <kind> it names' -ForEach @(
        @{ kind = 'cmdlets'; key = 'CmdletsToExport'; property = 'ExportedCmdlets' }
        @{ kind = 'functions'; key = 'FunctionsToExport'; property = 'ExportedFunctions' }
        @{ kind = 'aliases'; key = 'AliasesToExport'; property = 'ExportedAliases' }
        @{ kind = 'variables'; key = 'VariablesToExport'; property = 'ExportedVariables' }
    ) {
        $named = @($data[$key] | Where-Object { $_ } | Sort-Object)
        $exported = @($module.$property.Keys | Sort-Object)
        $exported -join ', ' | Should -BeExactly ($named -join ', ')
    }
}

Describe 'The commands of the staged module' {
    It 'use approved verbs and nouns that start with Gql' {
        $approved = (Get-Verb).Verb
        @($module.ExportedCmdlets.Values | Where-Object { $_.Verb -notin $approved -or $_.Noun -cnotlike 'Gql?*' }).Name | Should -BeNullOrEmpty
    }
}
