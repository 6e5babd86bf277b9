#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module $PSScriptRoot/../../out/GqlTools/GqlTools.psd1
    Import-Module $PSScriptRoot/DemoServer.psm1
    $server = Start-DemoServer
    $shop = "$PSScriptRoot/../../src/GqlTools.Demo/Shop/shop.graphql"
}

AfterAll {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
    Remove-Module DemoServer, GqlTools -ErrorAction Ignore
}

Describe 'Get-GqlSchema' {
    It 'fetches the schema of the current session once' {
        $session = Open-GqlSession $server.Https -SkipCertificateCheck
        $schema = Get-GqlSchema
        $requests = $session.Statistics.Requests
        Get-GqlSchema -Session $session | Should -Be $schema
        $session.Statistics.Requests | Should -Be $requests
        $schema.Query.Fields.Name | Should -Contain 'products'
        Get-GqlSchema -Refresh | Should -Not -Be $schema
        $session.Statistics.Requests | Should -BeGreaterThan $requests
        Close-GqlSession $session
    }

    It 'reads a file' {
        (Get-GqlSchema -Path $shop).Mutation.Fields.Name | Should -Contain 'createOrder'
    }

    It 'takes the schema that the session was opened with, without asking the server' {
        $session = Open-GqlSession http://localhost:9/graphql -Schema $shop -SkipConnectionTest
        (Get-GqlSchema).FindType('OrderLine') | Should -Not -BeNullOrEmpty
        $session.Statistics.Requests | Should -Be 0
        Close-GqlSession $session
    }

    It 'names file and line of what is no schema' {
        "type Query {`n  a: Missing`n}" | Set-Content $TestDrive/broken.graphql
        { Get-GqlSchema -Path $TestDrive/broken.graphql } | Should -Throw '*broken.graphql*Missing*line 2*' -ErrorId 'GqlSchemaInvalid,*'
        { Get-GqlSchema -Path $TestDrive/nothing.graphql } | Should -Throw -ErrorId 'GqlFileUnreadable,*'
    }
}

Describe 'A session that validates' {
    BeforeAll {
        $session = Open-GqlSession $server.Https -SkipCertificateCheck -Validate -Scalar @{ DateTime = [datetimeoffset]; Long = [bigint]; OrderStatus = 'System.StringComparison' }
    }

    AfterAll { Close-GqlSession $session }

    It 'refuses a wrong document with all its errors, and sends nothing' {
        $before = $session.Statistics
        $null = Invoke-GqlQuery '{ produts { id } product { nam } }' -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'GqlValidationFailed,*'
        $problem[0].Exception.ValidationErrors | Should -HaveCount 2
        $session.Statistics.BytesOut | Should -Be $before.BytesOut
    }

    It 'refuses variables of another type with their path' {
        $null = Invoke-GqlQuery 'query ($input: EchoInput) { typed { input(value: $input) } }' @{ input = @{ nested = @{ int = 'x' } } } -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'GqlVariablesInvalid,*'
        "$($problem[0])" | Should -BeLike '*$input.nested.int*'
    }

    It 'lets pass what is right' {
        (Invoke-GqlQuery 'query ($n: Int) { products(first: $n) { nodes { sku } } }' @{ n = 2 } -ResultPath products.nodes) | Should -HaveCount 2
    }

    It 'gives mapped scalars as their .NET types, and no others' {
        $product = Invoke-GqlQuery '{ products(first: 1) { nodes { at: createdAt ... on Node { id } } } }' -ResultPath products.nodes
        $product.at | Should -BeOfType [datetimeoffset]
        $product.id | Should -BeOfType [string]
    }

    It 'converts variables of mapped scalars' {
        $answer = Invoke-GqlQuery 'query ($at: DateTime, $input: EchoInput) { typed { dateTime(value: $at) input(value: $input) } }' @{ at = '2024-02-03T04:05:06+02:00'; input = @{ nested = @{ long = '12'; string = '12' } } }
        $answer.typed.dateTime | Should -Be ([datetimeoffset]'2024-02-03T04:05:06+02:00')
        # The server takes no text for a number.
        $answer.typed.input.nested.long | Should -Be 12
        $answer.typed.input.nested.string | Should -BeExactly '12'
        $null = Invoke-GqlQuery 'query ($at: DateTime) { typed { dateTime(value: $at) } }' @{ at = 'never' } -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'GqlScalarNotConvertible,*'
        "$($problem[0])" | Should -BeLike '$variables.at is a DateTime*'
    }

    It 'keeps a value that is none of its type, and reports it with its path' {
        $orders = Invoke-GqlQuery '{ orders(first: 2) { nodes { status } } }' -ResultPath orders.nodes -ErrorAction SilentlyContinue -ErrorVariable problem
        $orders | Should -HaveCount 2
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'GqlScalarNotConvertible,*'
        "$($problem[0])" | Should -BeLike 'orders.nodes`[0`].status is a OrderStatus*'
    }

    It 'refuses what is no type' {
        { Open-GqlSession $server.Https -Scalar @{ DateTime = 'no.such.type' } } | Should -Throw -ErrorId 'GqlScalarTypeInvalid,*'
    }
}
