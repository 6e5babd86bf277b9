using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Client.Subscriptions;
using Microsoft.Extensions.Time.Testing;
using static GqlTools.Client.Tests.Subscriptions.Subscribing;

namespace GqlTools.Client.Tests.Subscriptions;

/// <summary>Absinthe over Phoenix channels from the session to the socket, with a server that does what Phoenix does.</summary>
public sealed class PhoenixTests
{
    private const string Topic = "__absinthe__:doc:1";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_subscription_lives_from_joining_to_leaving_and_the_token_is_a_connect_parameter()
    {
        var seen = new TaskCompletionSource<(string Target, string Topic, string Query, JsonElement Unsubscribe, string Last)>();
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            var join = await JoinAsync(socket);
            var doc = await socket.ReceiveAsync();
            await StartAsync(socket, doc, 1, 2);
            var unsubscribe = await socket.ReceiveAsync();
            await ReplyAsync(socket, unsubscribe, $$"""{"subscriptionId":"{{Topic}}"}""");
            var leave = await socket.ReceiveAsync();
            seen.SetResult((socket.Request.Path + socket.Request.QueryString, Part(join, 2), doc[4].GetProperty("query").GetString()!, unsubscribe, Part(leave, 3)));
            await socket.ReceiveCloseAsync();
        });
        await using var session = new GqlSession(OptionsFor(server) with { Authentication = GqlAuthentication.Bearer("a+b") });

        var events = await WatchAsync(session, Count(), new SubscriptionOptions { MaximumCount = 2 });

        Assert.Equal([1, 2], Numbers(events));
        var (target, topic, query, unsubscribe, last) = await seen.Task.WaitAsync(Cancelled);
        Assert.Equal(("/socket/websocket?vsn=2.0.0&token=a%2Bb", "__absinthe__:control", "phx_leave"), (target, topic, last));
        Assert.StartsWith("subscription Count", query, StringComparison.Ordinal);
        Assert.Equal(("unsubscribe", Topic), (Part(unsubscribe, 3), unsubscribe[4].GetProperty("subscriptionId").GetString()));
        Assert.StartsWith("Absinthe over Phoenix", session.Statistics.Subscriptions.Protocol, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heartbeats_go_out_even_while_events_come_and_one_without_a_reply_brings_another_connection_and_a_gap()
    {
        var clock = new FakeTimeProvider();
        var back = new TaskCompletionSource();
        var heard = 0;
        await using var server = await ScriptedSocket.ServeAsync(
            async socket =>
            {
                await JoinAsync(socket);
                await StartAsync(socket, await socket.ReceiveAsync(), 1);
                while (heard < 3 && await socket.ReceiveAsync() is { ValueKind: JsonValueKind.Array } beat)
                {
                    Assert.Equal(("phoenix", "heartbeat"), (Part(beat, 2), Part(beat, 3)));
                    heard++;
                    // An event is as good a sign of life as a reply.
                    await SendEventAsync(socket, 1 + heard);
                }

                await socket.FallSilentAsync();
            },
            async socket =>
            {
                back.SetResult();
                await JoinAsync(socket);
                await StartAsync(socket, await socket.ReceiveAsync(), 5);
                await socket.FallSilentAsync();
            });
        await using var session = new GqlSession(OptionsFor(server) with { TimeProvider = clock });

        var watching = WatchAsync(session, Count(), new SubscriptionOptions { MaximumCount = 5 });
        for (var answered = 1; answered <= 3; answered++)
        {
            await UntilAsync(() => session.Statistics.Subscriptions.Events == answered);
            var before = session.Statistics.Subscriptions.LastPing;
            await AdvanceAsync(clock, until: () => session.Statistics.Subscriptions.LastPing != before);
        }

        await UntilAsync(() => session.Statistics.Subscriptions.Events == 4);
        await AdvanceAsync(clock, until: back.Task);

        Assert.Equal([1, 2, 3, 4, 5], Numbers(await watching));
        Assert.Contains("No sign of life within 10 s", Assert.Single(Gaps(await watching)).Reason, StringComparison.Ordinal);
        Assert.Equal(3, heard);
    }

    [Fact]
    public async Task Queries_go_over_the_socket_where_the_session_says_so()
    {
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            await JoinAsync(socket);
            await ReplyAsync(socket, await socket.ReceiveAsync(), """{"data":{"a":1}}""");
            await socket.FallSilentAsync();
        });
        await using var session = new GqlSession(OptionsFor(server, over => over with { OperationsOverSocket = true }));

        Assert.Equal(1, (await session.SendAsync(new GqlRequest("{ a }"), Cancelled)).Data.GetProperty("a").GetInt32());
    }

    [Fact]
    public async Task The_payload_is_connect_parameters_and_a_URI_keeps_its_own()
    {
        var seen = new TaskCompletionSource<string>();
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            seen.SetResult(socket.Request.Path + socket.Request.QueryString);
            Assert.Equal("phx_join", Text(await socket.ReceiveAsync(), "event"));
            await socket.SendAsync("""{"topic":"__absinthe__:control","event":"phx_reply","ref":"1","payload":{"status":"error","response":{"reason":"unmatched topic"}}}""");
            await socket.ReceiveCloseAsync();
        });
        await using var session = new GqlSession(OptionsFor(server, options => options with
        {
            Uri = new Uri(server.Uri, "/ws?a=1&vsn=1.0.0"),
            Payload = """{"user_token":"x&y","live":true,"none":null}"""u8.ToArray(),
        }) with { Authentication = GqlAuthentication.Bearer("session") });

        var failure = (await WatchAsync(session, Count()))[^1].Failure!;

        Assert.Equal("/ws?a=1&vsn=1.0.0&user_token=x%26y&live=true", await seen.Task.WaitAsync(Cancelled));
        Assert.Equal(FailureKind.SubscriptionRefused, failure.Kind);
        Assert.Contains("unmatched topic", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_is_an_error_without_the_token()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("", status: 403));
        await using var session = new GqlSession(OptionsFor(server) with { Authentication = GqlAuthentication.Bearer("a-secret") });

        var failure = (await WatchAsync(session, Count()))[^1].Failure!;

        Assert.Equal(FailureKind.Forbidden, failure.Kind);
        Assert.Contains("/socket/websocket", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_channel_that_crashes_is_joined_again()
    {
        await using var server = await ScriptedSocket.ServeAsync(
            async socket =>
            {
                await JoinAsync(socket);
                await StartAsync(socket, await socket.ReceiveAsync(), 1);
                await socket.SendAsync("""["1","1","__absinthe__:control","phx_error",{}]""");
                await socket.ReceiveCloseAsync();
            },
            async socket =>
            {
                await JoinAsync(socket);
                await StartAsync(socket, await socket.ReceiveAsync(), 2);
                await socket.ReceiveCloseAsync();
            });
        await using var session = new GqlSession(OptionsFor(server));

        var events = await WatchAsync(session, Count(), new SubscriptionOptions { MaximumCount = 2 });

        Assert.Equal([1, 2], Numbers(events));
        Assert.Contains("The channel crashed", Assert.Single(Gaps(events)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connect_parameter_that_is_no_plain_value_is_refused()
    {
        var options = new GqlSessionOptions(new Uri("https://api.example.com/graphql")) { Subscriptions = new() { Protocol = SubscriptionProtocol.Phoenix, Payload = """{"user":{"id":1}}"""u8.ToArray() } };

        var failure = Assert.Throws<GqlException>(options.Validate);

        Assert.Equal(FailureKind.OptionInvalid, failure.Kind);
        Assert.Contains("'user' must be text", failure.Message, StringComparison.Ordinal);
    }

    private static GqlSessionOptions OptionsFor(ScriptedServer server, Func<SubscriptionConnectionOptions, SubscriptionConnectionOptions>? change = null)
    {
        var options = new SubscriptionConnectionOptions { Protocol = SubscriptionProtocol.Phoenix, RetryDelay = TimeSpan.Zero, Linger = TimeSpan.Zero, AcknowledgementTimeout = TimeSpan.FromDays(1) };
        return TestSessions.OptionsFor(server) with { Subscriptions = change?.Invoke(options) ?? options };
    }

    private static async Task<JsonElement> JoinAsync(ScriptedSocket socket)
    {
        var join = await socket.ReceiveAsync();
        Assert.Equal("phx_join", Part(join, 3));
        await ReplyAsync(socket, join, "{}");
        return join;
    }

    private static async Task StartAsync(ScriptedSocket socket, JsonElement doc, params int[] numbers)
    {
        Assert.Equal("doc", Part(doc, 3));
        await ReplyAsync(socket, doc, $$"""{"subscriptionId":"{{Topic}}"}""");
        foreach (var number in numbers) await SendEventAsync(socket, number);
    }

    private static Task SendEventAsync(ScriptedSocket socket, int number) => socket.SendAsync(
        $$"""[null,null,"{{Topic}}","subscription:data",{"subscriptionId":"{{Topic}}","result":{"data":{"count":{"id":"{{number}}","number":{{number}} } } } }]""");

    private static Task ReplyAsync(ScriptedSocket socket, JsonElement push, string response) => socket.SendAsync(
        $$"""["1","{{Part(push, 1)}}","{{Part(push, 2)}}","phx_reply",{"status":"ok","response":{{response}}}]""");

    private static string Part(JsonElement message, int index) => message[index].GetString()!;

    private static string Text(JsonElement message, string name) => message.GetProperty(name).GetString()!;
}
