#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Shop.ps1
}

Describe 'Export-GqlSchema' {
    It 'writes the schema definition language to the output' {
        $sdl = $schema | Export-GqlSchema
        $sdl | Should -BeLike '*type OrderLine {*'
        $sdl | Set-Content $TestDrive/copy.graphql
        Compare-GqlSchema $schema $TestDrive/copy.graphql | Should -BeNullOrEmpty
    }

    It 'writes <extension> by the extension of the path' -ForEach @(
        @{ extension = 'graphql'; start = '"*A shop*' }
        @{ extension = 'json'; start = '{*"__schema"*' }
        @{ extension = 'html'; start = '<!DOCTYPE html>*' }
    ) {
        Export-GqlSchema "$TestDrive/schema.$extension" -Schema $schema | Should -BeNullOrEmpty
        Get-Content "$TestDrive/schema.$extension" -Raw | Should -BeLike $start
    }

    It 'writes JSON that reads as the same schema' {
        Export-GqlSchema $TestDrive/same.json -Schema $schema
        Compare-GqlSchema $schema $TestDrive/same.json | Should -BeNullOrEmpty
    }

    It 'gives the page its title' {
        Export-GqlSchema -Format Html -Title 'Our <API>' -Schema $schema | Should -BeLike '*<title>Our &lt;API&gt;</title>*'
    }

    It 'writes nothing with -WhatIf' {
        Export-GqlSchema $TestDrive/never.graphql -Schema $schema -WhatIf
        "$TestDrive/never.graphql" | Should -Not -Exist
    }

    It 'says which file cannot be written' {
        { Export-GqlSchema $TestDrive/nowhere/schema.graphql -Schema $schema } | Should -Throw -ErrorId 'GqlFileNotWritable,*'
    }
}
