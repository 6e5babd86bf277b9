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
}
