#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    $manifestPath = Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1'
    $data = Import-PowerShellDataFile $manifestPath
}

Describe 'The manifest of the staged module' {
    It 'names files that were staged' {
        $files = @($data.RootModule) + @($data.FormatsToProcess) + @($data.TypesToProcess) + @($data.FileList) | Where-Object { $_ }
        $folder = Split-Path $manifestPath
        $files | Should -Not -BeNullOrEmpty
        @($files | Where-Object { -not (Test-Path (Join-Path $folder $_)) }) | Should -BeNullOrEmpty
    }
}
