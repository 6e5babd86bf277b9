#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    $module = Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1'
    Import-Module $module
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer
    $session = Open-GqlSession $server.Https -SkipCertificateCheck -Name shop -RetryIntervalSec 0.01

    # Pester runs tests with Stop; users run with Continue.
    $ErrorActionPreference = 'Continue'
    $echo = 'query Echo($value: JSON) { echo(value: $value) }'
    $slow = 'query Slow($ms: Int!) { slow(milliseconds: $ms) }'
    $product = 'query Product($sku: String!) { product(sku: $sku) { sku stock } }'
}

AfterAll {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
}

Describe 'The document' {
    It 'is -Query, by position or by name' {
        (Invoke-GqlQuery '{ __typename }').__typename | Should -Be Query
        (Invoke-GqlQuery -Query '{ __typename }').__typename | Should -Be Query
    }

    It 'keeps its comments, line breaks and block strings' {
        $document = "# which`n{ # one`n  echo(value: `"`"`"`n    two`n      lines`n  `"`"`")`n}"
        Invoke-GqlQuery $document -ResultPath echo | Should -Be "two`n  lines"
    }

    It 'is read from -FilePath, relative to the current location' {
        Set-Content -LiteralPath (Join-Path $TestDrive 'name [1].graphql') -Value '{ __typename }'
        Push-Location $TestDrive
        Invoke-GqlQuery -FilePath './name `[1`].graphql' -ResultPath __typename | Should -Be Query
        Pop-Location
    }

    It 'is read from a -FilePath on a PowerShell drive' {
        Set-Content TestDrive:/drive.graphql '{ __typename }'
        Invoke-GqlQuery -FilePath TestDrive:/drive.graphql -ResultPath __typename | Should -Be Query
    }

    It 'may have several operations, of which -OperationName chooses' {
        $document = 'query A { a: __typename } query B { b: __typename }'
        (Invoke-GqlQuery $document -OperationName B).PSObject.Properties.Name | Should -Be b
        (Invoke-GqlQuery $document -OperationName A).PSObject.Properties.Name | Should -Be a
    }

    It 'gives its operation names to completion' {
        $line = "Invoke-GqlQuery 'query Alpha { a } mutation Beta { b } query Alps { c }' -OperationName Al"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be Alpha, Alps
        (TabExpansion2 $line $line.Length).CompletionMatches[0].ToolTip | Should -Be 'query Alpha'
    }

    It 'gives its operation names to completion from a file, too' {
        Set-Content (Join-Path $TestDrive two.graphql) 'query Alpha { a } mutation Beta { b }'
        $line = "Invoke-GqlQuery -FilePath $(Join-Path $TestDrive two.graphql) -OperationName "
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be Alpha, Beta
    }
}

