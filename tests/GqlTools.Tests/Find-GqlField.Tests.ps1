#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Shop.ps1
}

Describe 'Find-GqlField' {
    It 'finds by <what>' -ForEach @(
        @{ what = 'wildcards'; search = @{ Name = '*customer*' }; expected = 'Order.customer', 'Query.customer', 'Query.customers', 'CreateOrderInput.customerId' }
        @{ what = 'type'; search = @{ Type = 'Money' }; expected = 'Product.price', 'OrderLine.price', 'Order.total', 'PriceChange.price', 'PriceChange.previous' }
        @{ what = 'parent and name'; search = @{ Name = 'id'; Parent = 'Product', 'SetStock*' }; expected = 'Product.id', 'SetStockInput.id' }
        @{ what = 'argument'; search = @{ Argument = 'milliseconds' }; expected = 'Query.slow', 'Mutation.count' }
        @{ what = 'description'; search = @{ Description = 'ean-13' }; expected = 'Product.barcode' }
        @{ what = 'deprecation'; search = @{ Deprecated = $true }; expected = 'Product.title' }
    ) {
        (Find-GqlField -Schema $schema @search).Coordinate | Sort-Object | Should -Be ($expected | Sort-Object)
    }

    It 'tells how to get from the query root to a type, the short ways first' {
        $ways = Find-GqlField -To OrderLine -Schema $schema
        "$($ways | Where-Object Length -EQ 3 | Select-Object -First 1)" | Should -Be 'Query.orders.nodes.lines'
        $ways.Length | Should -Be ($ways.Length | Sort-Object)
        ($ways | Where-Object { "$_" -eq 'Query.order.lines' }).Selection | Should -Be '{ order(id: $id) { lines { __typename } } }'
    }

    It 'begins elsewhere, and stops at a number and length' {
        "$(Find-GqlField -To Product -From Customer -MaximumPaths 1 -Schema $schema)" | Should -Be 'Customer.orders.nodes.lines.product'
        @(Find-GqlField -To Product -MaximumLength 2 -Schema $schema).Length | Should -Not -Contain 3
    }

    It 'says so when <what>' -ForEach @(
        @{ what = 'there is no way'; search = @{ To = 'CreateOrderPayload' }; id = 'GqlPathNotFound' }
        @{ what = 'the field is none'; search = @{ Name = 'nothing' }; id = 'GqlFieldNotFound' }
    ) {
        $null = Find-GqlField -Schema $schema @search -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike "$id,*"
    }

    It 'refuses ways to what has no fields' {
        { Find-GqlField -To Currency -Schema $schema } | Should -Throw -ErrorId 'GqlPathInvalid,*'
        { Find-GqlField -To Produkt -Schema $schema } | Should -Throw '*Did you mean "Product"*'
    }
}
