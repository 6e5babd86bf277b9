#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Bad input: each with an ErrorId of its own, a category, and a message that says what would be right.

BeforeDiscovery {
    $atOpening = @(
        @{ what = 'text that is no URI'; open = { Open-GqlSession 'not a uri' }; id = 'GqlUriInvalid'; category = 'InvalidArgument'; message = "'not a uri' is not an absolute http or https URI.*such as https://" }
        @{ what = 'a relative URI'; open = { Open-GqlSession /graphql }; id = 'GqlUriInvalid'; category = 'InvalidArgument'; message = 'absolute http or https URI' }
        @{ what = 'a URI of another scheme'; open = { Open-GqlSession ftp://127.0.0.1/graphql }; id = 'GqlUriInvalid'; category = 'InvalidArgument'; message = 'absolute http or https URI' }
        @{ what = 'a password in the URI'; open = { Open-GqlSession https://ann:hush@127.0.0.1/graphql }; id = 'GqlUriInvalid'; category = 'InvalidArgument'; message = 'carries a user name or password.*credentials' }
        @{ what = 'an unknown host'; open = { Open-GqlSession http://no-such-host.invalid/graphql }; id = 'GqlHostUnknown'; category = 'ObjectNotFound'; message = 'no-such-host\.invalid.*does not resolve.*spelling' }
        @{ what = 'a port that refuses'; open = { Open-GqlSession http://127.0.0.1:1/graphql }; id = 'GqlConnectionFailed'; category = 'ConnectionError'; message = 'refused the connection.*is the port right' }
        @{ what = 'a certificate that is not trusted'; open = { Open-GqlSession $server.Https }; id = 'GqlTlsFailed'; category = 'SecurityError'; message = 'Trust the server.*SkipCertificateCheck' }
        @{ what = 'a server without TLS at an https URI'; open = { Open-GqlSession "https://127.0.0.1:$($server.Http.Port)/graphql" }; id = 'GqlTlsFailed'; category = 'SecurityError'; message = 'TLS with' }
        @{ what = 'status 401'; open = { Open-Fault 'auth?value=x' }; id = 'GqlUnauthorized'; category = 'AuthenticationError'; message = '401.*credentials are missing, wrong or expired' }
        @{ what = 'status 403'; open = { Open-Fault 'answer?status=403&body=html' }; id = 'GqlForbidden'; category = 'PermissionDenied'; message = '403.*do not allow' }
        @{ what = 'status 404 with an HTML page'; open = { Open-Fault 'answer?status=404&body=html' }; id = 'GqlHttpStatus'; category = 'ProtocolError'; message = '404 Not Found with an HTML page.*Check the path' }
        @{ what = 'status 200 with an HTML page'; open = { Open-Fault 'answer?status=200&body=html' }; id = 'GqlAnswerNotJson'; category = 'InvalidData'; message = '200 OK with an HTML page.*Check the path' }
        @{ what = 'truncated JSON'; open = { Open-Fault 'answer?body=truncated' }; id = 'GqlAnswerTruncated'; category = 'InvalidData'; message = 'ends in the middle of its JSON, after \d+ bytes' }
        @{ what = 'two JSON values in one answer'; open = { Open-Fault 'answer?body=two' }; id = 'GqlAnswerMalformed'; category = 'InvalidData'; message = 'not valid JSON at line 1, byte \d+: (?!.*LineNumber)' }
        @{ what = 'JSON that is not GraphQL'; open = { Open-Fault 'answer?body=not-graphql' }; id = 'GqlAnswerNotGraphQL'; category = 'InvalidData'; message = "neither 'data' nor 'errors'.*lead to a GraphQL endpoint" }
        @{ what = 'a JSON list'; open = { Open-Fault 'answer?body=array' }; id = 'GqlAnswerNotGraphQL'; category = 'InvalidData'; message = 'no object' }
        @{ what = 'an answer without body'; open = { Open-Fault 'answer?body=none' }; id = 'GqlAnswerTruncated'; category = 'InvalidData'; message = 'no body' }
        @{ what = 'a redirect that would lose the query'; open = { Open-Fault 'redirect?status=302' }; id = 'GqlRedirectRefused'; category = 'ProtocolError'; message = '302 would turn the POST into a GET.*open the session with it' }
        @{ what = 'a token over plain http'; open = { Open-GqlSession $server.Http -Authentication Bearer -Token $token }; id = 'GqlUnencryptedAuthentication'; category = 'SecurityError'; message = 'unencrypted.*https.*AllowUnencryptedAuthentication' }
        @{ what = 'a token without -Authentication'; open = { Open-GqlSession $server.Https -Token $token }; id = 'GqlParameterMissing'; category = 'InvalidArgument'; message = '-Token needs -Authentication Bearer' }
        @{ what = '-Authentication Bearer without token'; open = { Open-GqlSession $server.Https -Authentication Bearer }; id = 'GqlParameterMissing'; category = 'InvalidArgument'; message = 'needs -Token' }
        @{ what = '-Authentication Basic without credential'; open = { Open-GqlSession $server.Https -Authentication Basic }; id = 'GqlParameterMissing'; category = 'InvalidArgument'; message = 'needs -Credential' }
        @{ what = 'a header with a line break'; open = { Open-GqlSession $server.Https -Headers @{ 'X-One' = "a`nb" } }; id = 'GqlOptionInvalid'; category = 'InvalidArgument'; message = "'X-One'.*line break" }
        @{ what = 'a header with a name that none can have'; open = { Open-GqlSession $server.Https -Headers @{ 'X One' = 'a' } }; id = 'GqlOptionInvalid'; category = 'InvalidArgument'; message = "'X One'.*character that no name can have" }
        @{ what = 'a header that describes the content'; open = { Open-GqlSession $server.Https -Headers @{ 'Content-Type' = 'text/plain' } }; id = 'GqlOptionInvalid'; category = 'InvalidArgument'; message = "'Content-Type'.*always JSON" }
        @{ what = 'HTTP/3 without TLS'; open = { Open-GqlSession $server.Http -HttpVersion 3.0 }; id = 'GqlOptionInvalid'; category = 'InvalidArgument'; message = '1\.1 or 2\.0 on an http URI' }
        @{ what = 'an HTTP version that does not exist'; open = { Open-GqlSession $server.Http -HttpVersion 2.7 }; id = 'GqlOptionInvalid'; category = 'InvalidArgument'; message = '2\.7.*1\.1, 2\.0 or 3\.0' }
        @{ what = 'a proxy without scheme'; open = { Open-GqlSession $server.Https -Proxy localhost:8080 }; id = 'GqlUriInvalid'; category = 'InvalidArgument'; message = 'proxy.*such as http://' }
        @{ what = 'a payload that is no object'; open = { Open-GqlSession $server.Https -SubscriptionPayload 5 }; id = 'GqlVariableNotSerializable'; category = 'InvalidData'; message = '-SubscriptionPayload is a System\.Int32, not an object' }
        @{ what = 'a payload that is no JSON'; open = { Open-GqlSession $server.Https -SubscriptionPayload '{ bad' }; id = 'GqlVariableNotSerializable'; category = 'InvalidData'; message = '-SubscriptionPayload is text that is no JSON object at line 1, byte 3: (?!.*LineNumber)' }
        @{ what = 'a manifest that is no JSON'; open = { Open-GqlSession $server.Https -PersistedDocumentsPath $PSCommandPath }; id = 'GqlManifestInvalid'; category = 'InvalidData'; message = 'no JSON at line 1, byte 1: (?!.*LineNumber)' }
        @{ what = 'a manifest that is a folder'; open = { Open-GqlSession $server.Https -PersistedDocumentsPath $PSScriptRoot }; id = 'GqlFilePathInvalid'; category = 'InvalidArgument'; message = 'is a folder; name a file' }
        @{ what = 'a proxy that refuses'; open = { Open-GqlSession $server.Https -Proxy http://127.0.0.1:1 }; id = 'GqlConnectionFailed'; category = 'ConnectionError'; message = 'The proxy http://127\.0\.0\.1:1.*refused the connection.*proxy running' }
        @{ what = 'a name that is taken'; open = { $null = Open-GqlSession $server.Https -Name dup -SkipConnectionTest; Open-GqlSession $server.Https -Name DUP }; id = 'GqlSessionNameTaken'; category = 'ResourceExists'; message = "'DUP'.*Close-GqlSession.*another name" }
        @{ what = 'a server that is no HTTP server'; open = { Open-GqlSession "http://127.0.0.1:$($babbler.Port)/" }; id = 'GqlAnswerMalformed'; category = 'InvalidData'; message = 'did not answer in HTTP' }
    )
    $atWork = @(
        @{ what = 'an answer that is too large'; run = { $null = Open-GqlSession $server.Https -SkipCertificateCheck -Name small -MaximumAnswerBytes 1000; Invoke-GqlQuery '{ big(bytes: 5000) }' -Session small }; id = 'GqlAnswerTooLarge'; category = 'LimitsExceeded'; message = '1,000 bytes.*MaximumAnswerBytes' }
        @{ what = 'an answer that is too deep'; run = { $null = Open-GqlSession $server.Https -SkipCertificateCheck -Name flat -MaximumAnswerDepth 20; Invoke-GqlQuery '{ deep(levels: 50) }' -Session flat }; id = 'GqlAnswerTooDeep'; category = 'LimitsExceeded'; message = '20 levels.*MaximumAnswerDepth' }
        @{ what = 'a variable that does not serialise'; run = { Invoke-GqlQuery $echo @{ value = { a script } } }; id = 'GqlVariableNotSerializable'; category = 'InvalidData'; message = 'value.*ScriptBlock' }
        @{ what = 'a variable that holds itself'; run = { $loop = @{ name = 'x' }; $loop.self = $loop; Invoke-GqlQuery $echo @{ value = $loop } }; id = 'GqlVariableNotSerializable'; category = 'InvalidData'; message = 'self' }
        @{ what = 'variables that are no object'; run = { Invoke-GqlQuery $echo '[1, 2]' }; id = 'GqlVariableNotSerializable'; category = 'InvalidData'; message = 'object' }
        @{ what = 'variables that are no JSON'; run = { Invoke-GqlQuery $echo '{ "value": ' }; id = 'GqlVariableNotSerializable'; category = 'InvalidData'; message = 'JSON' }
        @{ what = 'a required variable that is missing'; run = { Invoke-GqlQuery 'query Q($id: ID!, $n: Int!) { node(id: $id) { id } }' @{ n = 1 } }; id = 'GqlVariablesInvalid'; category = 'InvalidArgument'; message = "'Q' needs \`$id" }
        @{ what = 'a syntax error'; run = { Invoke-GqlQuery "query {`n  products(first: ) { nodes }`n}" }; id = 'GqlSyntaxError'; category = 'SyntaxError'; message = '(?s)line 2, column 19.*products\(first: \)' }
        @{ what = 'a document without operation'; run = { Invoke-GqlQuery 'fragment F on Query { __typename }' }; id = 'GqlOperationUnknown'; category = 'InvalidArgument'; message = 'Add a query or mutation' }
        @{ what = 'an operation name that the document does not have'; run = { Invoke-GqlQuery 'query A { __typename } query B { __typename }' -OperationName C }; id = 'GqlOperationUnknown'; category = 'InvalidArgument'; message = "'C'.*A, B" }
        @{ what = 'several operations and no name'; run = { Invoke-GqlQuery 'query A { __typename } query B { __typename }' }; id = 'GqlOperationUnknown'; category = 'InvalidArgument'; message = 'OperationName: A, B' }
        @{ what = 'a subscription'; run = { Invoke-GqlQuery 'subscription { a }' }; id = 'GqlOperationUnsupported'; category = 'InvalidArgument'; message = 'subscription' }
        @{ what = 'a file that does not exist'; run = { Invoke-GqlQuery -FilePath ./no-such-file.graphql }; id = 'GqlFileUnreadable'; category = 'ReadError'; message = 'no-such-file\.graphql' }
        @{ what = 'a path with several files'; run = { Invoke-GqlQuery -FilePath "$PSScriptRoot/*.ps1" }; id = 'GqlFilePathInvalid'; category = 'InvalidArgument'; message = 'means \d+ files; name one' }
        @{ what = 'a checkpoint that is no file'; run = { 1 | Invoke-GqlQuery 'query($v: JSON) { echo(value: $v) }' -CheckpointPath Env:checkpoint }; id = 'GqlFilePathInvalid'; category = 'InvalidArgument'; message = 'no path of a file system' }
        @{ what = 'a schema to a path that is no file'; run = { Export-GqlSchema Env:schema }; id = 'GqlFilePathInvalid'; category = 'InvalidArgument'; message = 'no path of a file system' }
        @{ what = 'a path that is no file'; run = { Invoke-GqlQuery -FilePath Env:PATH }; id = 'GqlFilePathInvalid'; category = 'InvalidArgument'; message = 'no path of a file system' }
        @{ what = 'a closed session'; run = { $closed = Open-GqlSession $server.Https -SkipCertificateCheck -Name gone; Close-GqlSession $closed; Invoke-GqlQuery '{ __typename }' -Session $closed }; id = 'GqlSessionClosed'; category = 'ResourceUnavailable'; message = "'gone' is closed.*Open another" }
        @{ what = 'a session that was serialised'; run = { $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($session)); Invoke-GqlQuery '{ __typename }' -Session $copy }; id = 'GqlSessionDeserialized'; category = 'InvalidType'; message = 'Start-Job.*ForEach-Object -Parallel or Start-ThreadJob' }
        @{ what = 'something that is no session'; run = { Invoke-GqlQuery '{ __typename }' -Session (Get-Date) }; id = 'GqlSessionInvalid'; category = 'InvalidType'; message = 'DateTime is no session.*Open-GqlSession' }
        @{ what = 'a name that no session has'; run = { Invoke-GqlQuery '{ __typename }' -Session shap }; id = 'GqlSessionNotFound'; category = 'ObjectNotFound'; message = "'shap'.*shop" }
        @{ what = 'a header of one request with a line break'; run = { Invoke-GqlQuery '{ __typename }' -Session shop -Headers @{ 'X-One' = "a`r`nb" } }; id = 'GqlOptionInvalid'; category = 'InvalidArgument'; message = "'X-One'.*line break" }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')
    Import-Module (Join-Path $PSScriptRoot 'DemoServer.psm1')
    $server = Start-DemoServer
    $token = ConvertTo-SecureString 'the-token' -AsPlainText
    $echo = 'query ($value: JSON) { echo(value: $value) }'
    $session = Open-GqlSession $server.Https -SkipCertificateCheck -Name shop

    # Answers every connection with a line that is no HTTP.
    $babbler = & {
        $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start()
        $shell = [powershell]::Create().AddScript({
                param($listener)
                while ($true) {
                    $client = $listener.AcceptTcpClient()
                    $line = [System.Text.Encoding]::ASCII.GetBytes("+OK ready`r`n")
                    $null = $client.GetStream().Read([byte[]]::new(4096), 0, 4096)
                    $client.GetStream().Write($line, 0, $line.Length)
                    $client.Dispose()
                }
            }).AddArgument($listener)
        $null = $shell.BeginInvoke()
        @{ Listener = $listener; Port = $listener.LocalEndpoint.Port }
    }

    function Open-Fault([string] $Fault) { Open-GqlSession (Get-DemoFaultUri $server $Fault) -SkipCertificateCheck }

    # A user's $ErrorActionPreference; Pester's is Stop.
    function Get-ErrorOf([scriptblock] $Command) {
        $ErrorActionPreference = 'Continue'
        try { $records = @(& $Command 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }) }
        catch { $records = @($_) }
        $records | Should -HaveCount 1
        $records[0]
    }

    function Assert-Error($Record, $Id, $Category, $Message) {
        $Record.FullyQualifiedErrorId | Should -BeLike "$Id,GqlTools.Commands.*"
        "$($Record.CategoryInfo.Category)" | Should -BeLike $Category
        $Record.CategoryInfo.Category | Should -Not -Be NotSpecified
        $Record.Exception.Message | Should -Match $Message
        $Record.Exception.Message | Should -Not -Match 'Exception|the-token|hush'
    }
}

AfterAll {
    Get-GqlSession | Close-GqlSession -Force
    Stop-DemoServer $server
    $babbler.Listener.Dispose()
}

Describe 'Open-GqlSession' {
    AfterEach { Get-GqlSession | Where-Object Name -NE shop | Close-GqlSession -Force }

    It 'tells of <what> as <id>' -ForEach $atOpening {
        Assert-Error (Get-ErrorOf $open) $id $category $message
    }

    It 'has the URI as the target of its errors' {
        (Get-ErrorOf { Open-GqlSession http://127.0.0.1:1/graphql }).TargetObject | Should -Be http://127.0.0.1:1/graphql
    }

    It 'keeps endpoint, status and attempts in the exception' {
        $exception = (Get-ErrorOf { Open-Fault 'answer?status=404&body=html' }).Exception
        $exception.Endpoint | Should -Be "$(Get-DemoFaultUri $server answer)"
        $exception.StatusCode | Should -Be 404
        $exception.Attempts | Should -HaveCount 1
    }
}

Describe 'Invoke-GqlQuery' {
    It 'tells of <what> as <id>' -ForEach $atWork {
        Assert-Error (Get-ErrorOf $run) $id $category $message
    }

    It 'sends nothing for what is wrong locally' {
        $before = $session.Statistics
        $null = Get-ErrorOf { Invoke-GqlQuery '{ a ' }
        $null = Get-ErrorOf { Invoke-GqlQuery 'query A { a } query B { b }' }
        $null = Get-ErrorOf { Invoke-GqlQuery 'query ($id: ID!) { node(id: $id) { id } }' }
        $null = Get-ErrorOf { Invoke-GqlQuery $echo @{ value = { x } } }
        $session.Statistics.BytesOut | Should -Be $before.BytesOut
    }

    It 'says in a parallel block without session how to pass one' {
        $manifest = (Get-Module GqlTools).ModuleBase + '/GqlTools.psd1'
        $record = 1 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            try { Invoke-GqlQuery '{ __typename }' } catch { $_ }
        }
        Assert-Error $record GqlNoSession ObjectNotFound '-Session \$using:session'
    }

    It 'says of a session''s name in a parallel block that the session itself is passed' {
        $manifest = (Get-Module GqlTools).ModuleBase + '/GqlTools.psd1'
        $record = 1 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            try { Invoke-GqlQuery '{ __typename }' -Session shop } catch { $_ }
        }
        Assert-Error $record GqlSessionNotFound ObjectNotFound "'shop'.*-Session \`$using:session"
    }

    It 'keeps ErrorId and facts in the exception where a terminating error leaves a parallel block' {
        $manifest = (Get-Module GqlTools).ModuleBase + '/GqlTools.psd1'
        $ErrorActionPreference = 'Continue'
        $problem = 1 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            Invoke-GqlQuery 'query Name { fail(code: "X") }' -Session $using:session -ErrorAction Stop
        } 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }
        $problem.FullyQualifiedErrorId | Should -Be PSTaskException
        $inner = $problem.Exception.ErrorRecord
        $inner.FullyQualifiedErrorId | Should -BeLike 'GqlGraphQLError,*'
        $inner.Exception.Kind | Should -Be GraphQLError
        $inner.Exception.OperationName | Should -Be Name
        $inner.Exception.Errors[0].Code | Should -Be X
    }

    It 'shows a syntax error with its line and a marker under it' {
        $text = pwsh -NoProfile -NonInteractive -Command "
            `$PSStyle.OutputRendering = 'PlainText'
            Import-Module '$PSScriptRoot/../../out/GqlTools/GqlTools.psd1'
            `$null = Open-GqlSession http://127.0.0.1:1/ -SkipConnectionTest
            Invoke-GqlQuery '{ products(first: ) }'" 2>&1
        "$($text -join "`n")" | Should -Match '(?m)Syntax error at line 1, column 19: .+\n *1 \| \{ products\(first: \) \}\n +\| +\^'
    }
}