Describe 'Variables' {
    It 'are <kind>' -ForEach @(
        @{ kind = 'a hashtable'; variables = @{ value = 7 } }
        @{ kind = 'an ordered dictionary'; variables = [ordered]@{ value = 7 } }
        @{ kind = 'an object'; variables = [pscustomobject]@{ value = 7 } }
        @{ kind = 'JSON text'; variables = '{ "value": 7 }' }
    ) {
        Invoke-GqlQuery $echo $variables -ResultPath echo | Should -Be 7
        Invoke-GqlQuery $echo -Variables $variables -ResultPath echo | Should -Be 7
        $variables | Invoke-GqlQuery $echo -ResultPath echo | Should -Be 7
    }

    It 'keep <what> on the way there and back' -ForEach @(
        @{ what = 'a list of one'; value = @(, 'x'); expected = '["x"]' }
        @{ what = 'an empty list'; value = @(); expected = '[]' }
        @{ what = 'null'; value = $null; expected = 'null' }
        @{ what = 'text that looks like a date'; value = '2026-01-02T03:04:05+06:00'; expected = '"2026-01-02T03:04:05+06:00"' }
        @{ what = 'a 64-bit integer'; value = [long]::MaxValue; expected = '9223372036854775807' }
        @{ what = 'a decimal'; value = 79228162514264337593543950.335d; expected = '79228162514264337593543950.335' }
        @{ what = 'nested objects'; value = @{ a = @(@{ b = $true }) }; expected = '{"a":[{"b":true}]}' }
    ) {
        $back = Invoke-GqlQuery $echo @{ value = $value }
        ConvertTo-Json -InputObject $back.echo -Depth 5 -Compress | Should -BeExactly $expected
    }

    It 'come from the declared properties of any object alone' {
        $file = Get-Item $PSCommandPath
        $result = $file | Invoke-GqlQuery 'query ($Name: JSON, $Length: JSON) { name: echo(value: $Name) length: echo(value: $Length) }'
        $result.name | Should -Be $file.Name
        $result.length | Should -Be $file.Length
    }

    It 'of a PSCustomObject are its declared properties, script properties included' {
        $one = [pscustomobject]@{ other = 1; width = 6 } | Add-Member -MemberType ScriptProperty -Name value -Value { $this.width * 7 } -PassThru
        $one | Invoke-GqlQuery $echo -ResultPath echo | Should -Be 42
    }

    It 'are, for a plain value, the operation''s only variable' {
        1, 'two', 3.5, $true | Invoke-GqlQuery $echo -ResultPath echo | Should -Be 1, two, 3.5, $true
        'SKU-0000001', 'SKU-0000002' | Invoke-GqlQuery $product -ResultPath product.sku | Should -Be SKU-0000001, SKU-0000002
    }

    It 'of the input come before those of -Variables, entry by entry' {
        $both = 'query ($a: JSON, $b: JSON) { a: echo(value: $a) b: echo(value: $b) }'
        $results = @{ a = 1 }, [pscustomobject]@{ b = 2 }, '{ "a": 3, "b": 4 }' | Invoke-GqlQuery $both -Variables @{ a = 'A'; b = 'B' }
        $results | ForEach-Object { "$($_.a)$($_.b)" } | Should -Be 1B, A2, 34
    }

    It 'may be an input object type' {
        $typed = 'query ($input: EchoInput) { typed { input(value: $input) } }'
        $result = Invoke-GqlQuery $typed @{ input = @{ list = @(1); nested = @{ category = 'BOOKS' } } } -ResultPath typed.input
        ConvertTo-Json $result -Compress -Depth 5 | Should -BeExactly '{"list":[1],"nested":{"category":"BOOKS"}}'
    }

    It 'are optional' {
        Invoke-GqlQuery $echo -ErrorVariable problem | ForEach-Object { $_.echo } | Should -BeNullOrEmpty
        $problem | Should -BeNullOrEmpty
    }
}

Describe 'Many requests' {
    It 'are answered in the order of the input, whichever is ready first' {
        200, 1, 100, 1, 50 | Invoke-GqlQuery $slow -ResultPath slow | Should -Be 200, 1, 100, 1, 50
    }

    It 'are answered as they arrive with -AsCompleted' {
        1500, 1, 700 | Invoke-GqlQuery $slow -ResultPath slow -AsCompleted | Should -Be 1, 700, 1500
    }

    It 'are in flight together, over one connection' {
        $job = Start-ThreadJob { Import-Module $using:module; @(60000) * 16 | Invoke-GqlQuery $using:slow -Session $using:session }
        $null = Wait-DemoCounter $server { $_.requestsInFlight -eq 16 }
        $session.Statistics.ConnectionsOpened | Should -Be 1
        Remove-Job $job -Force
        $null = Wait-DemoCounter $server { $_.requestsInFlight -eq 0 }
    }

    It 'are written as soon as they can be, not at the end' {
        $seen = [System.Collections.Generic.List[string]]::new()
        1..40 | ForEach-Object { $seen.Add("in $_"); 1 } |
            Invoke-GqlQuery $slow -ThrottleLimit 4 -ResultPath slow | ForEach-Object { $seen.Add('out') }
        $seen.IndexOf('out') | Should -BeLessOrEqual 5
        $seen | Should -HaveCount 80
    }

    It 'number 1000, and every answer is the right one' {
        $skus = 0..999 | ForEach-Object { 'SKU-{0:d7}' -f $_ }
        $answers = $skus | Invoke-GqlQuery $product -ThrottleLimit 32 -ResultPath product.sku
        $answers -join ',' | Should -BeExactly ($skus -join ',')
        $session.Statistics.ConnectionsOpened | Should -Be 1
    }

    It 'do not fail because one of them does' {
        $inputs = @{ sku = 'SKU-0000001' }, @{ sku = @{ not = 'text' } }, @{ sku = { script } }, @{ sku = 'SKU-0000002' }, @{}, @{ sku = 'SKU-0000003' }
        $answers = $inputs | Invoke-GqlQuery $product -ResultPath product.sku -ErrorVariable problems -ErrorAction SilentlyContinue

        $answers | Should -Be SKU-0000001, SKU-0000002, SKU-0000003
        ($problems.FullyQualifiedErrorId -replace ',.*') | Sort-Object | Should -Be GqlGraphQLError, GqlVariableNotSerializable, GqlVariablesInvalid
        $problems | ForEach-Object { $_.TargetObject } | Where-Object { $_ -is [hashtable] } | Should -HaveCount 2
    }
}

