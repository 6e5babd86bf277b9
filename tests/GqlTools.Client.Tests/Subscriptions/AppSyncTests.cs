using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GqlTools.Client.Authentication;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Client.Subscriptions;
using Microsoft.Extensions.Time.Testing;
using static GqlTools.Client.Tests.Subscriptions.Subscribing;

namespace GqlTools.Client.Tests.Subscriptions;

/// <summary>AppSync's real-time protocol from the session to the socket, with a server that does what the Developer Guide says.</summary>
public sealed class AppSyncTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string SessionToken = "IQoJb3JpZ2luX2VjEXAMPLE";

    private static readonly AwsCredentials Aws = new("AKIDEXAMPLE", Secret, SessionToken);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_an_API_key_a_subscription_lives_from_the_subprotocol_to_the_last_stop()
    {
        var seen = new TaskCompletionSource<(string Path, string Host, JsonElement Header, bool LeaksKey, JsonElement Start, string Stopped, WebSocketCloseStatus? Close)>();
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            var header = Header(socket);
            await AcknowledgeAsync(socket);
            var start = await socket.ReceiveAsync();
            await StartAsync(socket, start, 1, 2);
            var stop = await socket.ReceiveAsync();
            await socket.SendAsync($$"""{"type":"complete","id":"{{Id(stop)}}"}""");
            seen.SetResult((socket.Request.Path, socket.Request.Host.Host, header, socket.Request.Headers.ContainsKey("x-api-key"), start, Type(stop), await socket.ReceiveCloseAsync()));
        });
        await using var session = new GqlSession(OptionsFor(server) with { Headers = [new("x-api-key", "da2-key")] });

        var events = await WatchAsync(session, Count(), new SubscriptionOptions { MaximumCount = 2 });

        Assert.Equal([1, 2], Numbers(events));
        var (path, host, header, leaksKey, start, stopped, close) = await seen.Task.WaitAsync(Cancelled);
        Assert.Equal(("/graphql/realtime", "stop", WebSocketCloseStatus.NormalClosure, false), (path, stopped, close, leaksKey));
        var authorization = start.GetProperty("payload").GetProperty("extensions").GetProperty("authorization");
        Assert.All((JsonElement[])[header, authorization], fields => Assert.Equal((host, "da2-key"), (Text(fields, "host"), Text(fields, "x-api-key"))));
        Assert.StartsWith("subscription Count", JsonElement.Parse(Text(start.GetProperty("payload"), "data")).GetProperty("query").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("AppSync", session.Statistics.Subscriptions.Protocol, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IAM_signs_every_connect_and_start_anew_and_a_connection_without_keep_alive_comes_back_with_a_gap()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 31, 4, 5, 6, TimeSpan.Zero));
        var dates = new ConcurrentQueue<string>();
        var silent = new TaskCompletionSource();
        var back = new TaskCompletionSource();
        async Task ServeAsync(ScriptedSocket socket, int number, TaskCompletionSource started)
        {
            var header = Header(socket);
            AssertSigned(header, "/graphql/connect", "{}");
            await AcknowledgeAsync(socket, timeoutMilliseconds: 60_000);
            var start = await socket.ReceiveAsync();
            var authorization = start.GetProperty("payload").GetProperty("extensions").GetProperty("authorization");
            AssertSigned(authorization, "/graphql", Text(start.GetProperty("payload"), "data"));
            Assert.Equal(SessionToken, Text(authorization, "X-Amz-Security-Token"));
            dates.Enqueue(Text(header, "x-amz-date"));
            await StartAsync(socket, start, number);
            started.SetResult();
            await socket.FallSilentAsync();
        }

        await using var server = await ScriptedSocket.ServeAsync(
            socket => ServeAsync(socket, 1, silent),
            socket =>
            {
                back.SetResult();
                return ServeAsync(socket, 2, new TaskCompletionSource());
            });
        await using var session = new GqlSession(OptionsFor(server) with { Authentication = GqlAuthentication.AwsIam(Aws, "eu-west-1"), TimeProvider = clock });

        var watching = WatchAsync(session, Count(), new SubscriptionOptions { MaximumCount = 2 });
        await silent.Task.WaitAsync(Cancelled);
        await AdvanceAsync(clock, until: back.Task);

        var events = await watching;
        Assert.Equal([1, 2], Numbers(events));
        Assert.Contains("No sign of life within 60 s", Assert.Single(Gaps(events)).Reason, StringComparison.Ordinal);
        Assert.Equal(2, dates.Distinct().Count());
    }

    [Fact]
    public async Task A_keep_alive_message_is_a_sign_of_life()
    {
        var clock = new FakeTimeProvider();
        GqlSession session = null!;
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            await AcknowledgeAsync(socket, timeoutMilliseconds: 300_000);
            await StartAsync(socket, await socket.ReceiveAsync(), 1);
            for (var beat = 0; beat < 24; beat++)
            {
                clock.Advance(TimeSpan.FromSeconds(30));
                var before = session.Statistics.BytesIn;
                await socket.SendAsync("""{"type":"ka"}""");
                await UntilAsync(() => session.Statistics.BytesIn > before);
            }

            await socket.SendAsync("""{"type":"data","id":"1","payload":{"data":{"count":{"id":"2","number":2}}}}""");
            await socket.FallSilentAsync();
        });
        session = new GqlSession(OptionsFor(server) with { Headers = [new("x-api-key", "da2-key")], TimeProvider = clock });
        await using var closing = session;

        var events = await WatchAsync(session, Count(), new SubscriptionOptions { MaximumCount = 2 });

        Assert.Equal([1, 2], Numbers(events));
        Assert.Equal((0, 1), (Gaps(events).Count(), server.Requests));
    }

    [Fact]
    public async Task An_error_of_no_operation_is_told_and_a_gap_is_marked_only_once_the_server_says_that_it_has_started_again()
    {
        await using var server = await ScriptedSocket.ServeAsync(
            async socket =>
            {
                await AcknowledgeAsync(socket);
                await StartAsync(socket, await socket.ReceiveAsync(), 1);
                await socket.GoAwayAsync();
            },
            async socket =>
            {
                await AcknowledgeAsync(socket);
                var start = await socket.ReceiveAsync();
                await socket.SendAsync("""{"type":"error","payload":{"errors":[{"errorType":"LimitExceededError","message":"Too much."}]}}""");
                await StartAsync(socket, start, 2);
                await socket.FallSilentAsync();
            });
        await using var session = new GqlSession(OptionsFor(server) with { Headers = [new("x-api-key", "da2-key")] });

        var events = await WatchAsync(session, Count(), new SubscriptionOptions { MaximumCount = 2 });

        Assert.Equal([1, 2], Numbers(events));
        var told = events.FindIndex(read => read.Text?.Contains("of no operation: ", StringComparison.Ordinal) == true && read.Text.Contains("Too much.", StringComparison.Ordinal));
        Assert.InRange(told, 0, events.FindIndex(read => read.Gap is not null));
    }

    [Fact]
    public async Task The_token_of_the_moment_goes_without_the_word_Bearer_into_every_start()
    {
        var seen = new ConcurrentQueue<string>();
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            seen.Enqueue(Text(Header(socket), "Authorization"));
            Assert.False(socket.Request.Headers.ContainsKey("Authorization"));
            await AcknowledgeAsync(socket);
            while (await socket.ReceiveAsync() is { ValueKind: JsonValueKind.Object } message)
            {
                if (Type(message) != "start") continue;
                seen.Enqueue(Text(message.GetProperty("payload").GetProperty("extensions").GetProperty("authorization"), "Authorization"));
                await StartAsync(socket, message, 1);
            }
        });
        await using var session = new GqlSession(OptionsFor(server) with { Authentication = GqlAuthentication.Bearer("first") });
        await using var staying = session.SubscribeAsync(Count(), Read, cancellationToken: Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.True(await staying.MoveNextAsync());

        session.ReplaceAuthentication(GqlAuthentication.Bearer("second"));
        await WatchAsync(session, Count(), new SubscriptionOptions { MaximumCount = 1 });

        Assert.Equal(["first", "first", "second"], seen);
    }

    [Fact]
    public async Task A_token_that_is_over_is_got_anew_before_a_start_on_an_open_socket()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var tokens = 0;
        var seen = new ConcurrentQueue<string>();
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            await AcknowledgeAsync(socket);
            while (await socket.ReceiveAsync() is { ValueKind: JsonValueKind.Object } message)
            {
                if (Type(message) != "start") continue;
                seen.Enqueue(Text(message.GetProperty("payload").GetProperty("extensions").GetProperty("authorization"), "Authorization"));
                await StartAsync(socket, message, 1);
            }
        });
        await using var session = new GqlSession(OptionsFor(server) with
        {
            TimeProvider = clock,
            TokenProvider = new GqlTokenProvider("test", _ => Task.FromResult(Jwt(Interlocked.Increment(ref tokens), clock.GetUtcNow().AddHours(1)))),
        });
        await using var staying = session.SubscribeAsync(Count(), Read, cancellationToken: Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.True(await staying.MoveNextAsync());

        clock.SetUtcNow(clock.GetUtcNow().AddHours(2));
        await WatchAsync(session, Count(), new SubscriptionOptions { MaximumCount = 1 });

        Assert.Equal(2, seen.Distinct().Count());
    }

    [Theory]
    [InlineData("connection_error")]
    [InlineData("error")]
    public async Task Who_is_not_let_in_is_told_at_once_by_which_credentials_and_no_secret_is_in_it(string type)
    {
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            await socket.ReceiveAsync();
            await socket.SendAsync($$$"""{"type":"{{{type}}}","payload":{"errors":[{"errorType":"com.amazonaws.deepdish.graphql.auth#UnauthorizedException","message":"The signature covers x-amz-security-token:{{{SessionToken}}}","errorCode":400}]}}""");
            await socket.ReceiveCloseAsync();
        });
        await using var session = new GqlSession(OptionsFor(server) with { Authentication = GqlAuthentication.AwsIam(Aws, "eu-west-1") });

        var failure = (await WatchAsync(session, Count()))[^1].Failure!;

        Assert.Equal(FailureKind.Unauthorized, failure.Kind);
        Assert.Contains("(IAM AKIDEXAMPLE *** in eu-west-1): The signature covers x-amz-security-token:***", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(SessionToken, failure + string.Concat(failure.Errors), StringComparison.Ordinal);
        Assert.Equal((1, 0L), (server.Requests, session.Statistics.Subscriptions.Reconnects));
    }

    [Fact]
    public async Task An_error_of_one_subscription_ends_it_alone()
    {
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            await AcknowledgeAsync(socket);
            while (await socket.ReceiveAsync() is { ValueKind: JsonValueKind.Object } message)
            {
                if (Type(message) != "start") continue;
                if (Id(message) != "1") await StartAsync(socket, message, 1);
                else await socket.SendAsync("""{"type":"error","id":"1","payload":{"errors":[{"errorType":"MaxSubscriptionsReachedError","message":"Too many."}]}}""");
            }
        });
        await using var session = new GqlSession(OptionsFor(server) with { Headers = [new("x-api-key", "da2-key")] });

        var failure = (await WatchAsync(session, Count()))[^1].Failure!;
        var others = await WatchAsync(session, Count(), new SubscriptionOptions { MaximumCount = 1 });

        Assert.Equal((FailureKind.SubscriptionRefused, "MaxSubscriptionsReachedError"), (failure.Kind, Assert.Single(failure.Errors).Code));
        Assert.Equal([1], Numbers(others));
    }

    [Fact]
    public async Task IAM_signs_queries_and_mutations_and_every_attempt_anew()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 31, 4, 5, 6, TimeSpan.Zero));
        var dates = new ConcurrentQueue<string>();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(Cancelled);
            var fields = ((string[])["content-type", "host", "x-amz-date", "X-Amz-Security-Token", "Authorization"])
                .ToDictionary(name => name, name => name == "host" ? context.Request.Host.Value! : context.Request.Headers[name].ToString());
            AssertSigned(JsonSerializer.SerializeToElement(fields), "/graphql", body);
            dates.Enqueue(fields["x-amz-date"]);
            clock.Advance(TimeSpan.FromSeconds(1));
            if (dates.Count == 1) context.Response.StatusCode = 503;
            else await ScriptedServer.AnswerAsync(context, """{"data":{"a":1}}""");
        });
        await using var session = new GqlSession(OptionsFor(server) with { Authentication = GqlAuthentication.AwsIam(Aws, "eu-west-1"), TimeProvider = clock });

        Assert.Equal(2, (await session.SendAsync(new GqlRequest("{ a }"), Cancelled)).Attempts.Count);
        Assert.Empty((await session.SendAsync(new GqlRequest("mutation { a }"), Cancelled)).Errors);

        Assert.Equal(["20260131T040506Z", "20260131T040507Z", "20260131T040508Z"], dates);
    }

    [Fact]
    public void What_cannot_work_is_refused_and_says_what_would()
    {
        var options = new GqlSessionOptions(new Uri("https://x.appsync-api.eu-west-1.amazonaws.com/graphql")) { Subscriptions = new() { Protocol = SubscriptionProtocol.AppSync } };
        var signed = options with { Authentication = GqlAuthentication.AwsIam(Aws) };
        signed.Validate();

        AssertRefused("x-api-key", options);
        AssertRefused("eu-west-1 (AwsRegion)", signed with { Endpoint = new Uri("https://api.example.com/graphql") });
        AssertRefused("no query", signed with { Endpoint = new Uri(options.Endpoint, "?a=1") });
        AssertRefused("POST only", signed with { UseGet = true });
        AssertRefused("subscriptions only", signed with { Subscriptions = options.Subscriptions with { OperationsOverSocket = true } });
        AssertRefused("no payload", signed with { Subscriptions = options.Subscriptions with { Payload = "{}"u8.ToArray() } });
        Assert.Throws<ArgumentException>(() => GqlAuthentication.AwsIam(Aws, "Europe"));
        Assert.Throws<ArgumentException>(() => GqlAuthentication.AwsIam(new AwsCredentials("a b", Secret)));
        Assert.DoesNotContain(Secret, $"{signed} {signed.Authentication}", StringComparison.Ordinal);
    }

    private static void AssertRefused(string says, GqlSessionOptions options)
    {
        var failure = Assert.Throws<GqlException>(options.Validate);
        Assert.Equal(FailureKind.OptionInvalid, failure.Kind);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    private static GqlSessionOptions OptionsFor(ScriptedServer server) => TestSessions.OptionsFor(server) with
    {
        Subscriptions = new() { Protocol = SubscriptionProtocol.AppSync, RetryDelay = TimeSpan.Zero, Linger = TimeSpan.Zero, AcknowledgementTimeout = TimeSpan.FromDays(1) },
    };

    private static async Task AcknowledgeAsync(ScriptedSocket socket, int timeoutMilliseconds = 300_000)
    {
        Assert.Equal("connection_init", Type(await socket.ReceiveAsync()));
        await socket.SendAsync($$$"""{"type":"connection_ack","payload":{"connectionTimeoutMs":{{{timeoutMilliseconds}}}}}""");
    }

    private static async Task StartAsync(ScriptedSocket socket, JsonElement start, params int[] numbers)
    {
        Assert.Equal("start", Type(start));
        await socket.SendAsync($$"""{"type":"start_ack","id":"{{Id(start)}}"}""");
        foreach (var number in numbers)
            await socket.SendAsync($$"""{"type":"data","id":"{{Id(start)}}","payload":{"data":{"count":{"id":"{{number}}","number":{{number}} } } } }""");
    }

    // What the subprotocol says, in base64url.
    private static JsonElement Header(ScriptedSocket socket)
    {
        var offered = socket.Request.HttpContext.WebSockets.WebSocketRequestedProtocols;
        Assert.Equal("graphql-ws", offered[0]);
        var text = offered[1]["header-".Length..].Replace('-', '+').Replace('_', '/');
        return JsonElement.Parse(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
    }

    private static void AssertSigned(JsonElement fields, string path, string body)
    {
        var given = fields.EnumerateObject().Where(field => !field.Name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) && field.Name != "Authorization");
        var date = DateTimeOffset.ParseExact(Text(fields, "x-amz-date"), "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var expected = SignatureVersion4.Sign("POST", path, given.Select(field => KeyValuePair.Create(field.Name, field.Value.GetString()!)), Encoding.UTF8.GetBytes(body), Aws, "eu-west-1", "appsync", date);
        Assert.Equal(expected[^1].Value, Text(fields, "Authorization"));
    }

    private static string Jwt(int number, DateTimeOffset end)
    {
        static string Part(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return $"{Part("""{"alg":"none"}""")}.{Part($$"""{"exp":{{end.ToUnixTimeSeconds()}},"jti":"{{number}}"}""")}.x";
    }

    private static string Type(JsonElement message) => Text(message, "type");

    private static string Id(JsonElement message) => Text(message, "id");

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString()!;
}
