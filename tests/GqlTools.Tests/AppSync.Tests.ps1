#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Open-GqlSession -Authentication AwsIam and -SubscriptionProtocol AppSync, against a server that says what AppSync's Developer Guide has it say, and notes what it hears.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/GqlTools/GqlTools.psd1')

    # Answers a POST with { __typename }, and on a WebSocket every subscription with two events, until the listener is closed.
    $serve = {
        param($listener, $seen)
        $ErrorActionPreference = 'Stop'
        trap { $listener.Abort(); break } # whoever waits for an answer is told
        $none = [System.Threading.CancellationToken]::None
        function Send($socket, [string] $text) {
            $null = $socket.SendAsync([System.ArraySegment[byte]][System.Text.Encoding]::UTF8.GetBytes($text), [System.Net.WebSockets.WebSocketMessageType]::Text, $true, $none).GetAwaiter().GetResult()
        }
        function Receive($socket) {
            $message = [System.IO.MemoryStream]::new()
            $buffer = [byte[]]::new(8192)
            do {
                $received = $socket.ReceiveAsync([System.ArraySegment[byte]]$buffer, $none).GetAwaiter().GetResult()
                $message.Write($buffer, 0, $received.Count)
            } until ($received.EndOfMessage)
            [System.Text.Encoding]::UTF8.GetString($message.ToArray())
        }
        while ($true) {
            $context = try { $listener.GetContextAsync().GetAwaiter().GetResult() } catch { if (-not $listener.IsListening) { return } else { throw } }
            $fields = @{}
            foreach ($name in $context.Request.Headers.AllKeys) { $fields[$name] = $context.Request.Headers[$name] }
            if (-not $context.Request.IsWebSocketRequest) {
                $body = [System.IO.StreamReader]::new($context.Request.InputStream).ReadToEnd()
                $seen.Add([pscustomobject]@{ Kind = 'POST'; Path = $context.Request.RawUrl; Fields = $fields; Body = $body })
                $context.Response.ContentType = 'application/graphql-response+json'
                $context.Response.OutputStream.Write([System.Text.Encoding]::UTF8.GetBytes('{"data":{"__typename":"Query"}}'))
                $context.Response.Close()
                continue
            }

            $seen.Add([pscustomobject]@{ Kind = 'WebSocket'; Path = $context.Request.RawUrl; Fields = $fields; Body = $null })
            $socket = $context.AcceptWebSocketAsync('graphql-ws').GetAwaiter().GetResult().WebSocket
            while ($text = Receive $socket) {
                $message = ConvertFrom-Json $text
                $seen.Add([pscustomobject]@{ Kind = $message.type; Path = $null; Fields = $null; Body = $text })
                switch ($message.type) {
                    'connection_init' { Send $socket '{"type":"connection_ack","payload":{"connectionTimeoutMs":300000}}' }
                    'start' {
                        Send $socket "{`"type`":`"start_ack`",`"id`":`"$($message.id)`"}"
                        foreach ($number in 1, 2) { Send $socket "{`"type`":`"data`",`"id`":`"$($message.id)`",`"payload`":{`"data`":{`"count`":{`"number`":$number}}}}" }
                    }
                    'stop' { Send $socket "{`"type`":`"complete`",`"id`":`"$($message.id)`"}" }
                }
            }
            $socket.Dispose()
        }
    }

    $port = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $port.Start()
    $uri = "http://127.0.0.1:$($port.LocalEndpoint.Port)/graphql"
    $port.Stop()
    $listener = [System.Net.HttpListener]::new()
    $listener.Prefixes.Add("$uri/")
    $listener.Start()
    $seen = [System.Collections.ArrayList]::Synchronized([System.Collections.ArrayList]::new())
    $shell = [powershell]::Create().AddScript($serve).AddArgument($listener).AddArgument($seen)
    $serving = $shell.BeginInvoke()

    $subscription = 'subscription Count { count { number } }'
    $secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
    $sessionToken = 'IQoJb3JpZ2luX2VjEXAMPLE'
    $iam = @{
        Uri                            = $uri
        Authentication                 = 'AwsIam'
        Credential                     = [pscredential]::new('AKIDEXAMPLE', (ConvertTo-SecureString $secret -AsPlainText))
        AwsSessionToken                = ConvertTo-SecureString $sessionToken -AsPlainText
        AllowUnencryptedAuthentication = $true
    }

    # What stands in the second subprotocol: header fields, in base64url.
    function Get-SocketField([string] $Protocols) {
        $text = ($Protocols -split ', *')[1].Substring('header-'.Length).Replace('-', '+').Replace('_', '/')
        ConvertFrom-Json ([System.Text.Encoding]::UTF8.GetString([convert]::FromBase64String($text.PadRight([math]::Ceiling($text.Length / 4) * 4, '='))))
    }

    # The signature that fields and body have to have (AWS Signature Version 4), for the fields that Authorization says are signed.
    function Get-Signature($Fields, [string] $Path, [string] $Body, [string] $Region) {
        $utf8 = [System.Text.Encoding]::UTF8
        $hex = { [convert]::ToHexString($args[0]).ToLowerInvariant() }
        $sha = { & $hex ([System.Security.Cryptography.SHA256]::HashData($utf8.GetBytes($args[0]))) }
        $hmac = { , [System.Security.Cryptography.HMACSHA256]::HashData($args[0], $utf8.GetBytes($args[1])) }
        $names = [regex]::Match($Fields.Authorization, 'SignedHeaders=([^,]+)').Groups[1].Value
        $time = $Fields.'x-amz-date'
        $scope = "$($time.Substring(0, 8))/$Region/appsync/aws4_request"
        $signed = -join ($names -split ';' | ForEach-Object { "${_}:$($Fields.$_)`n" })
        $request = "POST`n$Path`n`n$signed`n$names`n$(& $sha $Body)"
        $key = $utf8.GetBytes("AWS4$secret")
        foreach ($part in $scope -split '/') { $key = & $hmac $key $part }
        & $hex (& $hmac $key "AWS4-HMAC-SHA256`n$time`n$scope`n$(& $sha $request)")
    }
}

AfterAll {
    Get-GqlSession | Close-GqlSession -Force
    $listener.Close()
    $shell.EndInvoke($serving)
    $shell.Dispose()
}

Describe '-Authentication AwsIam' {
    BeforeEach { $seen.Clear() }
    AfterEach { Get-GqlSession | Close-GqlSession -Force }

    It 'signs what opening asks, and every query, with credential, region and session token' {
        $null = Open-GqlSession @iam -AwsRegion eu-west-1
        Invoke-GqlQuery '{ __typename }' -ResultPath __typename | Should -Be Query

        $seen.Kind | Should -Be POST, POST
        foreach ($request in $seen) {
            $request.Fields.Authorization | Should -BeLike 'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/*/eu-west-1/appsync/aws4_request, *'
            $request.Fields.'x-amz-security-token' | Should -Be $sessionToken
            $request.Fields.Authorization | Should -BeLike "*Signature=$(Get-Signature $request.Fields $request.Path $request.Body eu-west-1)"
        }
    }

    It 'needs a region where the name of the host tells none' {
        { Open-GqlSession @iam } | Should -Throw -ErrorId 'GqlOptionInvalid,*' -ExpectedMessage '*127.0.0.1*does not tell the AWS region*AwsRegion*'
        $seen.Count | Should -Be 0
    }

    It 'shows its secrets nowhere' {
        $session = Open-GqlSession @iam -AwsRegion eu-west-1
        $shown = $session, $session.Options | Format-List * | Out-String -Width 10000
        $shown | Should -Not -Match ([regex]::Escape($secret))
        $shown | Should -Not -Match $sessionToken
    }
}

Describe '-SubscriptionProtocol AppSync' {
    BeforeEach { $seen.Clear() }
    AfterEach { Get-GqlSession | Close-GqlSession -Force }

    It 'opens a WebSocket with an API key and starts with it' {
        $null = Open-GqlSession $uri -Headers @{ 'x-api-key' = 'da2-key' } -SubscriptionProtocol AppSync -SubscriptionRetryCount 0
        Watch-GqlSubscription $subscription -ResultPath count.number -MaximumCount 2 | Should -Be 1, 2

        $connect = @($seen).Where({ $_.Kind -eq 'WebSocket' })[0]
        $start = ConvertFrom-Json @($seen).Where({ $_.Kind -eq 'start' })[0].Body
        $connect.Path | Should -Be /graphql/realtime
        (Get-SocketField $connect.Fields.'Sec-WebSocket-Protocol').'x-api-key' | Should -Be da2-key
        $start.payload.extensions.authorization.'x-api-key' | Should -Be da2-key
        (ConvertFrom-Json $start.payload.data).query | Should -Be $subscription
    }

    It 'signs connect and start with IAM' {
        $null = Open-GqlSession @iam -AwsRegion eu-west-1 -SubscriptionProtocol AppSync -SubscriptionRetryCount 0
        Watch-GqlSubscription $subscription -ResultPath count.number -MaximumCount 2 | Should -Be 1, 2

        $connect = Get-SocketField @($seen).Where({ $_.Kind -eq 'WebSocket' })[0].Fields.'Sec-WebSocket-Protocol'
        $start = (ConvertFrom-Json @($seen).Where({ $_.Kind -eq 'start' })[0].Body).payload
        $connect.Authorization | Should -BeLike "*/eu-west-1/*Signature=$(Get-Signature $connect /graphql/connect '{}' eu-west-1)"
        $signed = $start.extensions.authorization
        $signed.Authorization | Should -BeLike "*/eu-west-1/*Signature=$(Get-Signature $signed /graphql $start.data eu-west-1)"
        $signed.'X-Amz-Security-Token' | Should -Be $sessionToken
    }

    It 'is refused with <what>' -ForEach @(
        @{ what = 'no credentials'; parameters = @{}; message = '*x-api-key*' }
        @{ what = 'a payload'; parameters = @{ Headers = @{ 'x-api-key' = 'k' }; SubscriptionPayload = @{ a = 1 } }; message = '*takes no payload*' }
        @{ what = '-UseWebSocket'; parameters = @{ Headers = @{ 'x-api-key' = 'k' }; UseWebSocket = $true }; message = '*subscriptions only*' }
    ) {
        { Open-GqlSession $uri -SubscriptionProtocol AppSync @parameters } | Should -Throw -ErrorId 'GqlOptionInvalid,*' -ExpectedMessage $message
        $seen.Count | Should -Be 0
    }
}