Describe 'The output' {
    It 'is the data as an object' {
        $data = Invoke-GqlQuery '{ products(first: 2) { nodes { sku price { amount } } totalCount } }'
        $data | Should -BeOfType pscustomobject
        $data.products.nodes[1].sku | Should -Be SKU-0000001
        $data.products.totalCount | Should -Be 10000
        $data.products.nodes[0].price.amount | Should -BeOfType double
    }

    It 'is one object a request' {
        @(1..3 | Invoke-GqlQuery $echo) | Should -HaveCount 3
    }

    It 'is with -ResultPath the part at the path, lists element by element' {
        Invoke-GqlQuery '{ products(first: 3) { nodes { sku } } }' -ResultPath products.nodes | Should -HaveCount 3
        Invoke-GqlQuery '{ products(first: 3) { nodes { sku } } }' -ResultPath products.nodes.sku | Should -Be SKU-0000000, SKU-0000001, SKU-0000002
    }

    It 'keeps a list of one a list inside an object and enumerates it at -ResultPath' {
        $data = Invoke-GqlQuery '{ products(first: 1) { nodes { sku } } }'
        , $data.products.nodes | Should -BeOfType object[]
        $data.products.nodes.Count | Should -Be 1
        @(Invoke-GqlQuery '{ products(first: 1) { nodes { sku } } }' -ResultPath products.nodes) | Should -HaveCount 1
    }

    It 'is nothing for null and for an empty list at -ResultPath' {
        Invoke-GqlQuery '{ product(sku: "none") { sku } }' -ResultPath product.sku | Should -BeNullOrEmpty
        Invoke-GqlQuery '{ search(text: "no such thing") { __typename } }' -ResultPath search | Should -BeNullOrEmpty
    }

    It 'is an error for a -ResultPath that does not exist, naming what there is' {
        $data = Invoke-GqlQuery '{ products(first: 1) { nodes { sku } totalCount } }' -ResultPath products.edges -ErrorVariable problem -ErrorAction SilentlyContinue
        $data | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'GqlResultPathNotFound,*'
        $problem.Exception.Message | Should -Be "'products' has no 'edges'. It has: nodes, totalCount."
    }

    It 'is an error for a -ResultPath that is none, before anything is sent: <_>' -ForEach 'products..nodes', 'products.', '.' {
        $before = (Get-DemoCounter $server).requestsReceived
        { Invoke-GqlQuery '{ products(first: 1) { nodes { sku } } }' -ResultPath $_ } | Should -Throw -ErrorId 'GqlResultPathNotFound,*' -ExpectedMessage '*names with dots between them*'
        (Get-DemoCounter $server).requestsReceived | Should -Be $before
    }

    It 'is an error for a -ResultPath that goes below a value' {
        Invoke-GqlQuery '{ __typename }' -ResultPath __typename.length -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.Exception.Message | Should -Match "ends too late. Leave out 'length'"
    }

    It 'is with -Raw the whole response' {
        $raw = Invoke-GqlQuery 'query Name($a: JSON) { echo(value: $a) fail(code: "BROKEN") }' @{ a = 1 } -Raw
        $raw.Data.echo | Should -Be 1
        $raw.Errors | Should -HaveCount 1
        $raw.Errors[0].Message | Should -Be 'It failed.'
        $raw.Errors[0].Code | Should -Be BROKEN
        $raw.Errors[0].Path | Should -Be fail
        $raw.Errors[0].Locations[0].Line | Should -Be 1
        $raw.Errors[0].Operation | Should -Be Name
        $raw.StatusCode | Should -Be 294
        $raw.HttpVersion | Should -Be ([version]'2.0')
        $raw.Headers['content-type'] | Should -BeLike 'application/graphql-response+json*'
        $raw.Duration | Should -BeGreaterThan ([timespan]::Zero)
        $raw.Attempts | Should -HaveCount 1
        $raw.OperationName | Should -Be Name
        $raw.Variables.a | Should -Be 1
    }

    It 'is with -Raw free of error records' {
        $null = Invoke-GqlQuery '{ fail }' -Raw -ErrorVariable problem
        $problem | Should -BeNullOrEmpty
    }

    It 'is with -Raw a list to the eye, with status and attempts' {
        $text = Invoke-GqlQuery '{ __typename }' -Raw | Out-String
        $text | Should -Match 'Data +: @\{__typename=Query\}'
        $text | Should -Match 'Status +: 200 \(HTTP/2.0\)'
        $text | Should -Match 'Attempts +: 1'
    }

    It 'is empty for -Session of a name whose case differs, too' {
        Invoke-GqlQuery '{ __typename }' -Session SHOP -ResultPath __typename | Should -Be Query
    }

    It 'carries -Headers to the server for these requests alone' {
        Invoke-GqlQuery '{ request { header(name: "x-run") } }' -Headers @{ 'X-Run' = 7 } -ResultPath request.header | Should -Be 7
        Invoke-GqlQuery '{ request { header(name: "x-run") } }' -ResultPath request.header | Should -BeNullOrEmpty
    }
}

