using System.Net;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Client.Subscriptions;
using GqlTools.Client.Transport;
using GqlTools.Demo;
using Microsoft.Extensions.Time.Testing;
using static GqlTools.Client.Tests.Subscriptions.Subscribing;

namespace GqlTools.Client.Tests.Subscriptions;

/// <summary>What servers do that the protocol does not foresee, or foresees as an end.</summary>
public sealed class SocketFaultTests : IAsyncLifetime
{
    private DemoServer _server = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await DemoServer.StartAsync(new DemoServerOptions(), Cancelled);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(1002)]
    [InlineData(1003)]
    [InlineData(1008)]
    [InlineData(1009)]
    [InlineData(1011)]
    [InlineData(4004)]
    [InlineData(4005)]
    [InlineData(4400)]
    [InlineData(4401)]
    [InlineData(4406)]
    [InlineData(4409)]
    [InlineData(4429)]
    [InlineData(4500)]
    public async Task A_fatal_close_code_ends_all_subscriptions_at_once_and_says_why(int code)
    {
        await using var session = new GqlSession(SubscribingTo(_server, fault: $"socket?closeAfter=2&code={code}&reason=enough"));

        // The silent one first: it is there when the events of the other bring the end.
        var both = await Task.WhenAll(WatchAsync(session, new GqlRequest("subscription { silence { id } }")), WatchAsync(session, Count()));

        foreach (var events in both)
        {
            var failure = events[^1].Failure!;
            Assert.Equal((FailureKind.SocketClosed, (int?)code), (failure.Kind, failure.CloseCode));
            Assert.Contains($"{code} (\"enough\")", failure.Message, StringComparison.Ordinal);
            Assert.Empty(Gaps(events));
        }

        Assert.Equal(1, _server.Counters.Streams.SocketsOpened);
        Assert.Equal((0L, 2L), (session.Statistics.Subscriptions.Reconnects, session.Statistics.Errors));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(4403)]
    [InlineData(4408)]
    [InlineData(4499)]
    [InlineData(4504)]
    [InlineData(3000)]
    [InlineData(4999)]
    public async Task Another_close_code_is_followed_by_another_connection_and_a_gap(int code)
    {
        await using var session = new GqlSession(SubscribingTo(_server, fault: $"socket?closeAfter=2&code={code}&first=2"));

        var events = await WatchAsync(session, Count(), new SubscriptionOptions { MaximumCount = 6 });

        Assert.Equal([1, 2, 1, 2, 1, 2], Numbers(events));
        Assert.Equal([1, 2], Gaps(events).Select(gap => gap.Number));
        Assert.Equal(2, session.Statistics.Subscriptions.Gaps);
        Assert.Equal(3, events.FindIndex(read => read.Gap is not null) - events.FindIndex(read => read.Kind == GqlEventKind.Response));
    }

    [Fact]
    public async Task With_a_variable_to_resume_by_no_event_is_missing_or_comes_twice_and_no_gap_is_marked()
    {
        await using var session = new GqlSession(SubscribingTo(_server, fault: "socket?closeAfter=3&code=1001"));

        var events = await WatchAsync(session, Count(to: 10), Resuming);

        Assert.Equal(Enumerable.Range(1, 10), Numbers(events));
        Assert.Empty(Gaps(events));
        Assert.Contains(events, read => read.Kind == GqlEventKind.Verbose && read.Text!.Contains("resumed after \"9\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cut_connection_is_followed_by_another()
    {
        // The cut may overtake all events before it: with a third one, the subscription might never get on.
        await using var session = new GqlSession(SubscribingTo(_server, version: "1.1", fault: "socket?cutAfter=3&first=2"));

        var events = await WatchAsync(session, Count(to: 10), Resuming);

        Assert.Equal(Enumerable.Range(1, 10), Numbers(events));
        Assert.Equal(3, _server.Counters.Streams.SocketsOpened);
    }

    [Fact]
    public async Task Attempts_in_a_row_are_limited()
    {
        await using var session = new GqlSession(SubscribingTo(_server, fault: "socket?closeAt=init&code=1013") with
        {
            Subscriptions = new() { Protocol = SubscriptionProtocol.GraphQLTransportWs, RetryDelay = TimeSpan.Zero, MaximumRetryCount = 3 },
        });

        var events = await WatchAsync(session, Count());

        Assert.NotNull(events[^1].Failure);
        Assert.Equal((4L, 3L), (_server.Counters.Streams.SocketsOpened, session.Statistics.Subscriptions.Reconnects));
    }

    [Theory]
    [InlineData("unknown-type", "Invalid message type")]
    [InlineData("no-id", "no id")]
    [InlineData("no-type", "no type")]
    [InlineData("not-json", "Invalid message")]
    [InlineData("array", "not an object")]
    public async Task A_message_that_the_protocol_does_not_have_closes_with_4400(string inject, string says)
    {
        await using var session = new GqlSession(SubscribingTo(_server, fault: $"socket?inject={inject}&injectAfter=2"));

        var events = await WatchAsync(session, Count());

        var failure = events[^1].Failure!;
        Assert.Equal((FailureKind.SocketClosed, (int?)4400), (failure.Kind, failure.CloseCode));
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        await _server.Counters.WhenAsync(counters => counters.Streams is { SocketsOpen: 0, SubscriptionsActive: 0 }, Cancelled);
    }

    [Fact]
    public async Task A_binary_message_closes_with_1003()
    {
        await using var session = new GqlSession(SubscribingTo(_server, fault: "socket?inject=binary&injectAfter=2"));

        var failure = (await WatchAsync(session, Count()))[^1].Failure!;

        Assert.Equal((FailureKind.SocketClosed, (int?)1003), (failure.Kind, failure.CloseCode));
    }

    [Theory]
    [InlineData("socket?inject=unknown-id&injectAfter=2")]
    [InlineData("socket?inject=ack&injectAfter=2")]
    [InlineData("socket?ack=twice")]
    [InlineData("socket?late=true")]
    [InlineData("socket?fragmentBytes=7")]
    public async Task What_means_nothing_is_passed_over(string fault)
    {
        await using var session = new GqlSession(SubscribingTo(_server, fault: fault));

        Assert.Equal([1, 2, 3, 4], Numbers(await WatchAsync(session, Count(to: 4))));
        Assert.Equal([1, 2, 3, 4], Numbers(await WatchAsync(session, Count(), new SubscriptionOptions { MaximumCount = 4 })));
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused_without_being_kept_whole()
    {
        const int MegaByte = 1024 * 1024;
        await using var session = new GqlSession(SubscribingTo(_server) with { AnswerLimits = new AnswerLimits { MaximumBytes = MegaByte } });

        var failure = (await WatchAsync(session, new GqlRequest("subscription { count(to: 1) { padding(bytes: 100000000) } }")))[^1].Failure!;

        Assert.Equal((FailureKind.AnswerTooLarge, (int?)1009), (failure.Kind, failure.CloseCode));
        Assert.InRange(session.Statistics.BytesIn, MegaByte, 50 * MegaByte);
    }

    [Fact]
    public async Task A_server_that_never_acknowledges_is_given_up()
    {
        var clock = new FakeTimeProvider();
        var initialised = new TaskCompletionSource();
        await using var server = await ScriptedSocket.ServeAsync(async socket =>
        {
            await socket.ReceiveAsync();
            initialised.SetResult();
            await socket.FallSilentAsync();
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with
        {
            TimeProvider = clock,
            HttpVersion = HttpVersionChoice.Exactly(HttpVersion.Version11),
            Subscriptions = new() { Protocol = SubscriptionProtocol.GraphQLTransportWs, MaximumRetryCount = 0 },
        });

        var watching = WatchAsync(session, Count());
        await initialised.Task.WaitAsync(Cancelled);
        await AdvanceAsync(clock, until: watching);

        var failure = (await watching)[^1].Failure!;
        Assert.Contains("No acknowledgement within 10 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_gives_no_sign_of_life_loses_the_connection()
    {
        var clock = new FakeTimeProvider();
        _server.Fault = "socket?pong=false&first=1";
        var options = SubscribingTo(_server);
        await using var session = new GqlSession(options with { TimeProvider = clock, Subscriptions = options.Subscriptions with { AcknowledgementTimeout = TimeSpan.FromDays(1) } });

        await using var events = session.SubscribeAsync(new GqlRequest("subscription { priceChanged { sku } }"), Read, cancellationToken: Cancelled).GetAsyncEnumerator(Cancelled);
        var next = events.MoveNextAsync().AsTask();
        await _server.Counters.WhenAsync(counters => counters.Streams.SubscriptionsActive == 1, Cancelled);
        await AdvanceAsync(clock, until: () => session.Statistics.Subscriptions.Reconnects == 1);

        while (await next && events.Current.Gap is null) next = events.MoveNextAsync().AsTask();

        Assert.Contains("No sign of life within 10 s", events.Current.Text, StringComparison.Ordinal);
        Assert.NotNull(session.Statistics.Subscriptions.LastPing);
    }

    [Fact]
    public async Task Credentials_are_read_anew_at_every_connect()
    {
        _server.Fault = "socket?token=old";
        await using var session = new GqlSession(SubscribingTo(_server) with
        {
            Authentication = GqlAuthentication.Bearer("old"),
            Subscriptions = new() { Protocol = SubscriptionProtocol.GraphQLTransportWs, RetryDelay = TimeSpan.Zero, MaximumRetryCount = int.MaxValue },
        });
        await using var events = session.SubscribeAsync(Count(intervalMilliseconds: 1), Read, cancellationToken: Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.True(await events.MoveNextAsync());

        _server.Fault = "socket?token=new";
        Assert.Equal(1, _server.CutStreams());
        await _server.Counters.WhenAsync(counters => counters.Streams.SocketsOpened > 3, Cancelled);
        session.ReplaceAuthentication(GqlAuthentication.Bearer("new"));

        while (await events.MoveNextAsync() && events.Current.Gap is null) Assert.Null(events.Current.Failure);
        Assert.NotNull(events.Current.Gap);
    }
}
