using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Client.Subscriptions;
using GqlTools.Demo;

using static GqlTools.Client.Tests.Subscriptions.Subscribing;

namespace GqlTools.Client.Tests.Subscriptions;

/// <summary>Subscriptions of a session, against the demo server.</summary>
public sealed class SubscriptionTests : IAsyncLifetime
{
    private DemoServer _server = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await DemoServer.StartAsync(new DemoServerOptions(), Cancelled);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    public static TheoryData<SubscriptionProtocol, string, string> Ways => new()
    {
        { SubscriptionProtocol.Auto, "2.0", "graphql-transport-ws on a WebSocket on the session's HTTP/2 connection" },
        { SubscriptionProtocol.Auto, "1.1", "graphql-transport-ws on a WebSocket of its own" },
        { SubscriptionProtocol.GraphQLTransportWs, "2.0", "graphql-transport-ws on a WebSocket on the session's HTTP/2 connection" },
        { SubscriptionProtocol.GraphQLTransportWs, "1.1", "graphql-transport-ws on a WebSocket of its own" },
        { SubscriptionProtocol.GraphQLWs, "2.0", "graphql-ws on a WebSocket on the session's HTTP/2 connection" },
        { SubscriptionProtocol.GraphQLWs, "1.1", "graphql-ws on a WebSocket of its own" },
        { SubscriptionProtocol.Sse, "2.0", "server-sent events" },
        { SubscriptionProtocol.Sse, "1.1", "server-sent events" },
        { SubscriptionProtocol.Multipart, "2.0", "multipart subscriptions" },
        { SubscriptionProtocol.Multipart, "1.1", "multipart subscriptions" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Events_come_in_order_and_the_subscription_ends_with_the_last(SubscriptionProtocol protocol, string version, string way)
    {
        await using var session = new GqlSession(Options(protocol, version));

        var events = await session.SubscribeAsync(Count(to: 5), Read, cancellationToken: Cancelled).ToListAsync(Cancelled);

        Assert.Equal([1, 2, 3, 4, 5], Numbers(events));
        Assert.Equal($"The subscription 'Count' has started, by {way}.", Assert.Single(events, read => read.Kind != GqlEventKind.Response).Text);
        Assert.All(events.Where(read => read.Kind == GqlEventKind.Response), read => Assert.Equal(Version.Parse(version), read.Response!.HttpVersion));
        var statistics = session.Statistics.Subscriptions;
        Assert.Equal((way, 0, 1L, 5L, 0L), (statistics.Protocol, statistics.Active, statistics.Started, statistics.Events, statistics.Gaps));
        if (version == "2.0") Assert.Equal(1, session.Statistics.ConnectionsOpened);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Leaving_early_ends_the_subscription_with_the_server_and_nothing_else(SubscriptionProtocol protocol, string version, string way)
    {
        await using var session = new GqlSession(Options(protocol, version));
        // With a pause between events: the buffer of one that nobody reads would fill up and hold back the socket of both.
        var slowly = Count(intervalMilliseconds: 5);
        await using var other = session.SubscribeAsync(slowly, Read, cancellationToken: Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.True(await other.MoveNextAsync());

        await foreach (var read in session.SubscribeAsync(slowly, Read, cancellationToken: Cancelled))
        {
            if (read.Response?.Data.GetProperty("count").GetProperty("number").GetInt32() == 3) break;
        }

        await _server.Counters.WhenAsync(counters => counters.Streams is { SubscriptionsStarted: 2, SubscriptionsActive: 1 }, Cancelled);
        for (var more = 0; more < 10; more++) Assert.True(await other.MoveNextAsync());
        Assert.Equal(way, session.Statistics.Subscriptions.Protocol);
        await other.DisposeAsync();
        await _server.Counters.WhenAsync(counters => counters.Streams.SubscriptionsActive == 0, Cancelled);
    }

    [Fact]
    public async Task What_is_wrong_locally_costs_no_network_call()
    {
        await using var session = new GqlSession(Options(SubscriptionProtocol.Auto));

        Assert.Equal(FailureKind.SyntaxError, await FailureAsync(session, new GqlRequest("subscription {")));
        Assert.Equal(FailureKind.OperationUnsupported, await FailureAsync(session, new GqlRequest("{ __typename }")));
        Assert.Equal(FailureKind.OptionInvalid, await FailureAsync(session, Count(), new SubscriptionOptions { ResumeVariable = "nowhere", ResumePath = "count.id" }));
        Assert.Equal(FailureKind.OptionInvalid, await FailureAsync(session, Count(), new SubscriptionOptions { ResumeVariable = "after" }));
        Assert.Equal(0, session.Statistics.ConnectionsOpened);
    }

    [Fact]
    public async Task After_an_event_without_a_point_to_go_on_from_it_goes_on_from_the_one_before_and_says_what_may_come_again()
    {
        var after = default(JsonElement);
        await using var server = await ScriptedSocket.ServeAsync(
            async socket =>
            {
                await StartAsync(socket);
                await socket.SendAsync("""{"type":"next","id":"1","payload":{"data":{"count":{"id":"1","number":1}}}}""");
                await socket.SendAsync("""{"type":"next","id":"1","payload":{"data":{"count":null}}}""");
                await socket.GoAwayAsync();
            },
            async socket =>
            {
                after = (await StartAsync(socket)).GetProperty("payload").GetProperty("variables").GetProperty("after");
                await socket.SendAsync("""{"type":"complete","id":"1"}""");
                await socket.FallSilentAsync();
            });
        var options = TestSessions.OptionsFor(server);
        await using var session = new GqlSession(options with { Subscriptions = new() { Protocol = SubscriptionProtocol.GraphQLTransportWs, RetryDelay = TimeSpan.Zero } });

        var gap = Assert.Single(Gaps(await WatchAsync(session, Count(), Resuming)));

        Assert.Equal("1", after.GetString());
        Assert.Contains("was resumed after \"1\"", gap.Reason, StringComparison.Ordinal);
        Assert.Contains("may come again", gap.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("missing", gap.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SubscriptionProtocol.GraphQLTransportWs)]
    [InlineData(SubscriptionProtocol.GraphQLWs)]
    [InlineData(SubscriptionProtocol.Sse)]
    [InlineData(SubscriptionProtocol.Multipart)]
    public async Task A_subscription_that_the_server_does_not_know_ends_with_what_the_server_says_of_it(SubscriptionProtocol protocol)
    {
        await using var session = new GqlSession(Options(protocol));

        var events = await session.SubscribeAsync(new GqlRequest("subscription { nonsense }"), Read, cancellationToken: Cancelled).ToListAsync(Cancelled);

        var errors = events.SelectMany(read => read.Failure?.Errors ?? read.Response?.Errors ?? []);
        Assert.Contains(errors, error => error.Message.Contains("nonsense", StringComparison.Ordinal));
        Assert.Equal(0, session.Statistics.Subscriptions.Active);
    }

    // Acknowledges, and gives what starts the operation.
    private static async Task<JsonElement> StartAsync(ScriptedSocket socket)
    {
        await socket.ReceiveAsync();
        await socket.SendAsync("""{"type":"connection_ack"}""");
        return await socket.ReceiveAsync();
    }

    private GqlSessionOptions Options(SubscriptionProtocol protocol, string version = "2.0") => SubscribingTo(_server, protocol, version);

    private static async Task<FailureKind> FailureAsync(GqlSession session, GqlRequest request, SubscriptionOptions? options = null) =>
        (await Assert.ThrowsAsync<GqlException>(async () => await session.SubscribeAsync(request, Read, options, Cancelled).ToListAsync(Cancelled))).Kind;
}