Describe 'GraphQL errors' {
    BeforeAll {
        $broken = "query Broken {`n  fine: __typename`n  one: fail(code: `"ONE`")`n  tree { level nullableChild { fail } }`n}"
    }

    It 'are one error record each, and partial data is written all the same' {
        $data = Invoke-GqlQuery $broken -ErrorVariable problems -ErrorAction SilentlyContinue
        $data.fine | Should -Be Query
        $data.one | Should -BeNullOrEmpty
        $data.tree.level | Should -Be 0
        $problems | Should -HaveCount 2
        $problems.FullyQualifiedErrorId | Should -Be (@('GqlGraphQLError,GqlTools.Commands.InvokeGqlQueryCommand') * 2)
    }

    It 'have operation, path and location as their target' {
        $null = Invoke-GqlQuery $broken -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].TargetObject.Operation | Should -Be Broken
        $problems[0].TargetObject.Path | Should -Be one
        "$($problems[0].TargetObject.Locations)" | Should -Be 3:3
        $problems[0].TargetObject.Code | Should -Be ONE
        "$($problems[1].TargetObject)" | Should -Be 'Broken at tree.nullableChild.fail (4:32)'
        $problems[1].CategoryInfo.TargetName | Should -Be "$($problems[1].TargetObject)"
        $problems[0].CategoryInfo.Category | Should -Be InvalidResult
    }

    It 'carry the facts in the exception' {
        $null = Invoke-GqlQuery $broken -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].Exception.Kind | Should -Be GraphQLError
        $problems[0].Exception.OperationName | Should -Be Broken
        $problems[0].Exception.Errors[0].Code | Should -Be ONE
        $problems[0].Exception.Line | Should -Be 3
        $problems[0].Exception.Message | Should -Be 'It failed. (at one)'
    }

    It 'stop with -ErrorAction Stop, after the data' {
        $written = [System.Collections.Generic.List[object]]::new()
        { Invoke-GqlQuery $broken -ErrorAction Stop | ForEach-Object { $written.Add($_) } } | Should -Throw -ErrorId 'GqlGraphQLError,*'
        $written[0].fine | Should -Be Query
    }

    It 'stop with $ErrorActionPreference, too' {
        $ErrorActionPreference = 'Stop'
        { Invoke-GqlQuery '{ fail }' } | Should -Throw 'It failed. (at fail)'
    }

    It 'count as an error of the session' {
        $before = $session.Statistics.Errors
        $null = Invoke-GqlQuery '{ fail }' -ErrorAction Ignore
        $session.Statistics.Errors | Should -Be ($before + 1)
    }

    It 'of a refused request say what the server says' {
        Invoke-GqlQuery $slow @{ ms = 'soon' } -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'GqlGraphQLError,*'
        $problem.Exception.Message | Should -Match '\$ms'
        $problem.Exception.StatusCode | Should -Be 422
    }

    It 'read well at the prompt' {
        $ErrorView = 'ConciseView'
        Invoke-GqlQuery '{ tree { nullableChild { fail } } }' -ErrorVariable record -ErrorAction SilentlyContinue | Out-Null
        $record[0] | Out-String | Should -Match 'Invoke-GqlQuery: (?s).*It failed\. \(at tree\.nullableChild\.fail\)'
    }
}

Describe 'Retries' {
    AfterEach { Set-DemoFault $server $null }

    It 'are made for queries, and told in the verbose stream and in -Raw' {
        Set-DemoFault $server 'answer?status=503&first=2'
        $verbose, $raw = Invoke-GqlQuery '{ __typename }' -Raw -Verbose 4>&1 | Sort-Object { $_ -isnot [System.Management.Automation.VerboseRecord] }

        $raw.Data.__typename | Should -Be Query
        $raw.Attempts | Should -HaveCount 3
        $raw.Attempts[0].StatusCode | Should -Be 503
        $raw.Attempts[0].Failure | Should -Be HttpStatus
        $raw.Attempts[2].Failure | Should -BeNullOrEmpty
        $verbose.Message | Should -Match '^Answered at attempt 3 after [\d.]+ s: HttpStatus \(503, TransientStatus\), waited [\d.]+ s; HttpStatus \(503, TransientStatus\), waited [\d.]+ s$'
    }

    It 'leave every attempt in the exception when they do not help' {
        Set-DemoFault $server 'answer?status=503'
        Invoke-GqlQuery '{ __typename }' -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'GqlHttpStatus,*'
        $problem.Exception.Attempts | Should -HaveCount 6
        $problem.Exception.StatusCode | Should -Be 503
    }

    It 'are not made for mutations that may have run' {
        Set-DemoFault $server 'answer?status=503'
        Invoke-GqlQuery 'mutation { count }' -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.Exception.Attempts | Should -HaveCount 1
        "$($problem.Exception.Attempts[0].Verdict.Reason)" | Should -Be MutationMayHaveRun
    }
}

Describe 'Mutations' {
    BeforeAll {
        $count = 'mutation Count($ms: Int = 0) { count(milliseconds: $ms) }'
        $rename = 'mutation Rename($id: ID!, $name: String!) { renameProduct(input: { id: $id, name: $name }) { product { name } } }'
    }

    It 'send not a single byte with -WhatIf' {
        $null = Invoke-GqlQuery '{ __typename }'
        $before = $session.Statistics
        $counters = Get-DemoCounter $server

        Invoke-GqlQuery $count -WhatIf | Should -BeNullOrEmpty
        1..3 | Invoke-GqlQuery $count -WhatIf | Should -BeNullOrEmpty

        $session.Statistics.BytesOut | Should -Be $before.BytesOut
        $session.Statistics.Requests | Should -Be $before.Requests
        (Get-DemoCounter $server).requestsReceived | Should -Be $counters.requestsReceived
    }

    It 'say with -WhatIf what would run and where' {
        $text = pwsh -NoProfile -NonInteractive -Command "
            Import-Module '$PSScriptRoot/../../out/GqlTools/GqlTools.psd1'
            `$null = Open-GqlSession $($server.Https) -SkipConnectionTest -Name shop
            Invoke-GqlQuery 'mutation Count { count }' -WhatIf"
        $text | Should -Be "What if: Performing the operation `"Run the mutation 'Count'`" on target `"shop ($($server.Https))`"."
    }

    It 'run with -Confirm:$false and with the default $ConfirmPreference' {
        $first = Invoke-GqlQuery $count -Confirm:$false -ResultPath count
        Invoke-GqlQuery $count -ResultPath count | Should -Be ($first + 1)
    }

    It 'obey $WhatIfPreference; queries do not' {
        $WhatIfPreference = $true
        $before = $session.Statistics.Requests
        Invoke-GqlQuery $count | Should -BeNullOrEmpty
        Invoke-GqlQuery '{ __typename }' -ResultPath __typename | Should -Be Query
        $session.Statistics.Requests | Should -Be ($before + 1)
    }

    It 'run one after another in the order of the input' {
        $counted = 60, 1, 30, 1 | Invoke-GqlQuery $count -ResultPath count
        $counted | Should -Be ($counted[0]..($counted[0] + 3))
    }

    It 'run together when -ThrottleLimit says so' {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        @(500) * 12 | Invoke-GqlQuery $count -ThrottleLimit 12 -ResultPath count | Should -HaveCount 12
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 4 # one after another: 6 s
    }

    It 'have an effect' {
        $id = Invoke-GqlQuery '{ product(sku: "SKU-0000042") { id } }' -ResultPath product.id
        Invoke-GqlQuery $rename @{ id = $id; name = 'Blue Lamp' } -ResultPath renameProduct.product.name | Should -Be 'Blue Lamp'
        Invoke-GqlQuery '{ product(sku: "SKU-0000042") { name } }' -ResultPath product.name | Should -Be 'Blue Lamp'
    }
}

