#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Shop.ps1
}

Describe 'New-GqlQuery' {
    It 'writes a valid document for <_>' -ForEach 'products', 'node', 'search', 'Query.typed', 'Mutation.createOrder', 'tree' {
        $query = New-GqlQuery $_ -Depth 4 -Schema $schema
        Test-GqlQuery $query -Schema $schema | Should -BeTrue
    }

    It 'writes given arguments as literals and required ones as variables' {
        New-GqlQuery products -Depth 1 -Argument @{ first = 10; category = 'BOOKS' } -Schema $schema |
            Should -BeExactly "query products {`n  products(first: 10, category: BOOKS) {`n    totalCount`n  }`n}"
        New-GqlQuery order -Field id -Schema $schema | Should -BeExactly "query order(`$id: ID!) {`n  order(id: `$id) {`n    id`n  }`n}"
        New-GqlQuery setStock -Argument @{ input = @{ id = 'P'; stock = 3 } } -Field product.stock -Schema $schema |
            Format-GqlQuery -Minify | Should -BeLike 'mutation setStock{setStock(input:{*}){product{stock}}}'
    }

    It 'selects and leaves out' {
        New-GqlQuery products -Field nodes.sku, nodes.price.* -Schema $schema | Format-GqlQuery -Minify |
            Should -BeExactly 'query products{products{nodes{sku price{amount currency}}}}'
        New-GqlQuery products -Exclude edges, pageInfo, nodes -Schema $schema | Format-GqlQuery -Minify | Should -BeExactly 'query products{products{totalCount}}'
    }

    It 'refuses <what>' -ForEach @(
        @{ what = 'a field that is not there'; arguments = @{ Name = 'produts' }; message = '*Did you mean "products"*' }
        @{ what = 'an argument that is not there'; arguments = @{ Name = 'products'; Argument = @{ frist = 1 } }; message = '*Did you mean "first"*' }
        @{ what = 'a value of another type'; arguments = @{ Name = 'products'; Argument = @{ category = 'BOOK' } }; message = '*Query.products(category:)*"BOOKS"*' }
        @{ what = 'a path that leads nowhere'; arguments = @{ Name = 'products'; Field = 'nodes.skew' }; message = '*no field "skew"*' }
    ) {
        $null = New-GqlQuery -Schema $schema @arguments -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'GqlQueryOutlineInvalid,*'
        "$($problem[0])" | Should -BeLike $message
    }
}
