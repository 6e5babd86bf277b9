#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Shop.ps1
}

Describe 'Measure-GqlQuery' {
    It 'counts depth, fields and nodes' {
        $measure = Measure-GqlQuery '{ orders(first: 50) { nodes { lines { quantity } } } }' -Schema $schema -AssumedListSize 4
        $measure.Depth | Should -Be 4
        $measure.Fields | Should -Be 4
        $measure.Nodes | Should -BeGreaterThan 200
    }

    It 'takes page sizes from variables' {
        $query = 'query ($n: Int) { products(first: $n) { nodes { sku } } }'
        $small = Measure-GqlQuery $query @{ n = 2 } -Schema $schema
        $large = Measure-GqlQuery $query '{"n": 200}' -Schema $schema
        $large.Nodes | Should -BeGreaterThan ($small.Nodes * 50)
        (Measure-GqlQuery $query -Schema $schema -AssumedPageSize 200).Nodes | Should -Be $large.Nodes
    }

    It 'measures every operation, without a schema if there is none' {
        $measures = 'query A { a } query B { a { b } }' | Measure-GqlQuery
        $measures.OperationName | Should -Be 'A', 'B'
        $measures.Depth | Should -Be 1, 2
    }

    It 'reports a document that does not parse' {
        $null = Measure-GqlQuery '{' -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'GqlSyntaxError,*'
    }
}
