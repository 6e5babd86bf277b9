using System.Text;
using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Client.Scheduling;
using GqlTools.Client.Sessions;
using GqlTools.Client.Subscriptions;
using GqlTools.Client.Transport;
using GqlTools.Client.Uploads;
using GqlTools.Demo;
using Microsoft.Extensions.Time.Testing;
using static GqlTools.Client.Tests.Subscriptions.Subscribing;

namespace GqlTools.Client.Tests.Subscriptions;

/// <summary>Queries and mutations over the WebSocket are requests like any other: the session's line, limits, timeouts and retries are theirs, too.</summary>
public sealed class SocketOperationsTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 31, 4, 5, 6, TimeSpan.Zero));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sessions_bound_holds_for_operations_over_the_socket()
    {
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            await AcknowledgeAsync(socket);
            await EchoAsync(socket);
        });
        await using var session = new GqlSession(OptionsFor(server) with { MaximumConcurrency = 2 });
        var held = new[] { session.SendAsync(Query("hold 1"), Cancelled), session.SendAsync(Query("hold 2"), Cancelled) };
        var waiting = Enumerable.Range(0, 4).Select(number => session.SendAsync(Query($"{number}"), Cancelled)).ToArray();

        Assert.Equal((2, 4, WaitReason.Concurrency), (session.Statistics.InFlight, session.Statistics.Queued, session.Statistics.WaitReason));
        Assert.All(waiting, request => Assert.False(request.IsCompleted));
        _held.SetResult();

        Assert.Equal(["0", "1", "2", "3"], (await Task.WhenAll(waiting)).Select(TextOf));
        await Task.WhenAll(held);
        Assert.Equal((0, 0), (session.Statistics.InFlight, session.Statistics.Queued));
    }

    [Fact]
    public async Task C6_waiting_in_the_line_does_not_count_towards_the_timeout_of_an_operation_over_the_socket()
    {
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            await AcknowledgeAsync(socket);
            await EchoAsync(socket);
        });
        await using var session = new GqlSession(OptionsFor(server) with { MaximumConcurrency = 1 });
        var first = session.SendAsync(Query("hold") with { Timeout = Timeout.InfiniteTimeSpan }, Cancelled);
        var second = session.SendAsync(Query("second") with { Timeout = TimeSpan.FromSeconds(10) }, Cancelled);

        _clock.Advance(TimeSpan.FromMinutes(10));
        _held.SetResult();

        Assert.Equal("hold", TextOf(await first));
        Assert.Equal("second", TextOf(await second));
    }

    [Fact]
    public async Task A_timeout_ends_one_operation_alone_and_the_server_is_told()
    {
        var completed = new TaskCompletionSource<string>();
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            await AcknowledgeAsync(socket);
            var slow = await socket.ReceiveAsync();
            _held.SetResult();
            var complete = await socket.ReceiveAsync();
            completed.SetResult($"{Text(complete, "type")} {Text(slow, "id") == Text(complete, "id")}");
            await EchoAsync(socket);
        });
        await using var session = new GqlSession(OptionsFor(server));
        var slow = session.SendAsync(Query("slow") with { Timeout = TimeSpan.FromSeconds(10) }, Cancelled);
        await _held.Task.WaitAsync(Cancelled);

        _clock.Advance(TimeSpan.FromSeconds(11));
        var failure = await Assert.ThrowsAsync<GqlException>(() => slow);

        Assert.Equal((FailureKind.Timeout, 1), (failure.Kind, failure.Attempts.Count));
        Assert.Equal("complete True", await completed.Task.WaitAsync(Cancelled));
        Assert.Equal("next", TextOf(await session.SendAsync(Query("next"), Cancelled)));
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task The_pace_of_the_session_holds_for_operations_over_the_socket()
    {
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            await AcknowledgeAsync(socket);
            await EchoAsync(socket);
        });
        await using var session = new GqlSession(OptionsFor(server) with { RequestsPerSecond = 0.1 });
        await session.SendAsync(Query("first"), Cancelled);

        var second = session.SendAsync(Query("second"), Cancelled);

        Assert.Equal((1, WaitReason.Pace), (session.Statistics.Queued, session.Statistics.WaitReason));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("second", TextOf(await second));
    }

    [Theory]
    [InlineData("next", """{"data":null,"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],"extensions":{"cost":{"requestedQueryCost":50,"actualQueryCost":null,"throttleStatus":{"maximumAvailable":100,"currentlyAvailable":0,"restoreRate":10} } } }""", true)]
    [InlineData("error", """[{"message":"Slower","extensions":{"code":"RATE_LIMITED"} }]""", false)]
    public async Task An_operation_that_a_limit_refuses_waits_in_the_line_and_goes_again_be_it_a_mutation(string type, string payload, bool tellsLimit)
    {
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            await AcknowledgeAsync(socket);
            await SendAsync(socket, type, await socket.ReceiveAsync(), payload);
            await EchoAsync(socket);
        });
        await using var session = new GqlSession(OptionsFor(server));

        var sending = session.SendAsync(new GqlRequest("mutation { again }"), Cancelled);
        await AdvanceAsync(_clock, sending);

        var response = await sending;
        Assert.Equal("mutation { again }", TextOf(response));
        Assert.Equal([RetryReason.RateLimited, null], response.Attempts.Select(attempt => attempt.Verdict?.Reason));
        Assert.Equal(1, session.Statistics.Refused);
        Assert.Equal(tellsLimit, session.Statistics.RateLimits.Any(limit => limit.Limit == 100));
    }

    [Fact]
    public async Task Errors_with_which_the_server_ends_an_operation_are_its_answer()
    {
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            await AcknowledgeAsync(socket);
            await SendAsync(socket, "error", await socket.ReceiveAsync(), """[{"message":"Cannot query field 'a'.","locations":[{"line":1,"column":3}]}]""");
            await socket.FallSilentAsync();
        });
        await using var session = new GqlSession(OptionsFor(server));

        var response = await session.SendAsync(new GqlRequest("{ a }"), Cancelled);

        Assert.False(response.HasData);
        Assert.Equal("Cannot query field 'a'.", Assert.Single(response.Errors).Message);
        Assert.Equal(1, session.Statistics.Errors);
    }

    [Fact]
    public async Task C4_a_mutation_whose_start_was_never_written_goes_again_and_one_that_was_written_does_not()
    {
        var (largeHasBegun, cut) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = await ScriptedSocket.ServeAsync(
            async socket =>
            {
                await AcknowledgeAsync(socket);
                await AnswerAsync(socket, await ReceiveStartAsync(socket));
                var written = await ReceiveStartAsync(socket);
                Assert.Contains("written", Text(written.GetProperty("payload"), "query"), StringComparison.Ordinal);
                _held.SetResult();
                // The rest of it fills the buffers on the way, and what follows is never written.
                await socket.ReceiveBeginningAsync();
                largeHasBegun.SetResult();
                await cut.Task.WaitAsync(Cancelled);
                socket.Request.HttpContext.Abort();
            },
            async socket =>
            {
                await AcknowledgeAsync(socket);
                await EchoAsync(socket);
            });
        await using var session = new GqlSession(OptionsFor(server));
        await session.SendAsync(Query("first"), Cancelled);
        var written = session.SendAsync(new GqlRequest("mutation { written }"), Cancelled);
        await _held.Task.WaitAsync(Cancelled);
        var large = session.SendAsync(Query(new string('x', 40_000_000)), Cancelled);
        await largeHasBegun.Task.WaitAsync(Cancelled);
        var unwritten = session.SendAsync(new GqlRequest("mutation { unwritten }"), Cancelled);

        cut.SetResult();
        await AdvanceAsync(_clock, Task.WhenAll(unwritten, large));

        var failure = await Assert.ThrowsAsync<GqlException>(() => written);
        Assert.Equal((FailureKind.ConnectionLost, RetryReason.MutationMayHaveRun), (failure.Kind, Assert.Single(failure.Attempts).Verdict?.Reason));
        Assert.Equal([RetryReason.NotSent, null], (await unwritten).Attempts.Select(attempt => attempt.Verdict?.Reason));
        Assert.Equal("mutation { unwritten }", TextOf(await unwritten));
        Assert.Equal([RetryReason.ConnectionLost, null], (await large).Attempts.Select(attempt => attempt.Verdict?.Reason));
        Assert.Equal(2, session.Statistics.Retries);
    }

    [Fact]
    public async Task C4_a_mutation_goes_again_where_no_socket_came_about()
    {
        var refusals = 0;
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (++refusals == 1)
            {
                context.Response.StatusCode = 503;
                return;
            }

            using var socket = await context.WebSockets.AcceptWebSocketAsync("graphql-transport-ws");
            var scripted = new ScriptedSocket(socket, context);
            await AcknowledgeAsync(scripted);
            await EchoAsync(scripted);
        });
        await using var session = new GqlSession(OptionsFor(server));

        var response = session.SendAsync(new GqlRequest("mutation { a }"), Cancelled);
        await AdvanceAsync(_clock, response);

        Assert.Equal([RetryReason.NotSent, null], (await response).Attempts.Select(attempt => attempt.Verdict?.Reason));
    }

    [Fact]
    public async Task C10_what_waits_in_the_line_has_its_turn_while_the_session_closes()
    {
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            await AcknowledgeAsync(socket);
            await EchoAsync(socket);
        });
        await using var session = new GqlSession(OptionsFor(server) with { MaximumConcurrency = 1 });
        var first = session.SendAsync(Query("hold"), Cancelled);
        var second = session.SendAsync(Query("second"), Cancelled);

        var closing = session.CloseAsync(Timeout.InfiniteTimeSpan);
        _held.SetResult();

        Assert.Equal(["hold", "second"], (await Task.WhenAll(first, second)).Select(TextOf));
        await closing;
    }

    [Fact]
    public async Task A_query_that_the_cache_has_is_not_sent_over_the_socket_either()
    {
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            await AcknowledgeAsync(socket);
            await AnswerAsync(socket, await socket.ReceiveAsync());
            await socket.FallSilentAsync();
        });
        await using var session = new GqlSession(OptionsFor(server) with { CacheLifetime = TimeSpan.FromMinutes(1) });

        Assert.Equal("same", TextOf(await session.SendAsync(Query("same"), Cancelled)));
        Assert.Equal("same", TextOf(await session.SendAsync(Query("same"), Cancelled)));

        Assert.Equal(1, session.Statistics.CacheHits);
    }

    [Fact]
    public async Task An_idempotency_key_that_would_be_a_header_field_is_refused_as_the_socket_has_none()
    {
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            await AcknowledgeAsync(socket);
            await EchoAsync(socket);
        });
        await using var session = new GqlSession(OptionsFor(server));
        await using var directive = new GqlSession(OptionsFor(server) with { IdempotencyKeyIn = IdempotencyKeyPlace.Directive });
        var request = new GqlRequest("mutation { pay }") { IdempotencyKey = "k-1" };

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(request, Cancelled));
        var response = await directive.SendAsync(request, Cancelled);

        Assert.Equal(FailureKind.OptionInvalid, failure.Kind);
        Assert.Contains("IdempotencyKeyIn", failure.Message, StringComparison.Ordinal);
        Assert.Contains("@idempotent", TextOf(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_and_answers_in_parts_go_by_HTTP()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Cancelled);
        var options = SubscribingTo(server, version: "1.1");
        await using var session = new GqlSession(options with { Subscriptions = options.Subscriptions with { OperationsOverSocket = true } });

        var uploaded = await session.SendAsync(
            new GqlRequest("mutation ($file: Upload!) { upload(file: $file) { name } }")
            {
                Variables = """{"file":null}"""u8.ToArray(),
                Uploads = [new("variables.file", UploadSource.FromBytes("x"u8.ToArray(), "x.txt"))],
            },
            Cancelled);
        var deferred = await session.SendAsync(new GqlRequest("{ __typename ... @defer { slow(milliseconds: 1) } }"), Cancelled);

        Assert.Equal("x.txt", uploaded.Data.GetProperty("upload").GetProperty("name").GetString());
        Assert.Equal(1, deferred.Data.GetProperty("slow").GetInt32());
        Assert.Equal(0, server.Counters.Streams.SocketsOpened);
    }

    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private GqlSessionOptions OptionsFor(ScriptedServer server) => TestSessions.OptionsFor(server) with
    {
        TimeProvider = _clock,
        OperationTimeout = TimeSpan.FromDays(1),
        HttpVersion = HttpVersionChoice.Exactly(new Version(1, 1)),
        Subscriptions = new()
        {
            Protocol = SubscriptionProtocol.GraphQLTransportWs,
            OperationsOverSocket = true,
            RetryDelay = TimeSpan.Zero,
            AcknowledgementTimeout = TimeSpan.FromDays(1),
            PingInterval = Timeout.InfiniteTimeSpan,
            Linger = TimeSpan.FromDays(1),
        },
    };

    private static GqlRequest Query(string text) => new("query ($text: String!) { echo(text: $text) }") { Variables = JsonSerializer.SerializeToUtf8Bytes(new { text }) };

    private static string TextOf(GqlResponse<JsonElement> response) => Text(response.Data, "echo");

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString()!;

    private static async Task AcknowledgeAsync(ScriptedSocket socket)
    {
        Assert.Equal("connection_init", Text(await socket.ReceiveAsync(), "type"));
        await socket.SendAsync("""{"type":"connection_ack"}""");
    }

    // The client may have left an answered operation before it read that this is complete, and says so.
    private static async Task<JsonElement> ReceiveStartAsync(ScriptedSocket socket)
    {
        JsonElement message;
        do message = await socket.ReceiveAsync();
        while (Text(message, "type") == "complete");
        return message;
    }

    private static async Task SendAsync(ScriptedSocket socket, string type, JsonElement subscribe, string payload)
    {
        await socket.SendAsync($$"""{"type":"{{type}}","id":"{{Text(subscribe, "id")}}","payload":{{payload}}}""");
        if (type == "next") await socket.SendAsync($$"""{"type":"complete","id":"{{Text(subscribe, "id")}}"}""");
    }

    // The answer says what was asked: the variable, else the document; of what is long, a part.
    private static Task AnswerAsync(ScriptedSocket socket, JsonElement subscribe)
    {
        var payload = subscribe.GetProperty("payload");
        var text = payload.TryGetProperty("variables", out var variables) && variables.TryGetProperty("text", out var given) ? given.GetString()! : Text(payload, "query");
        var answer = Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(new { data = new { echo = text[..Math.Min(text.Length, 200)] } }));
        return SendAsync(socket, "next", subscribe, answer);
    }

    // Answers in turn; what is to be held until the test says so holds back all that follows.
    private async Task EchoAsync(ScriptedSocket socket)
    {
        while (await socket.ReceiveAsync() is { ValueKind: JsonValueKind.Object } message)
        {
            if (Text(message, "type") != "subscribe") continue;
            if (message.GetProperty("payload").GetRawText().Contains("\"hold", StringComparison.Ordinal)) await _held.Task.WaitAsync(Cancelled);
            await AnswerAsync(socket, message);
        }
    }
}
