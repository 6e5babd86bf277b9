using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Client.Transport;
using Microsoft.AspNetCore.Http;

namespace GqlTools.Client.Tests.Transport;

public sealed class TransportTests
{
    private const string Hello = """{"data":{"hello":"world"}}""";

    private static readonly GqlRequest Query = new("query Greet($a: Int) { hello(a: $a) }") { Variables = """{"a":1}"""u8.ToArray() };

    private static readonly RetryOptions NoRetry = new() { MaximumRetryCount = 0 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_request_is_what_GraphQL_over_HTTP_says()
    {
        var seen = new TaskCompletionSource<(string Method, string Body, IHeaderDictionary Headers)>();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync(Token);
            seen.SetResult((context.Request.Method, body, new HeaderDictionary(context.Request.Headers.ToDictionary())));
            await ScriptedServer.AnswerAsync(context, Hello);
        });
        await using var session = TestSessions.SessionWith(server);

        await session.SendAsync(Query, Token);

        var (method, sent, headers) = await seen.Task;
        Assert.Equal("POST", method);
        Assert.Equal("""{"query":"query Greet($a: Int) { hello(a: $a) }","operationName":"Greet","variables":{"a":1}}""", sent);
        Assert.Equal("application/graphql-response+json, application/json;q=0.9", headers.Accept.ToString());
        Assert.Equal("application/json; charset=utf-8", headers.ContentType.ToString());
        Assert.Contains("gzip", headers.AcceptEncoding.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("GqlTools/", headers.UserAgent.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_answer_is_unpacked_before_it_is_measured()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new System.IO.Compression.GZipStream(context.Response.Body, System.IO.Compression.CompressionLevel.Fastest);
            await gzip.WriteAsync(Encoding.UTF8.GetBytes($$$"""{"data":{"text":"{{{new string('x', 100_000)}}}"}}"""), Token);
        });
        await using var session = TestSessions.SessionWith(server);
        await using var bounded = new GqlSession(TestSessions.OptionsFor(server) with { AnswerLimits = new AnswerLimits { MaximumBytes = 50_000 } });

