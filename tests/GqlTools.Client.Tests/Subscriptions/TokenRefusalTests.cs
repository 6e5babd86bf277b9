using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using GqlTools.Client.Authentication;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Sessions;
using GqlTools.Client.Subscriptions;
using GqlTools.Client.Transport;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using static GqlTools.Client.Tests.Subscriptions.Subscribing;

namespace GqlTools.Client.Tests.Subscriptions;

/// <summary>A token that a server of subscriptions refuses: where a provider gives tokens, another one is tried, once.</summary>
public sealed class TokenRefusalTests
{
    private const string Refusal = """{"errors":[{"errorType":"UnauthorizedException","message":"Token has expired."}]}""";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 31, 4, 5, 6, TimeSpan.Zero));
    private readonly ConcurrentQueue<string> _seen = new();
    private int _tokens;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("connection_error")]
    [InlineData("error")]
    public async Task AppSync_refuses_to_connect_and_another_token_connects_at_once(string type)
    {
        await using var server = await ScriptedSocket.ServeAsync(
            async socket =>
            {
                _seen.Enqueue(AppSyncToken(socket));
                await socket.ReceiveAsync();
                await RefuseLaterAsync(socket, $$"""{"type":"{{type}}","payload":{{Refusal}}}""");
                await socket.ReceiveCloseAsync();
            },
            async socket =>
            {
                _seen.Enqueue(AppSyncToken(socket));
                await AcknowledgeAsync(socket);
                await StartAsync(socket, await socket.ReceiveAsync(), 1);
                await socket.FallSilentAsync();
            });
        await using var session = new GqlSession(OptionsFor(server, SubscriptionProtocol.AppSync));

        var events = await WatchAsync(session, Count(), new SubscriptionOptions { MaximumCount = 1 });

        Assert.Equal([1], Numbers(events));
        Assert.Equal(["token-1", "token-2"], _seen);
        Assert.Equal((0, 0L), (Gaps(events).Count(), session.Statistics.Subscriptions.Reconnects));
    }

    [Fact]
    public async Task AppSync_refuses_a_start_and_another_token_starts_it_on_the_same_socket_beside_its_neighbour()
    {
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            await AcknowledgeAsync(socket);
            var staying = await socket.ReceiveAsync();
            await StartAsync(socket, staying, 1);
            var refused = await socket.ReceiveAsync();
            _seen.Enqueue(StartToken(refused));
            await RefuseLaterAsync(socket, $$"""{"type":"error","id":"{{refused.GetProperty("id").GetString()}}","payload":{{Refusal}}}""");
            var again = await socket.ReceiveAsync();
            _seen.Enqueue(StartToken(again));
            await StartAsync(socket, again, 7);
            await SendDataAsync(socket, staying, 2);
            await socket.FallSilentAsync();
        });
        await using var session = new GqlSession(OptionsFor(server, SubscriptionProtocol.AppSync));
        await using var neighbour = session.SubscribeAsync(Count(), Read, cancellationToken: Cancelled).GetAsyncEnumerator(Cancelled);
        // That it has started, and its first event.
        for (var first = 0; first < 2; first++) Assert.True(await neighbour.MoveNextAsync());

        var events = await WatchAsync(session, Count(), new SubscriptionOptions { MaximumCount = 1 });

        Assert.Equal([7], Numbers(events));
        Assert.Empty(Gaps(events));
        Assert.True(await neighbour.MoveNextAsync());
        Assert.Equal(2, Number(neighbour.Current));
        Assert.Equal(["token-1", "token-2"], _seen);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_start_that_is_refused_with_the_second_token_too_ends_with_that_and_a_word_of_a_provider_that_failed()
    {
        async Task ServeAsync(ScriptedSocket socket)
        {
            await AcknowledgeAsync(socket);
            while (await socket.ReceiveAsync() is { ValueKind: JsonValueKind.Object } message)
            {
                if (message.GetProperty("type").GetString() != "start") continue;
                _seen.Enqueue(StartToken(message));
                await RefuseLaterAsync(socket, $$"""{"type":"error","id":"{{message.GetProperty("id").GetString()}}","payload":{{Refusal}}}""");
            }
        }

        await using var server = await ScriptedSocket.ServeAsync(ServeAsync);
        await using var session = new GqlSession(OptionsFor(server, SubscriptionProtocol.AppSync));
        await using var failing = new GqlSession(OptionsFor(server, SubscriptionProtocol.AppSync, lasts: 1));

        var refused = (await WatchAsync(session, Count()))[^1].Failure!;
        _tokens = 0;
        var alone = (await WatchAsync(failing, Count()))[^1].Failure!;

        Assert.Equal([FailureKind.Unauthorized, FailureKind.Unauthorized], new[] { refused.Kind, alone.Kind });
        Assert.EndsWith("Token has expired.", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("Token has expired. The token provider 'test' failed: The vault is closed.", alone.Message, StringComparison.Ordinal);
        Assert.Equal(["token-1", "token-2", "token-1"], _seen);
    }

    [Theory]
    [InlineData(SubscriptionProtocol.GraphQLTransportWs, 401)]
    [InlineData(SubscriptionProtocol.GraphQLTransportWs, 4401)]
    [InlineData(SubscriptionProtocol.GraphQLTransportWs, 4403)]
    [InlineData(SubscriptionProtocol.GraphQLWs, 401)]
    [InlineData(SubscriptionProtocol.Phoenix, 403)]
    [InlineData(SubscriptionProtocol.Sse, 401)]
    [InlineData(SubscriptionProtocol.Multipart, 401)]
    public async Task Every_protocol_gets_another_token_once_and_ends_when_that_is_refused_too(SubscriptionProtocol protocol, int code)
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            _seen.Enqueue(TokenOf(context));
            _clock.Advance(TimeSpan.FromSeconds(6));
            if (code < 1000)
            {
                context.Response.StatusCode = code;
                return;
            }

            using var socket = await context.WebSockets.AcceptWebSocketAsync("graphql-transport-ws");
            await new ScriptedSocket(socket, context).ReceiveAsync();
            await socket.CloseAsync((System.Net.WebSockets.WebSocketCloseStatus)code, "No.", Cancelled);
        });
        await using var session = new GqlSession(OptionsFor(server, protocol, retries: 0) with { HttpVersion = HttpVersionChoice.Exactly(new Version(1, 1)) });

        var failure = (await WatchAsync(session, Count()))[^1].Failure!;

        Assert.Equal(code is 4401 or 4403 ? FailureKind.SocketClosed : code == 401 ? FailureKind.Unauthorized : FailureKind.Forbidden, failure.Kind);
        Assert.Equal(["token-1", "token-2"], _seen);
    }

    [Fact]
    public async Task A_connection_that_was_lost_finds_its_token_refused_and_comes_back_with_another_and_a_gap()
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
                await socket.ReceiveAsync();
                await RefuseLaterAsync(socket, $$"""{"type":"connection_error","payload":{{Refusal}}}""");
                await socket.ReceiveCloseAsync();
            },
            async socket =>
            {
                _seen.Enqueue(AppSyncToken(socket));
                await AcknowledgeAsync(socket);
                await StartAsync(socket, await socket.ReceiveAsync(), 2);
                await socket.FallSilentAsync();
            });
        await using var session = new GqlSession(OptionsFor(server, SubscriptionProtocol.AppSync));

        var events = await WatchAsync(session, Count(), new SubscriptionOptions { MaximumCount = 2 });

        Assert.Equal([1, 2], Numbers(events));
        Assert.Single(Gaps(events));
        Assert.Equal(["token-2"], _seen);
    }

    [Theory]
    [InlineData(4401)]
    [InlineData(4403)]
    public async Task A_token_that_ends_during_a_subscription_is_replaced_and_a_gap_stands_where_it_ended(int code)
    {
        await using var server = await ScriptedSocket.ServeAsync(
            async socket =>
            {
                await NextAsync(socket, 1);
                _clock.Advance(TimeSpan.FromSeconds(6));
                await socket.CloseAsync(code);
            },
            async socket =>
            {
                await NextAsync(socket, 2);
                await socket.SendAsync("""{"type":"complete","id":"1"}""");
                await socket.FallSilentAsync();
            });
        await using var session = new GqlSession(OptionsFor(server, SubscriptionProtocol.GraphQLTransportWs, retries: 0));

        var events = await WatchAsync(session, Count());

        Assert.Equal([1, 2], Numbers(events));
        Assert.Single(Gaps(events));
        Assert.Contains(events, read => read.Text?.EndsWith("There is another token, and the next attempt follows at once.", StringComparison.Ordinal) == true);
        Assert.Equal((2, 1L), (_tokens, session.Statistics.Subscriptions.Reconnects));
    }

    private static async Task NextAsync(ScriptedSocket socket, int number)
    {
        await AcknowledgeAsync(socket);
        await socket.ReceiveAsync();
        await socket.SendAsync($$"""{"type":"next","id":"1","payload":{"data":{"count":{"id":"{{number}}","number":{{number}} } } } }""");
    }

    private static string TokenOf(HttpContext context) =>
        context.Request.Query.TryGetValue("token", out var parameter) ? parameter.ToString() : context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);

    private static string AppSyncToken(ScriptedSocket socket)
    {
        var text = socket.Request.HttpContext.WebSockets.WebSocketRequestedProtocols[1]["header-".Length..].Replace('-', '+').Replace('_', '/');
        return JsonElement.Parse(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='))).GetProperty("Authorization").GetString()!;
    }

    private static string StartToken(JsonElement start) =>
        start.GetProperty("payload").GetProperty("extensions").GetProperty("authorization").GetProperty("Authorization").GetString()!;

    private static async Task AcknowledgeAsync(ScriptedSocket socket)
    {
        await socket.ReceiveAsync();
        await socket.SendAsync("""{"type":"connection_ack","payload":{"connectionTimeoutMs":300000}}""");
    }

    private static async Task StartAsync(ScriptedSocket socket, JsonElement start, int number)
    {
        await socket.SendAsync($$"""{"type":"start_ack","id":"{{start.GetProperty("id").GetString()}}"}""");
        await SendDataAsync(socket, start, number);
    }

    private static Task SendDataAsync(ScriptedSocket socket, JsonElement start, int number) =>
        socket.SendAsync($$"""{"type":"data","id":"{{start.GetProperty("id").GetString()}}","payload":{"data":{"count":{"id":"{{number}}","number":{{number}} } } } }""");

    // A provider is left alone for some seconds after it gave a token.
    private Task RefuseLaterAsync(ScriptedSocket socket, string message)
    {
        _clock.Advance(TimeSpan.FromSeconds(6));
        return socket.SendAsync(message);
    }

    private GqlSessionOptions OptionsFor(ScriptedServer server, SubscriptionProtocol protocol, int lasts = int.MaxValue, int retries = 5) => TestSessions.OptionsFor(server) with
    {
        TimeProvider = _clock,
        OperationTimeout = TimeSpan.FromDays(1),
        TokenProvider = new GqlTokenProvider("test", _ => ++_tokens <= lasts
            ? Task.FromResult($"token-{_tokens.ToString(CultureInfo.InvariantCulture)}")
            : throw new InvalidOperationException("The vault is closed.")),
        Subscriptions = new() { Protocol = protocol, RetryDelay = TimeSpan.Zero, MaximumRetryCount = retries, Linger = TimeSpan.Zero, AcknowledgementTimeout = TimeSpan.FromDays(1), PingInterval = Timeout.InfiniteTimeSpan },
    };
}
