#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Shop.ps1
}

Describe 'Test-GqlQuery' {
    It 'returns true for a document that fits' {
        Test-GqlQuery '{ products(first: 3) { nodes { sku } } }' -Schema $schema | Should -BeTrue
    }

    It 'returns false and one error for everything that is wrong, with line, caret and what was meant' {
        $answer = Test-GqlQuery "{`n  produts { id }`n  product(id: 1) { nam }`n}" -Schema $schema -ErrorAction SilentlyContinue -ErrorVariable problems
        $answer | Should -BeFalse
        $problems | Should -HaveCount 2
        $problems.FullyQualifiedErrorId | Should -BeLike 'GqlValidationFailed,*'
        $problems[0].CategoryInfo.Category | Should -Be InvalidData
        $problems[0].Exception.Line, $problems[0].Exception.Column | Should -Be 2, 3
        "$($problems[0])" | Should -BeLike '*Did you mean "products"*'
        "$($problems[0])" | Should -BeLike "*2 |   produts { id }`n  |   ^"
        $problems[0].TargetObject.Rule | Should -Be FieldsOnCorrectType
    }

    It 'finds errors of syntax, without a schema if only they matter' {
        $answer = Test-GqlQuery '{ products(' -SyntaxOnly -ErrorAction SilentlyContinue -ErrorVariable problem
        $answer | Should -BeFalse
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'GqlSyntaxError,*'
        Test-GqlQuery '{ anything }' -SyntaxOnly | Should -BeTrue
    }

    It 'checks variables against their types, with the path' {
        $query = 'mutation ($input: CreateOrderInput!) { createOrder(input: $input) { replayed } }'
        Test-GqlQuery $query @{ input = @{ customerId = 'C'; lines = @(@{ productId = 'P' }) } } -Schema $schema | Should -BeTrue
        $answer = Test-GqlQuery $query @{ input = @{ customerId = 'C'; lines = @(@{ productId = 'P'; quantity = 'two' }) } } -Schema $schema -ErrorAction SilentlyContinue -ErrorVariable problem
        $answer | Should -BeFalse
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'GqlVariablesInvalid,*'
        "$($problem[0])" | Should -BeLike '*$input.lines`[0`].quantity*'
    }

    It 'checks every document of the pipeline, texts and files' {
        '{ request { method } }', '{ nothing }' | Test-GqlQuery -Schema $schema -ErrorAction SilentlyContinue | Should -Be $true, $false
        'query A { nothing }' | Set-Content $TestDrive/a.graphql
        'query B { request { method } }' | Set-Content $TestDrive/b.graphql
        Get-ChildItem $TestDrive/*.graphql | Test-GqlQuery -Schema $schema -ErrorAction SilentlyContinue -ErrorVariable problem | Should -Be $false, $true
        "$($problem[0])" | Should -BeLike '*a.graphql: *'
    }

    It 'finds fault with <what> if asked' -ForEach @(
        @{ what = 'depth'; limit = @{ MaximumDepth = 2 } }
        @{ what = 'aliases'; limit = @{ MaximumAliases = 0 } }
        @{ what = 'the number of fields'; limit = @{ MaximumFields = 2 } }
        @{ what = 'deprecated fields'; limit = @{ NoDeprecated = $true } }
    ) {
        $query = '{ products(first: 1) { all: nodes { title } } }'
        Test-GqlQuery $query -Schema $schema | Should -BeTrue
        Test-GqlQuery $query -Schema $schema @limit -ErrorAction SilentlyContinue | Should -BeFalse
    }

    It 'ends at the first error with -ErrorAction Stop' {
        { Test-GqlQuery '{ nothing }' -Schema $schema -ErrorAction Stop } | Should -Throw -ErrorId 'GqlValidationFailed,*'
    }

    It 'says what to do without session and schema' {
        { Test-GqlQuery '{ a }' } | Should -Throw -ErrorId 'GqlNoSession,*'
    }

    It 'reads a file whose name has brackets, by its path and from the pipeline' {
        $file = Join-Path $TestDrive 'a[1].graphql'
        Set-Content -LiteralPath $file '{ products { totalCount } }'
        Test-GqlQuery -FilePath $file -Schema $schema | Should -BeTrue
        Get-Item -LiteralPath $file | Test-GqlQuery -Schema $schema | Should -BeTrue
    }

    It 'fails where wildcards mean no file: nothing would be tested' {
        { Test-GqlQuery -FilePath $TestDrive/*.nothing -Schema $schema } | Should -Throw -ErrorId 'GqlFilePathInvalid,*' -ExpectedMessage '*means no file.'
    }

    It 'says of a folder that it is one' {
        { Test-GqlQuery -FilePath $TestDrive -Schema $schema } | Should -Throw -ErrorId 'GqlFilePathInvalid,*' -ExpectedMessage '*is a folder; name a file.'
    }
}
