#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer
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
    It 'asks and answers as without it' {
        $session = Open-GqlSession $server.Https -SkipCertificateCheck -PersistedQueries Automatic
        1..3 | ForEach-Object { Invoke-GqlQuery '{ __typename }' -ResultPath __typename -Session $session } | Should -Be Query, Query, Query
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
        $before = (Get-DemoCounter $server).requests
        Invoke-GqlQuery -DocumentId abc -WhatIf
        (Get-DemoCounter $server).requests | Should -Be $before
    }

    It 'says what it needs to keep a checkpoint' {
        { 1 | Invoke-GqlQuery -DocumentId abc -CheckpointPath (Join-Path $TestDrive c) } |
            Should -Throw -ErrorId 'GqlDocumentTextMissing,*' -ExpectedMessage '*-PersistedDocumentsPath*'
    }
}
