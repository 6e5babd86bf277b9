#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $documents = Join-Path $TestDrive documents.json
    Set-Content -LiteralPath $documents '{ "greet": "query Greet($value: JSON) { echo(value: $value) }" }'
    $server = Start-DemoServer '--persisted-documents', $documents
    $ErrorActionPreference = 'Continue'

    $manifest = Join-Path $TestDrive queries.json
    @{
        format     = 'apollo-persisted-query-manifest'
        version    = 1
        operations = @(
            @{ id = 'p1'; name = 'Product'; type = 'query'; body = 'query Product($sku: String!) { product(sku: $sku) { name } }' }
            @{ id = 'p2'; name = 'Prices'; type = 'query'; body = 'query Prices { products(first: 3) { nodes { sku } } }' }
        )
    } | ConvertTo-Json -Depth 5 | Set-Content -LiteralPath $manifest
}

AfterAll {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
}

Describe 'Open-GqlSession -PersistedQueries Automatic' {
    It 'sends the text once, and the hash alone from then on' {
        $session = Open-GqlSession $server.Https -SkipCertificateCheck -PersistedQueries Automatic -SkipConnectionTest
        $before = (Get-DemoCounter $server).streams
        $query = 'query Learnt { products(first: 2) { nodes { sku } } }'
        $first = Invoke-GqlQuery $query -Raw
        $first.Attempts.Verdict.Reason | Should -Be PersistedQueryNotFound
        $first.Errors | Should -BeNullOrEmpty
        (Invoke-GqlQuery $query -Raw).Attempts.Count | Should -Be 1
        $after = (Get-DemoCounter $server).streams
        $after.persistedQueriesStored - $before.persistedQueriesStored | Should -Be 1
        $after.persistedQueryHits - $before.persistedQueryHits | Should -Be 1
    }

    It 'says with -Verbose why there were two attempts' {
        $session = Open-GqlSession $server.Https -SkipCertificateCheck -PersistedQueries Automatic -SkipConnectionTest
        $verbose = Invoke-GqlQuery 'query Told { __typename }' -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        "$verbose" | Should -BeLike '*PersistedQueryNotFound*'
    }
}

Describe 'Open-GqlSession -UseGet' {
    It 'works with queries that are short, queries that are long, and mutations' {
        $session = Open-GqlSession $server.Https -SkipCertificateCheck -UseGet
        Invoke-GqlQuery '{ __typename }' -ResultPath __typename | Should -Be Query
        $long = Invoke-GqlQuery ('{ __typename } #' + 'x' * 6000) -Raw
        $long.Data.__typename | Should -Be Query
        # Longer than the server allows, shorter than the session does.
        $long.Attempts.Verdict.Reason | Should -Be GetRefused
        (Invoke-GqlQuery 'mutation { count }' -Raw).Errors | Should -BeNullOrEmpty
    }
}

Describe 'Open-GqlSession -PersistedDocumentsPath' {
    BeforeAll { $session = Open-GqlSession $server.Https -SkipCertificateCheck -PersistedDocumentsPath $manifest }

    It 'refuses a document that is not in the manifest, and names the nearest' {
        { Invoke-GqlQuery 'query Product2($sku: String!) { product(sku: $sku) { sku } }' -Variables @{ sku = 'x' } } |
            Should -Throw -ErrorId 'GqlDocumentUnknown,GqlTools.Commands.InvokeGqlQueryCommand' -ExpectedMessage '*queries.json*Did you mean "Product"?'
    }

    It 'refuses an id that is not in the manifest' {
        { Invoke-GqlQuery -DocumentId Price } | Should -Throw -ErrorId 'GqlDocumentUnknown,*' -ExpectedMessage '*Did you mean "Prices"?*'
    }

    It 'knows the variables of a document by its id' {
        Invoke-GqlQuery -DocumentId p1 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'GqlVariablesInvalid,GqlTools.Commands.InvokeGqlQueryCommand'
        $problem.Exception.Message | Should -BeLike '*$sku*'
    }

    It 'completes -DocumentId with the names of the documents' {
        $line = 'Invoke-GqlQuery -DocumentId Pr'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be Product, Prices
    }

    It 'refuses a file that is no manifest' {
        Set-Content (Join-Path $TestDrive list.json) '[]'
        { Open-GqlSession $server.Https -SkipCertificateCheck -PersistedDocumentsPath (Join-Path $TestDrive list.json) } |
            Should -Throw -ErrorId 'GqlManifestInvalid,*'
        { Open-GqlSession $server.Https -SkipCertificateCheck -PersistedDocumentsPath (Join-Path $TestDrive none.json) } |
            Should -Throw -ErrorId 'GqlFileUnreadable,*'
    }
}

Describe 'Invoke-GqlQuery -DocumentId without a manifest' {
    BeforeAll { $session = Open-GqlSession $server.Https -SkipCertificateCheck }

    It 'asks as for a mutation, as it may be one' {
        $before = (Get-DemoCounter $server).requestsReceived
        Invoke-GqlQuery -DocumentId abc -WhatIf
        (Get-DemoCounter $server).requestsReceived | Should -Be $before
    }

    It 'runs the document that the server knows, with the variables as they are given' {
        Invoke-GqlQuery -DocumentId greet -Variables @{ value = 'hello' } -ResultPath echo -Confirm:$false | Should -Be hello
        @{ value = 1 }, @{ value = 2 } | Invoke-GqlQuery -DocumentId greet -ResultPath echo -Confirm:$false | Should -Be 1, 2
    }

    It 'has the server say that it does not know the document' {
        Invoke-GqlQuery -DocumentId nobody -Confirm:$false -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'GqlGraphQLError,GqlTools.Commands.InvokeGqlQueryCommand'
    }

    It 'says what it needs to keep a checkpoint' {
        { 1 | Invoke-GqlQuery -DocumentId abc -CheckpointPath (Join-Path $TestDrive c) } |
            Should -Throw -ErrorId 'GqlDocumentTextMissing,*' -ExpectedMessage '*-PersistedDocumentsPath*'
    }
}

Describe 'A document of a manifest in Relay''s shape' {
    It 'runs by the name of its operation, and by what its text says' {
        $session = Open-GqlSession $server.Https -SkipCertificateCheck -PersistedDocumentsPath $documents
        Invoke-GqlQuery -DocumentId Greet -Variables @{ value = 'by name' } -ResultPath echo | Should -Be 'by name'
        Invoke-GqlQuery "# mine`nquery Greet(`$value: JSON) { echo(value: `$value) }" -Variables @{ value = 'by text' } -ResultPath echo | Should -Be 'by text'
    }
}