Describe '-BatchSize' {
    BeforeAll {
        $checked = 'query Checked($sku: String!, $bad: Boolean = false) { product(sku: $sku) { sku } fail(message: "not this one") @include(if: $bad) }'
        $skus = 1..25 | ForEach-Object { 'SKU-{0:d7}' -f $_ }
    }

    It 'sends many inputs as one request and writes their results in their order' {
        $before = (Get-DemoCounter $server).requestsReceived
        $results = $skus | Invoke-GqlQuery $product -BatchSize 10 -BatchBy Alias -ResultPath product.sku
        $results | Should -Be $skus
        (Get-DemoCounter $server).requestsReceived - $before | Should -Be 3
    }

    It 'merges documents where the server takes no arrays, and the session remembers it' {
        $skus | Invoke-GqlQuery $product -BatchSize 25 -ResultPath product.sku | Should -Be $skus
        $before = (Get-DemoCounter $server).requestsReceived
        $skus | Invoke-GqlQuery $product -BatchSize 25 -ResultPath product.sku | Should -Be $skus
        (Get-DemoCounter $server).requestsReceived - $before | Should -Be 1
    }

    It 'leaves each input its own errors, with path, place and target' {
        $inputs = $skus | ForEach-Object { @{ sku = $_; bad = $_ -eq 'SKU-0000007' } }
        $single = $inputs | Invoke-GqlQuery $checked -ErrorVariable +alone -ErrorAction SilentlyContinue
        $batched = $inputs | Invoke-GqlQuery $checked -BatchSize 10 -BatchBy Alias -ErrorVariable +together -ErrorAction SilentlyContinue

        $batched | ConvertTo-Json -Depth 5 | Should -Be ($single | ConvertTo-Json -Depth 5)
        $together.Count | Should -Be 1
        "$($together[0].TargetObject)" | Should -Be "$($alone[0].TargetObject)"
        $together[0].Exception.Message | Should -Be $alone[0].Exception.Message
        $together[0].Exception.Line, $together[0].Exception.Column | Should -Be $alone[0].Exception.Line, $alone[0].Exception.Column
    }

    It 'names the input where an array is refused' {
        $null = $skus[0..2] | Invoke-GqlQuery $product -BatchSize 3 -BatchBy Array -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems.Count | Should -Be 3
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'GqlBatchRefused,*'
        $problems.TargetObject | Should -Be $skus[0..2]
    }

    It 'sends no gathered mutation after -MaximumErrorCount gave up' {
        $before = (Get-DemoCounter $server).fields.'Mutation.count'
        { @{ fail = $false }, @{ fail = $true }, @{ fail = $false } | Invoke-GqlQuery 'mutation($fail: Boolean!) { count failMutation @include(if: $fail) }' `
                -BatchSize 2 -MaximumErrorCount 0 -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'GqlTooManyErrors,*'
        (Get-DemoCounter $server).fields.'Mutation.count' - $before | Should -Be 2
    }

    It 'sends what was gathered when the input ends, and nothing after Select-Object -First' {
        $skus[1..3] | Invoke-GqlQuery $product -BatchSize 100 -ResultPath product.sku | Should -Be $skus[1..3]
        $skus | Invoke-GqlQuery $product -BatchSize 5 -ThrottleLimit 1 -ResultPath product.sku | Select-Object -First 1 | Should -Be $skus[0]
    }
}

Describe 'Parameters together' {
    It '-<one> is refused with -<other>' -ForEach @(
        @{ one = 'BatchSize'; other = 'All'; given = @{ All = $true; BatchSize = 5 } }
        @{ one = 'ThrottleLimit'; other = 'All'; given = @{ All = $true; ThrottleLimit = 5 } }
        @{ one = 'AsCompleted'; other = 'All'; given = @{ All = $true; AsCompleted = $true } }
        @{ one = 'MaximumErrorCount'; other = 'All'; given = @{ All = $true; MaximumErrorCount = 5 } }
        @{ one = 'CheckpointKey'; other = 'All'; given = @{ All = $true; CheckpointKey = 'id'; CheckpointPath = 'x' } }
        @{ one = 'IdempotencyKey'; other = 'All'; given = @{ All = $true; IdempotencyKey = 'a' } }
        @{ one = 'IdempotencyKey'; other = 'BatchSize'; given = @{ BatchSize = 5; IdempotencyKey = 'a' } }
    ) {
        { Invoke-GqlQuery '{ products(first: 3) { nodes { sku } } }' @given } |
            Should -Throw -ErrorId 'GqlParameterConflict,*' -ExpectedMessage "-$one and -$other do not go together. *"
    }

    It '-<one> is refused without -<other>' -ForEach @(
        @{ one = 'BatchBy'; other = 'BatchSize'; given = @{ BatchBy = 'Array' } }
        @{ one = 'CheckpointKey'; other = 'CheckpointPath'; given = @{ CheckpointKey = 'id' } }
        @{ one = 'PageBy'; other = 'All'; given = @{ PageBy = 'Offset' } }
        @{ one = 'PageSize'; other = 'All'; given = @{ PageSize = 5; All = $false } }
    ) {
        { Invoke-GqlQuery '{ __typename }' @given } | Should -Throw -ErrorId 'GqlParameterMissing,*' -ExpectedMessage "-$one needs -$other,*"
    }

    It 'a key that comes with the objects of the pipeline is refused with -BatchSize, too' {
        { [pscustomobject]@{ sku = 'SKU-0000001'; IdempotencyKey = 'a' } | Invoke-GqlQuery $product -BatchSize 5 } | Should -Throw -ErrorId 'GqlParameterConflict,*'
    }

    It 'what says no more than the default is as good as not given' {
        Invoke-GqlQuery '{ __typename }' -ResultPath __typename -All:$false -BatchSize 1 -IdempotencyKey a | Should -Be Query
    }

    It 'documents that go by their ids are merged into no batch' {
        { 1..2 | Invoke-GqlQuery -DocumentId abc -BatchSize 2 -Confirm:$false } | Should -Throw -ErrorId 'GqlParameterConflict,*' -ExpectedMessage '*-BatchBy Array*'
    }

    It 'a subscription is told which command it takes' {
        { 1..2 | Invoke-GqlQuery 'subscription { orderPlaced { number } }' } | Should -Throw -ErrorId 'GqlOperationUnsupported,*' -ExpectedMessage '*Watch-GqlSubscription*'
    }
}

Describe 'A whole response in a list' {
    It 'shows its data level by level' {
        $shown = Invoke-GqlQuery '{ products(first: 2) { nodes { sku tags } } }' -Raw | Format-List | Out-String -Width 500
        $shown | Should -Match 'Data +: @\{products=@\{nodes=\{@\{sku=SKU-0000000; tags=\{.*\}\}, @\{sku=SKU-0000001; tags='
    }

    It 'shows the beginning of much data' {
        $shown = Invoke-GqlQuery '{ products(first: 100) { nodes { sku tags } } }' -Raw | Format-List | Out-String -Width 500
        [regex]::Match($shown, 'Data +: (@\{products.*)').Groups[1].Value.TrimEnd() | Should -Match '^.{199}…$'
    }
}
