using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Client.Subscriptions;
using GqlTools.Demo;
using Microsoft.Extensions.Time.Testing;
using static GqlTools.Client.Tests.Subscriptions.Subscribing;

namespace GqlTools.Client.Tests.Subscriptions;

/// <summary>Subscriptions of a session beside each other, and their buffers.</summary>
public sealed class ManySubscriptionsTests : IAsyncLifetime
{
    private const int ManySubscriptions = 1000;
    private const int EventsOfEach = 100;

    private DemoServer _server = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _server = await DemoServer.StartAsync(new DemoServerOptions { MaxStreamsPerConnection = 2 * ManySubscriptions }, Cancelled);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(SubscriptionProtocol.GraphQLTransportWs, "1.1", 1)]
    [InlineData(SubscriptionProtocol.GraphQLTransportWs, "2.0", 1)]
    [InlineData(SubscriptionProtocol.Sse, "2.0", 0)]
    public async Task A_thousand_subscriptions_share_one_connection_and_none_of_100000_events_is_lost_doubled_or_out_of_order(SubscriptionProtocol protocol, string version, int sockets)
    {
        await using var session = new GqlSession(SubscribingTo(_server, protocol, version));
        await using var feed = new SubscriptionFeed<JsonElement>(session, Read, cancellationToken: Cancelled);
        var next = Enumerable.Repeat(1, ManySubscriptions).ToArray();

        for (var index = 0; index < ManySubscriptions; index++) await feed.AddAsync(Count(EventsOfEach) with { Tag = index });
        while (await feed.TakeAsync() is { } taken)
        {
            Assert.Null(taken.Event.Failure);
            if (taken.Event.Kind == GqlEventKind.Response) Assert.Equal(next[(int)taken.Request.Tag!]++, Number(taken.Event));
        }

        Assert.All(next, number => Assert.Equal(EventsOfEach + 1, number));
        Assert.Equal(sockets, _server.Counters.Streams.SocketsOpened);
        Assert.Equal(1, session.Statistics.ConnectionsOpened);
    }

    [Fact]
    public async Task Subscriptions_that_start_at_once_share_one_attempt_and_who_gives_up_ends_it_for_nobody()
    {
        await using var session = new GqlSession(SubscribingTo(_server, SubscriptionProtocol.Auto, fault: "socket?ackMilliseconds=200"));
        using var impatient = new CancellationTokenSource();
        var first = session.SubscribeAsync(Count(), Read, cancellationToken: impatient.Token).ToListAsync(Cancelled).AsTask();
        var others = Enumerable.Range(0, 20).Select(_ => WatchAsync(session, Count(to: 3))).ToArray();
        await _server.Counters.WhenAsync(counters => counters.Streams.SocketsOpened == 1, Cancelled);

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.All(await Task.WhenAll(others), events => Assert.Equal([1, 2, 3], Numbers(events)));
        Assert.Equal(1, _server.Counters.Streams.SocketsOpened);
    }

    [Fact]
    public async Task The_socket_stays_for_a_moment_after_the_last_subscription_and_is_then_closed()
    {
        var clock = new FakeTimeProvider();
        var options = SubscribingTo(_server);
        await using var session = new GqlSession(options with { TimeProvider = clock, Subscriptions = options.Subscriptions with { Linger = TimeSpan.FromSeconds(1) } });

        for (var round = 0; round < 5; round++) Assert.Equal([1, 2], Numbers(await WatchAsync(session, Count(to: 2))));
        Assert.Equal((1L, 1L), (_server.Counters.Streams.SocketsOpened, _server.Counters.Streams.SocketsOpen));

        clock.Advance(TimeSpan.FromSeconds(1));
        await _server.Counters.WhenAsync(counters => counters.Streams.SocketsOpen == 0, Cancelled);
        Assert.Equal([1, 2], Numbers(await WatchAsync(session, Count(to: 2))));
    }

    [Fact]
    public async Task Where_the_oldest_goes_a_warning_tells_how_many_went()
    {
        await using var session = new GqlSession(SubscribingTo(_server));
        await using var feed = new SubscriptionFeed<JsonElement>(session, Read, new SubscriptionOptions { BufferSize = 10, Overflow = OverflowPolicy.DropOldest }, Cancelled);

        await feed.AddAsync(Count(to: 100));
        await UntilAsync(() => session.Statistics.Subscriptions.Active == 0);
        var events = new List<GqlEvent<JsonElement>>();
        while (await feed.TakeAsync() is { } taken) events.Add(taken.Event);

        Assert.Equal(Enumerable.Range(91, 10), Numbers(events));
        Assert.Equal(90, Assert.Single(Gaps(events)).Dropped);
        Assert.Equal(90, session.Statistics.Subscriptions.Dropped);
        Assert.True(events.FindIndex(read => read.Gap is not null) < events.FindIndex(read => read.Kind == GqlEventKind.Response));
    }

    [Fact]
    public async Task A_full_buffer_that_waits_holds_back_the_socket_says_so_and_loses_nothing()
    {
        await using var session = new GqlSession(SubscribingTo(_server));
        await using var feed = new SubscriptionFeed<JsonElement>(session, Read, new SubscriptionOptions { BufferSize = 5 }, Cancelled);

        await feed.AddAsync(Count(to: 1000));
        await UntilAsync(() => session.Statistics.Subscriptions.IsHeldBack);
        Assert.Equal(6, session.Statistics.Subscriptions.Events);
        var events = new List<GqlEvent<JsonElement>>();
        while (await feed.TakeAsync() is { } taken) events.Add(taken.Event);

        Assert.Equal(Enumerable.Range(1, 1000), Numbers(events));
    }

    [Theory]
    [InlineData(SubscriptionProtocol.Sse)]
    [InlineData(SubscriptionProtocol.Multipart)]
    public async Task A_full_buffer_holds_back_nobody_else_where_each_subscription_has_its_stream(SubscriptionProtocol protocol)
    {
        await using var session = new GqlSession(SubscribingTo(_server, protocol));
        await using var slow = new SubscriptionFeed<JsonElement>(session, Read, new SubscriptionOptions { BufferSize = 1 }, Cancelled);
        await slow.AddAsync(Count());
        await _server.Counters.WhenAsync(counters => counters.Streams.EventsSent > 2, Cancelled);

        Assert.Equal([1, 2, 3], Numbers(await WatchAsync(session, Count(to: 3))));
    }

    [Theory]
    [InlineData(SubscriptionProtocol.GraphQLTransportWs)]
    [InlineData(SubscriptionProtocol.Sse)]
    public async Task C10_closing_the_session_ends_its_subscriptions_at_once_even_one_that_nobody_reads(SubscriptionProtocol protocol)
    {
        var session = new GqlSession(SubscribingTo(_server, protocol));
        await using var unread = new SubscriptionFeed<JsonElement>(session, Read, new SubscriptionOptions { BufferSize = 1 }, Cancelled);
        await unread.AddAsync(Count());
        await _server.Counters.WhenAsync(counters => counters.Streams.EventsSent > 2, Cancelled);

        await session.CloseAsync(Timeout.InfiniteTimeSpan);

        GqlException? failure = null;
        while (await unread.TakeAsync() is { } taken) failure = taken.Event.Failure;
        Assert.Equal(FailureKind.SessionClosed, failure!.Kind);
        await _server.Counters.WhenAsync(counters => counters.Streams is { SubscriptionsActive: 0, SocketsOpen: 0, StreamsOpen: 0 }, Cancelled);
        await Assert.ThrowsAsync<GqlException>(() => WatchAsync(session, Count()));
    }

    [Theory]
    [InlineData("2.0")]
    [InlineData("1.1")]
    public async Task Queries_and_mutations_go_over_the_socket_where_the_session_says_so(string version)
    {
        var options = SubscribingTo(_server, SubscriptionProtocol.Auto, version);
        await using var session = new GqlSession(options with { Subscriptions = options.Subscriptions with { OperationsOverSocket = true, Linger = TimeSpan.FromMinutes(1) } });

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number =>
            session.SendAsync(new GqlRequest($"{{ slow(milliseconds: {number}) }}"), Cancelled)));

        Assert.Equal(Enumerable.Range(0, 50), answers.Select(answer => answer.Data.GetProperty("slow").GetInt32()));
        Assert.Equal((1L, 1L), (_server.Counters.Streams.SocketsOpened, _server.Counters.RequestsReceived));
        var refused = await session.SendAsync(new GqlRequest("{ fail }"), Cancelled);
        Assert.Single(refused.Errors);
    }

    [Fact]
    public async Task A_mutation_over_the_socket_is_not_sent_again_when_the_connection_is_lost_and_a_query_is()
    {
        var options = SubscribingTo(_server, version: "1.1");
        await using var session = new GqlSession(options with { Subscriptions = options.Subscriptions with { OperationsOverSocket = true } });
        _server.Fault = "socket?closeAt=subscribe&code=1001";
        var mutation = session.SendAsync(new GqlRequest("mutation { createOrder(input: {}) { __typename } }"), Cancelled);

        Assert.Equal(FailureKind.ConnectionLost, (await Assert.ThrowsAsync<GqlException>(() => mutation)).Kind);

        var query = session.SendAsync(new GqlRequest("{ __typename }"), Cancelled);
        await _server.Counters.WhenAsync(counters => counters.Streams.SocketsOpened > 2, Cancelled);
        _server.Fault = null;
        Assert.True((await query).HasData);
        Assert.Equal(0, _server.Counters.MutationsExecuted);
    }
}
