#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module $PSScriptRoot/../../out/GqlTools/GqlTools.psd1
}

Describe 'Compare-GqlSchema' {
    BeforeAll {
        'type Query { product(id: ID): Product old: Int } type Product { id: ID! name: String kind: Kind } enum Kind { A }' | Set-Content $TestDrive/old.graphql
        'type Query { product(id: ID): Product new: Int } type Product { id: ID! kind: Kind } enum Kind { A B }' | Set-Content $TestDrive/new.graphql
        'query Good { product(id: 1) { id } }' | Set-Content $TestDrive/good.gql
        'query Bad { product(id: 1) { id name } }' | Set-Content $TestDrive/bad.gql
        $both = "$TestDrive/old.graphql", "$TestDrive/new.graphql"
    }

    It 'writes every change with its severity and coordinate' {
        $changes = Compare-GqlSchema @both
        ($changes | Where-Object Severity -EQ Breaking).Coordinate | Should -Contain 'Product.name'
        ($changes | Where-Object Severity -EQ Breaking).Coordinate | Should -Contain 'Query.old'
        ($changes | Where-Object Severity -EQ Dangerous).Coordinate | Should -Be 'Kind.B'
        ($changes | Where-Object Severity -EQ Safe).Coordinate | Should -Contain 'Query.new'
        (Compare-GqlSchema @both -MinimumSeverity Dangerous).Severity | Should -Not -Contain Safe
    }

    It 'fails on breaking changes if asked, after writing them' {
        $written = [System.Collections.Generic.List[object]]::new()
        { Compare-GqlSchema @both -FailOn Breaking | ForEach-Object { $written.Add($_) } } | Should -Throw -ErrorId 'GqlSchemaChanged,*'
        $written.Count | Should -BeGreaterThan 3
        { Compare-GqlSchema $both[0] $both[0] -FailOn Dangerous } | Should -Not -Throw
    }

    It 'tells which operations break' {
        $impact = Compare-GqlSchema @both -FilePath $TestDrive/*.gql
        ($impact | Where-Object Breaks).OperationName | Should -Be 'Bad'
        { Compare-GqlSchema @both -FilePath $TestDrive/bad.gql -FailOn Breaking } | Should -Throw '*Bad in*bad.gql*'
        { Compare-GqlSchema $both[1] $both[1] -FilePath $TestDrive/good.gql -FailOn Breaking } | Should -Not -Throw
    }

    It 'names file and line of a schema that does not parse' {
        "type Query {`n  a Int`n}" | Set-Content $TestDrive/broken.graphql
        { Compare-GqlSchema $TestDrive/broken.graphql $both[1] } | Should -Throw '*broken.graphql at line 2*' -ErrorId 'GqlSchemaInvalid,*'
    }
}