        Assert.Equal(100_000, (await session.SendAsync(Query, Token)).Data.GetProperty("text").GetString()!.Length);
        Assert.True(session.Statistics.BytesIn < 20_000);
        Assert.Equal(FailureKind.AnswerTooLarge, (await FailureOf(bounded)).Kind);
    }

    [Fact]
    public async Task Headers_of_the_request_replace_those_of_the_session()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            context.Response.Headers["x-seen"] = context.Request.Headers["x-one"] + "," + context.Request.Headers["x-two"];
            await ScriptedServer.AnswerAsync(context, Hello);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { Headers = [new("x-one", "session"), new("x-two", "session")] });

        var answer = await session.SendAsync(Query with { Headers = [new("X-Two", "request")] }, Token);

        Assert.Equal("session,request", Assert.Single(answer.Headers.GetValues("x-seen")));
    }

    [Theory]
    [InlineData("x-a", "1\r\nx-b: 2")]
    [InlineData("x-a", "Schl\u00fcssel")]
    [InlineData("x-a", "1\u007f")]
    [InlineData("x a", "1")]
    [InlineData("", "1")]
    [InlineData("Content-Type", "text/plain")]
    public async Task Header_fields_that_HTTP_cannot_carry_are_refused_by_name_and_cost_nothing(string name, string value)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always(Hello));
        await using var session = TestSessions.SessionWith(server);

        var exception = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Query with { Headers = [new(name, value)] }, Token));

        Assert.Equal(FailureKind.OptionInvalid, exception.Kind);
        Assert.Contains($"'{name}'", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.Requests);
    }

    [Theory]
    [InlineData("1\nx-b: 2")]
    [InlineData("Schl\u00fcssel")]
    public async Task An_idempotency_key_that_HTTP_cannot_carry_is_refused_and_breaks_no_connection(string key)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always(Hello));
        await using var session = TestSessions.SessionWith(server);

        var exception = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Query with { IdempotencyKey = key }, Token));
        await session.SendAsync(Query with { IdempotencyKey = "from ! to ~" }, Token);

        Assert.Equal(FailureKind.OptionInvalid, exception.Kind);
        Assert.Contains("'Idempotency-Key'", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, exception.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1L), (server.Requests, session.Statistics.ConnectionsOpened));
    }

    [Theory]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_that_keeps_the_POST_is_followed(int status)
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (context.Request.Path == "/graphql")
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = "/moved";
                return;
            }

            var body = await new StreamReader(context.Request.Body).ReadToEndAsync(Token);
            context.Response.Headers["x-seen"] = context.Request.Headers.Authorization;
            await ScriptedServer.AnswerAsync(context, body.Contains("Greet", StringComparison.Ordinal) ? Hello : "{}");
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { Authentication = GqlAuthentication.Bearer("t0ken") });

        var answer = await session.SendAsync(Query, Token);

        Assert.Equal("world", answer.Data.GetProperty("hello").GetString());
        Assert.Equal("Bearer t0ken", Assert.Single(answer.Headers.GetValues("x-seen")));
    }

    [Fact]
    public async Task Credentials_never_follow_a_redirect_to_another_origin()
    {
        var seen = new TaskCompletionSource<string>();
        await using var other = await ScriptedServer.StartAsync(async context =>
        {
            seen.SetResult(string.Join("\n", context.Request.Headers.Select(header => $"{header.Key}: {header.Value}")));
            await ScriptedServer.AnswerAsync(context, Hello);
        });
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = other.Uri.ToString();
            return Task.CompletedTask;
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with
        {
            Tls = new TlsOptions { SkipCertificateCheck = true },
            Authentication = GqlAuthentication.Bearer("t0ken"),
            Headers = [new("x-api-key", "s3cret")],
        });

        Assert.True((await session.SendAsync(Query with { Headers = [new("x-own", "s3cret")] }, Token)).HasData);

        Assert.DoesNotContain("t0ken", await seen.Task, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", await seen.Task, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301, "/moved", "turn the POST into a GET")]
    [InlineData(302, "/moved", "turn the POST into a GET")]
    [InlineData(303, "/moved", "turn the POST into a GET")]
    [InlineData(307, "http://127.0.0.1:9/graphql", "leave encryption")]
    [InlineData(307, "/graphql", "6th in a row")]
    public async Task A_redirect_that_cannot_be_followed_says_where_it_leads_and_why_not(int status, string location, string reason)
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });
        await using var session = TestSessions.SessionWith(server);

        var exception = await FailureOf(session);

        Assert.Equal(FailureKind.RedirectRefused, exception.Kind);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains(location, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_refused_with_the_way_out()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always(Hello));
        await using var session = new GqlSession(new GqlSessionOptions(server.Uri) { SkipConnectionTest = true, Retry = NoRetry });

        var exception = await FailureOf(session);

        Assert.Equal(FailureKind.TlsFailed, exception.Kind);
        Assert.Contains("SkipCertificateCheck", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_breaks_during_the_TLS_handshake_was_never_used_and_a_mutation_is_sent_again(bool reset)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var session = new GqlSession(new GqlSessionOptions(new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/graphql"))
        {
            SkipConnectionTest = true,
            Retry = TestSessions.Impatient with { MaximumRetryCount = 1 },
        });

        var failing = FailureOf(session, new GqlRequest("mutation { count }"));
        for (var attempt = 0; attempt < 2; attempt++)
        {
            using var connection = await listener.AcceptSocketAsync(Token);
            await connection.ReceiveAsync(new byte[1], Token);
            if (reset) connection.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        var exception = await failing;
        Assert.Equal([FailureKind.ConnectionFailed, FailureKind.ConnectionFailed], exception.Attempts.Select(attempt => attempt.Failure!.Value));
        Assert.Equal(RetryReason.NotSent, exception.Attempts[0].Verdict!.Value.Reason);
    }

    [Fact]
    public async Task A_unix_socket_stands_in_for_host_and_port()
    {
        var path = Path.Combine(Path.GetTempPath(), $"gqltools-{Guid.NewGuid():N}.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        await using var session = new GqlSession(new GqlSessionOptions(new Uri("http://anything/graphql")) { UnixSocketPath = path, SkipConnectionTest = true });

        var sending = session.SendAsync(Query, Token);
        using (var connection = await listener.AcceptAsync(Token)) await AnswerOnceAsync(connection, Hello);

        Assert.Equal("world", (await sending).Data.GetProperty("hello").GetString());
        File.Delete(path);
    }

    [Fact]
    public async Task Requests_go_through_the_proxy_that_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var proxy = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        await using var session = new GqlSession(new GqlSessionOptions(new Uri("http://graphql.example/graphql"))
        {
            Proxy = ProxyChoice.To(proxy),
            SkipConnectionTest = true,
        });

        var sending = session.SendAsync(Query, Token);
        string request;
        using (var connection = await listener.AcceptSocketAsync(Token)) request = await AnswerOnceAsync(connection, Hello);

        Assert.True((await sending).HasData);
        Assert.StartsWith("POST http://graphql.example/graphql HTTP/1.1", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_cut_in_the_middle_is_a_lost_connection_and_a_query_is_replayed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var session = new GqlSession(new GqlSessionOptions(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/graphql"))
        {
            SkipConnectionTest = true,
            Retry = TestSessions.Impatient,
        });

        var sending = session.SendAsync(Query, Token);
        using (var connection = await listener.AcceptSocketAsync(Token)) await AnswerOnceAsync(connection, Hello, Hello.Length + 10);
        using (var connection = await listener.AcceptSocketAsync(Token)) await AnswerOnceAsync(connection, Hello);
        var answer = await sending;

        Assert.Equal([FailureKind.ConnectionLost, null], answer.Attempts.Select(attempt => attempt.Failure));
        Assert.Equal(RetryReason.ConnectionLost, answer.Attempts[0].Verdict!.Value.Reason);
        Assert.Equal(2, session.Statistics.ConnectionsOpened);
    }

    [Fact]
    public async Task A_server_that_does_not_speak_HTTP_is_named_as_such()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var session = new GqlSession(new GqlSessionOptions(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/graphql"))
        {
            SkipConnectionTest = true,
            Retry = NoRetry,
        });

        var sending = FailureOf(session);
        using (var connection = await listener.AcceptSocketAsync(Token))
        {
            await connection.SendAsync("SSH-2.0-OpenSSH_9.9\r\n"u8.ToArray(), Token);
            await connection.ReceiveAsync(new byte[1024], Token);
        }

        Assert.Equal(FailureKind.AnswerMalformed, (await sending).Kind);
    }

    [Fact]
    public async Task A_version_that_the_server_lacks_is_said_to_be_lacking()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always(Hello));
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { HttpVersion = HttpVersionChoice.Exactly(HttpVersion.Version30), Retry = NoRetry });

        var exception = await FailureOf(session);

        Assert.Contains(exception.Kind, new[] { FailureKind.HttpVersionUnavailable, FailureKind.ConnectionFailed });
    }

    [Fact]
    public async Task Basic_credentials_are_sent_and_never_shown()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            context.Response.Headers["x-seen"] = context.Request.Headers.Authorization;
            await ScriptedServer.AnswerAsync(context, Hello);
        });
        var authentication = GqlAuthentication.Basic("user", "pässword");
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { Authentication = authentication });

        var answer = await session.SendAsync(Query, Token);

        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("user:pässword"));
        Assert.Equal(expected, Assert.Single(answer.Headers.GetValues("x-seen")));
        Assert.DoesNotContain(expected[6..], $"{authentication} {session} {session.Options}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", FailureKind.UriInvalid)]
    [InlineData("ftp://example.com/graphql", FailureKind.UriInvalid)]
    [InlineData("https://user:secret@example.com/graphql", FailureKind.UriInvalid)]
    [InlineData("http://example.com/graphql", FailureKind.UnencryptedAuthentication)]
    public void Endpoints_that_cannot_or_must_not_be_used_are_refused_without_showing_secrets(string uri, FailureKind expected)
    {
        var options = new GqlSessionOptions(new Uri(uri, UriKind.RelativeOrAbsolute)) { Authentication = GqlAuthentication.Bearer("t0ken") };

        var exception = Assert.Throws<GqlException>(() => new GqlSession(options));

        Assert.Equal(expected, exception.Kind);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_host_and_a_refused_port_are_told_apart()
    {
        await using var unknown = new GqlSession(new GqlSessionOptions(new Uri("http://no-such-host.invalid/graphql")) { SkipConnectionTest = true, Retry = NoRetry });
        Assert.Equal(FailureKind.HostUnknown, (await FailureOf(unknown)).Kind);

        using var port = new ClosedPort();
        await using var refused = new GqlSession(new GqlSessionOptions(port.Uri) { SkipConnectionTest = true, Retry = NoRetry });
        Assert.Equal(FailureKind.ConnectionFailed, (await FailureOf(refused)).Kind);
    }

    [Fact]
    public async Task A_client_certificate_proves_the_session()
    {
        await using var server = await ScriptedServer.StartAsync(
            async context =>
            {
                context.Response.Headers["x-seen"] = (await context.Connection.GetClientCertificateAsync(Token))?.Thumbprint;
                await ScriptedServer.AnswerAsync(context, Hello);
            },
            askForCertificate: true);
        using var certificate = ScriptedServer.CreateCertificate();
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with
        {
            Tls = new TlsOptions { TrustedRoots = new X509Certificate2Collection(server.Certificate), ClientCertificates = [certificate] },
        });

        var answer = await session.SendAsync(Query, Token);

        Assert.Equal(certificate.Thumbprint, Assert.Single(answer.Headers.GetValues("x-seen")));
    }

    private static Task<GqlException> FailureOf(GqlSession session, GqlRequest? request = null) =>
        Assert.ThrowsAsync<GqlException>(() => session.SendAsync(request ?? Query, Token));

    private static async Task<string> AnswerOnceAsync(Socket connection, string body, int? claimedLength = null)
    {
        var buffer = new byte[16 * 1024];
        var received = new StringBuilder();
        while (!received.ToString().Contains("Greet", StringComparison.Ordinal))
        {
            var count = await connection.ReceiveAsync(buffer, Token);
            Assert.NotEqual(0, count);
            received.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        await connection.SendAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {claimedLength ?? body.Length}\r\n\r\n{body}"), Token);
        return received.ToString();
    }
}
