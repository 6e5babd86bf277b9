#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Shop.ps1
}

Describe 'Find-GqlType' {
    It 'shows a type as the schema defines it in a list' {
        Find-GqlType Money -Schema $schema | Format-List | Out-String | Should -Match '(?s)Kind +: Object\s+Name +: Money.*Definition +: type Money'
    }

    It 'finds by <what>' -ForEach @(
        @{ what = 'name, whatever its case'; search = @{ Name = 'product' }; expected = 'Product' }
        @{ what = 'wildcards'; search = @{ Name = 'Order*Input', '*Edge' }; expected = 'ProductEdge', 'CustomerEdge', 'OrderEdge', 'OrderLineInput' }
        @{ what = 'kind'; search = @{ Kind = 'Interface', 'Union' }; expected = 'Node', 'SearchResult' }
        @{ what = 'the interface it implements'; search = @{ PossibleTypeOf = 'Node' }; expected = 'Product', 'Customer', 'Order' }
        @{ what = 'the types it uses'; search = @{ Uses = 'Mon*' }; expected = 'Product', 'Order', 'OrderLine', 'PriceChange' }
        @{ what = 'its description'; search = @{ Description = 'RFC 3339' }; expected = 'DateTime' }
    ) {
        (Find-GqlType -Schema $schema @search).Name | Sort-Object | Should -Be ($expected | Sort-Object)
    }

    It 'takes the path of a schema file' {
        (Find-GqlType Currency -Schema $shop).Values.Name | Should -Be 'CHF', 'EUR', 'USD'
    }

    It 'hides the types of introspection unless asked' {
        Find-GqlType __* -Schema $schema | Should -BeNullOrEmpty
        (Find-GqlType __Type -Schema $schema -IncludeIntrospection).Name | Should -Be '__Type'
    }

    It 'says so when a name is none, and is silent when wildcards find nothing' {
        $null = Find-GqlType Produkt -Schema $schema -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'GqlTypeNotFound,*'
        Find-GqlType Produkt* -Schema $schema -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'is shown with kind, number of members and description' {
        Find-GqlType DateTime, Currency -Schema $schema | Out-String -Width 120 | Should -Match '(?s)Enum\s+Currency\s+3.*Scalar\s+DateTime\s+A point in time|Scalar\s+DateTime\s+A point in time.*Enum\s+Currency\s+3'
        $schema | Out-String | Should -Match 'Types\s+: \d+ \(Scalar \d+, Object \d+'
    }

    It 'refuses what is no schema' {
        { Find-GqlType -Schema 5 } | Should -Throw -ErrorId 'GqlSchemaArgumentInvalid,*'
    }
}
