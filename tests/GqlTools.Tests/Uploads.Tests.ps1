#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer '--require-preflight'
    $session = Open-GqlSession $server.Https -SkipCertificateCheck -RetryIntervalSec 0.01
    $ErrorActionPreference = 'Continue'

    $upload = 'mutation Upload($file: Upload!) { upload(file: $file) { name bytes sha256 contentType } }'
    $uploads = 'mutation($files: [Upload!]!) { uploads(files: $files) { name contentType } }'
    $inputs = 'mutation($inputs: [UploadInput!]!) { uploadInputs(inputs: $inputs) { name } }'

    $folder = New-Item -ItemType Directory (Join-Path $TestDrive files)
    $png = Join-Path $folder a.png
    [System.IO.File]::WriteAllBytes($png, [byte[]] (1..200))
    Set-Content (Join-Path $folder b.csv) 'x;y'
    Set-Content (Join-Path $folder 'ü & c.txt') text
}

AfterAll {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
}

Describe 'A file among the variables' {
    It 'is uploaded with its name, its type and its bytes' {
        $file = Invoke-GqlQuery $upload -Variables @{ file = Get-Item $png } -ResultPath upload
        $file.name | Should -Be a.png
        $file.bytes | Should -Be 200
        $file.contentType | Should -Be image/png
        $file.sha256 | Should -Be (Get-FileHash $png).Hash.ToLowerInvariant()
    }

    It 'may be <what>' -ForEach @(
        @{ what = 'a FileInfo'; make = { [System.IO.FileInfo]::new($png) }; name = 'a.png' }
        @{ what = 'a byte array'; make = { , [byte[]] (1..200) }; name = 'file' }
        @{ what = 'a stream in memory'; make = { [System.IO.MemoryStream]::new([byte[]] (1..200)) }; name = 'file' }
        @{ what = 'an open file'; make = { [System.IO.File]::OpenRead($png) }; name = 'a.png' }
    ) {
        $value = & $make
        try { $file = Invoke-GqlQuery $upload -Variables @{ file = $value } -ResultPath upload }
        finally { if ($value -is [System.IO.Stream]) { $value.Dispose() } }
        $file.name | Should -Be $name
        $file.bytes | Should -Be 200
    }

    It 'may stand in lists and in objects within objects' {
        $item = Get-Item $png
        $b = Get-Item (Join-Path $folder b.csv)
        Invoke-GqlQuery $uploads -Variables @{ files = $item, $b, $item } -ResultPath uploads.name | Should -Be a.png, b.csv, a.png
        Invoke-GqlQuery $inputs -Variables @{ inputs = @(@{ note = 'n'; files = $item, $b }, [pscustomobject]@{ file = $b }) } -ResultPath uploadInputs.name |
            Should -Be a.png, b.csv, b.csv
    }

    It 'has the type of -ContentType' {
        Invoke-GqlQuery $upload -Variables @{ file = Get-Item $png } -ContentType image/x-mine -ResultPath upload.contentType | Should -Be image/x-mine
    }

    It 'is refused where the operation declares text, and the advice is how to pass it' {
        Invoke-GqlQuery 'query($sku: String!) { product(sku: $sku) { name } }' -Variables @{ sku = Get-Item $png } -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'GqlVariableNotSerializable,GqlTools.Commands.InvokeGqlQueryCommand'
    }

    It 'that does not exist is an error of its own, and nothing is sent' {
        $before = (Get-DemoCounter $server).requestsReceived
        Invoke-GqlQuery $upload -Variables @{ file = [System.IO.FileInfo]::new((Join-Path $folder none.png)) } -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'GqlUploadUnreadable,GqlTools.Commands.InvokeGqlQueryCommand'
        $problem.CategoryInfo.Category | Should -Be ReadError
        $problem.Exception.Message | Should -BeLike '*none.png*does not exist.'
        (Get-DemoCounter $server).requestsReceived | Should -Be $before
    }

    It 'fits a session that validates' {
        $validating = Open-GqlSession $server.Https -SkipCertificateCheck -Validate
        Invoke-GqlQuery $upload -Variables @{ file = Get-Item $png } -ResultPath upload.name -Session $validating | Should -Be a.png
        Close-GqlSession $validating
    }
}

Describe 'The progress of an upload' {
    It 'is shown when it takes longer than a second' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript({
                param($module, $uri, $upload, $png)
                Import-Module $module
                $null = Open-GqlSession $uri -SkipCertificateCheck -SkipConnectionTest
                Invoke-GqlQuery $upload -Variables @{ file = Get-Item $png } -ResultPath upload.name
                Close-GqlSession
            }).AddArgument((Get-Module GqlTools).Path).AddArgument((Get-DemoFaultUri $server 'delay?milliseconds=1800')).AddArgument($upload).AddArgument($png)
            $shell.Invoke() | Should -Be a.png
            $records = @($shell.Streams.Progress.ReadAll() | Where-Object Activity -EQ Upload)
            $records[0].StatusDescription | Should -BeLike 'a.png: *of*MB'
            $records[-1].RecordType | Should -Be Completed
        }
        finally { $shell.Dispose() }
    }
}

Describe 'Files from the pipeline' {
    BeforeAll { $session = Open-GqlSession $server.Https -SkipCertificateCheck }

    It 'are the only variable of the type Upload, one request each' {
        $files = Get-ChildItem $folder | Invoke-GqlQuery $upload -ResultPath upload
        $files.name | Should -Be (Get-ChildItem $folder).Name
    }

    It 'come beside the variables that all requests share' {
        $document = 'mutation($file: Upload!, $note: String!) { uploadInputs(inputs: [{ note: $note, file: $file }]) { name } }'
        Get-ChildItem $folder | Invoke-GqlQuery $document -Variables ([pscustomobject]@{ note = 'all' }) -ResultPath uploadInputs.name |
            Should -Be (Get-ChildItem $folder).Name
    }

    It 'give their properties to an operation without files' {
        $names = Get-ChildItem $folder | Invoke-GqlQuery 'query($name: JSON) { echo(value: $name) }' -ResultPath echo
        $names | Should -Be (Get-ChildItem $folder).Name
    }

    It 'replace a file of the shared variables' {
        Get-Item $png | Invoke-GqlQuery $upload -Variables ([pscustomobject]@{ file = Get-Item (Join-Path $folder b.csv) }) -ResultPath upload.name | Should -Be a.png
    }

    It 'go together with -BatchSize, each with its own result' {
        $before = (Get-DemoCounter $server).requestsReceived
        $files = Get-ChildItem $folder | Invoke-GqlQuery $upload -ResultPath upload -BatchSize 10
        $files.name | Should -Be (Get-ChildItem $folder).Name
        $files.sha256 | Should -Be (Get-ChildItem $folder | ForEach-Object { (Get-FileHash $_).Hash.ToLowerInvariant() })
        (Get-DemoCounter $server).requestsReceived - $before | Should -Be 1
    }

    It 'ask for confirmation as every mutation does' {
        $before = (Get-DemoCounter $server).requestsReceived
        Get-ChildItem $folder | Invoke-GqlQuery $upload -WhatIf
        (Get-DemoCounter $server).requestsReceived | Should -Be $before
    }
}
