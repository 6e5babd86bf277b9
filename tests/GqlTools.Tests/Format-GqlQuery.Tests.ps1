#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module $PSScriptRoot/../../out/GqlTools/GqlTools.psd1
}

Describe 'Format-GqlQuery' {
    It 'writes a document in lines' {
        Format-GqlQuery '{products(first:3){nodes{sku}}}' | Should -BeExactly "{`n  products(first: 3) {`n    nodes {`n      sku`n    }`n  }`n}"
    }

    It 'writes a document as short as it can be' {
        "query Q {`n  products( first : 3 ) # three`n  { nodes { sku, name } }`n}" | Format-GqlQuery -Minify | Should -BeExactly 'query Q{products(first:3){nodes{sku name}}}'
    }

    It 'keeps the meaning of block strings' {
        $minified = Format-GqlQuery "{ echo(value: `"`"`"`n    a`n      b`n  `"`"`") }" -Minify
        Format-GqlQuery $minified | Should -BeExactly (Format-GqlQuery "{ echo(value: `"`"`"`n    a`n      b`n  `"`"`") }")
    }

    It 'reads files, and goes on after one that is wrong' {
        '{a}' | Set-Content $TestDrive/a.graphql
        '{' | Set-Content $TestDrive/b.graphql
        '{c}' | Set-Content $TestDrive/c.graphql
        $formatted = Get-ChildItem $TestDrive/*.graphql | Format-GqlQuery -Minify -ErrorAction SilentlyContinue -ErrorVariable problem
        $formatted | Should -Be '{a}', '{c}'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'GqlSyntaxError,*'
        $problem[0].TargetObject | Should -BeLike '*b.graphql'
    }

    It 'says which file is not there' {
        { Format-GqlQuery -FilePath $TestDrive/nothing.graphql } | Should -Throw -ErrorId 'GqlFileUnreadable,*'
    }
}
