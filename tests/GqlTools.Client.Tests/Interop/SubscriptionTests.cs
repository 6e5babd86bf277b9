using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Client.Subscriptions;

namespace GqlTools.Client.Tests.Interop;

/// <summary>Subscriptions with the reference servers of each protocol.</summary>
public sealed class SubscriptionTests(NodeServers servers)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Server, whether over HTTP/2 with TLS, protocol, and what comes of it.</summary>
    public static TheoryData<string, bool, SubscriptionProtocol, string> Ways => new()
    {
        { "graphql-ws", false, SubscriptionProtocol.Auto, "graphql-transport-ws on a WebSocket of its own" },
        { "graphql-ws", true, SubscriptionProtocol.GraphQLTransportWs, "graphql-transport-ws on a WebSocket of its own" },
        { "subscriptions-transport-ws", false, SubscriptionProtocol.Auto, "graphql-ws on a WebSocket of its own" },
        { "subscriptions-transport-ws", true, SubscriptionProtocol.GraphQLWs, "graphql-ws on a WebSocket of its own" },
        { "graphql-sse", false, SubscriptionProtocol.Sse, "server-sent events" },
        { "graphql-sse", true, SubscriptionProtocol.Auto, "server-sent events" },
        { "yoga", false, SubscriptionProtocol.Sse, "server-sent events" },
        { "yoga", true, SubscriptionProtocol.Auto, "server-sent events" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Events_come_in_order_beside_each_other_and_goes_on_where_it_is_told(string kind, bool secure, SubscriptionProtocol protocol, string way)
    {
        await using var session = await SessionAsync(kind, secure, protocol);

        var all = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => WatchAsync(session, "subscription { count(after: \"10\", to: 60) { id number } }")));

        Assert.All(all, events => Assert.Equal(Enumerable.Range(11, 50), Numbers(events)));
        Assert.Equal((way, 0L), (session.Statistics.Subscriptions.Protocol, session.Statistics.Subscriptions.Gaps));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Leaving_early_leaves_the_session_as_it_is(string kind, bool secure, SubscriptionProtocol protocol, string way)
    {
        await using var session = await SessionAsync(kind, secure, protocol);

        for (var round = 0; round < 3; round++)
        {
            var three = await session.SubscribeAsync(new GqlRequest("subscription { count(to: 1000000, ms: 1) { number } }"), Read, new SubscriptionOptions { MaximumCount = 3 }, Cancelled).ToListAsync(Cancelled);
            Assert.Equal([1, 2, 3], Numbers(three));
        }

        Assert.Equal(way, session.Statistics.Subscriptions.Protocol);
        Assert.Equal(0, session.Statistics.Subscriptions.Active);
        // graphql-sse answers with streams only.
        if (kind != "graphql-sse") Assert.True((await session.SendAsync(new GqlRequest("{ hello }"), Cancelled)).HasData);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_the_server_refuses_or_breaks_off_ends_with_its_own_words(string kind, bool secure, SubscriptionProtocol protocol, string way)
    {
        await using var session = await SessionAsync(kind, secure, protocol);

        Assert.Contains("always refused", Errors(await WatchAsync(session, "subscription { refused }")), StringComparison.Ordinal);
        Assert.Contains("nonsense", Errors(await WatchAsync(session, "subscription { nonsense }")), StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], Numbers(await WatchAsync(session, "subscription { count(to: 3) { number } }")));
        Assert.Equal(way, session.Statistics.Subscriptions.Protocol);
    }

    [Fact]
    public async Task The_payload_that_opens_a_socket_is_the_callers()
    {
        var server = await servers.GetAsync("graphql-ws", Cancelled);
        await using var session = new GqlSession(new InteropTarget("graphql-ws", secure: false).OptionsFor(server) with
        {
            Subscriptions = new() { Protocol = SubscriptionProtocol.GraphQLTransportWs, Payload = """{"authorization":"Bearer mine"}"""u8.ToArray() },
        });

        var events = await WatchAsync(session, "subscription { credentials }");

        Assert.Equal("Bearer mine", events.Single(read => read.Kind == GqlEventKind.Response).Response!.Data.GetProperty("credentials").GetString());
    }

    [Theory]
    [InlineData("graphql-ws", SubscriptionProtocol.GraphQLTransportWs, 4403)]
    [InlineData("subscriptions-transport-ws", SubscriptionProtocol.GraphQLWs, null)]
    public async Task A_server_that_refuses_the_connection_is_believed(string kind, SubscriptionProtocol protocol, int? code)
    {
        var server = await servers.GetAsync(kind, Cancelled);
        await using var session = new GqlSession(new InteropTarget(kind, secure: false).OptionsFor(server) with
        {
            Subscriptions = new() { Protocol = protocol, Payload = """{"authorization":"refuse-me"}"""u8.ToArray(), MaximumRetryCount = 1, RetryDelay = TimeSpan.Zero },
        });

        var failure = (await WatchAsync(session, "subscription { credentials }"))[^1].Failure!;

        Assert.Equal((code is null ? FailureKind.SubscriptionRefused : FailureKind.SocketClosed, code), (failure.Kind, failure.CloseCode));
    }

    private async Task<GqlSession> SessionAsync(string kind, bool secure, SubscriptionProtocol protocol)
    {
        var server = await servers.GetAsync(kind, Cancelled);
        return new GqlSession(new InteropTarget(kind, secure).OptionsFor(server) with { Subscriptions = new() { Protocol = protocol }, SkipConnectionTest = true });
    }

    private static async Task<List<GqlEvent<JsonElement>>> WatchAsync(GqlSession session, string query) =>
        await session.SubscribeAsync(new GqlRequest(query), Read, cancellationToken: Cancelled).ToListAsync(Cancelled);

    private static IJsonValueReader<JsonElement> Read() => JsonElementReader.Instance;

    private static IEnumerable<int> Numbers(IEnumerable<GqlEvent<JsonElement>> events) =>
        events.Where(read => read.Kind == GqlEventKind.Response).Select(read => read.Response!.Data.GetProperty("count").GetProperty("number").GetInt32());

    private static string Errors(IEnumerable<GqlEvent<JsonElement>> events) =>
        string.Join(' ', events.SelectMany(read => read.Failure?.Errors ?? read.Response?.Errors ?? []).Select(error => error.Message));
}
