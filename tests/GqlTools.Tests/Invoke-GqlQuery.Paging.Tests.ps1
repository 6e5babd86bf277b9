#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer --products, 1234
    $session = Open-GqlSession $server.Https -SkipCertificateCheck -Name shop -RetryIntervalSec 0.01

    # Pester runs tests with Stop; users run with Continue.
    $ErrorActionPreference = 'Continue'
    $products = 'query Products($category: Category) { products(first: 100, category: $category) { nodes { sku createdAt } } }'

    function Measure-Request([scriptblock] $Script) {
        $before = (Get-GqlSession shop).Statistics.Requests
        $null = & $Script
        (Get-GqlSession shop).Statistics.Requests - $before
    }
}

AfterAll {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
}

Describe '-All' {
    It 'writes every node once, in the order of the list' {
        $nodes = Invoke-GqlQuery $products -All
        $nodes.sku | Should -Be (0..1233 | ForEach-Object { 'SKU-{0:d7}' -f $_ })
    }

    It 'stops asking when Select-Object -First has what it wants: one page is written, one is under way' {
        Measure-Request { Invoke-GqlQuery $products -All | Select-Object -First 100 } | Should -BeLessOrEqual 2
        $session.Statistics.InFlight | Should -Be 0
    }

    It 'writes no more than -MaximumCount, and asks for no more' {
        $pages = Invoke-GqlQuery $products -All -MaximumCount 250 -Raw
        $pages.ForEach({ $_.Data.products.nodes.Count }) | Should -Be 100, 100, 50
        (Invoke-GqlQuery $products -All -MaximumCount 250).Count | Should -Be 250
    }

    It 'asks for -PageSize at once' {
        Measure-Request { Invoke-GqlQuery $products -All -PageSize 500 } | Should -Be 3
    }

    It 'walks for every object of the pipeline, in its order' {
        $nodes = 'TOOLS', 'BOOKS' | Invoke-GqlQuery $products -All -PageSize 200
        $nodes.Count | Should -Be 493
        $nodes[0].sku | Should -Be SKU-0000004
        $nodes[-1].sku | Should -Be SKU-0001230
    }

    It 'names the connections where there are several, before anything is sent' {
        $document = '{ products(first: 5) { nodes { sku } } customers(first: 300) { nodes { email } } }'
        Measure-Request { try { Invoke-GqlQuery $document -All } catch { $script:problem = $_ } } | Should -Be 0
        $problem.FullyQualifiedErrorId | Should -BeLike 'GqlPagingInvalid,*'
        $problem.Exception.Message | Should -BeLike '*products, customers*ResultPath*'
        (Invoke-GqlQuery $document -All -ResultPath customers.nodes.email).Count | Should -Be 1000
    }

    It 'walks lists by -PageBy Offset' {
        $nodes = Invoke-GqlQuery '{ productsAt(offset: 1000, limit: 100) { sku } }' -All -PageBy Offset
        $nodes.sku | Should -Be (1000..1233 | ForEach-Object { 'SKU-{0:d7}' -f $_ })
    }

    It 'fetches lists within the nodes to their end' {
        $customers = Invoke-GqlQuery '{ customers(first: 50) { nodes { name orders(first: 6) { nodes { number } } } } }' -All -MaximumCount 60
        $customers.Count | Should -Be 60
        $customers.orders.nodes.number | Should -Be (1..1200)
    }

    It 'goes on from the cursor that a variable gives' {
        $walk = 'query($c: String) { products(first: 100, after: $c) { nodes { sku } } }'
        $cursor = (Invoke-GqlQuery $walk -All -MaximumCount 200 -Raw)[-1].Data.products.pageInfo.endCursor
        (Invoke-GqlQuery $walk @{ c = $cursor } -All)[0].sku | Should -Be SKU-0000200
    }

    It 'raises the server''s errors with places in the text as it was written' {
        Invoke-GqlQuery "{`n  products {`n    nodes { skew }`n  }`n}" -All -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -BeLike 'GqlGraphQLError,*'
        "$($problems[0].TargetObject.Locations)" | Should -Be '3:13'
    }

    It 'is refused for a mutation, before anything is sent' {
        { Invoke-GqlQuery 'mutation { count }' -All -Confirm:$false } | Should -Throw -ErrorId 'GqlPagingInvalid,*'
    }

    It 'is needed for the parameters that say how to walk' -ForEach @{ Extra = @{ PageSize = 5 } }, @{ Extra = @{ MaximumCount = 5 } }, @{ Extra = @{ PageBy = 'Offset' } } {
        { Invoke-GqlQuery $products @Extra } | Should -Throw -ErrorId 'GqlParameterMissing,*'
    }

    It 'converts what the session maps' {
        $mapped = Open-GqlSession $server.Https -SkipCertificateCheck -Name mapped -Scalar @{ DateTime = [datetimeoffset] }
        $nodes = Invoke-GqlQuery $products -All -MaximumCount 150 -Session $mapped
        $nodes[-1].createdAt | Should -BeOfType datetimeoffset
        (Invoke-GqlQuery $products -All -MaximumCount 150 -Session $mapped -ResultPath products.nodes.createdAt)[-1] | Should -BeOfType datetimeoffset
        Close-GqlSession $mapped
    }
}
