using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using GqlTools.Demo;
using Microsoft.Extensions.Time.Testing;

namespace GqlTools.Client.Tests.Demo;

public sealed class SocketTests : IAsyncLifetime
{
    private const string Legacy = "graphql-ws";

    private readonly FakeTimeProvider _time = new();
    private DemoServer _server = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _server = await DemoServer.StartAsync(new DemoServerOptions { MaxRequestBytes = 10_000, TimeProvider = _time }, Cancelled);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_subscription_gives_its_events_in_order_and_ends_over_either_version_of_HTTP(string version)
    {
        using var socket = await PlainSocket.ConnectAsync(_server, version: Version.Parse(version));
        Assert.Equal("graphql-transport-ws", socket.Socket.SubProtocol);
        await socket.SubscribeAsync("a", "subscription { count(to: 2) { id number } }");
        Assert.Equal(
            [
                """{"type":"next","id":"a","payload":{"data":{"count":{"id":"1","number":1}}}}""",
                """{"type":"next","id":"a","payload":{"data":{"count":{"id":"2","number":2}}}}""",
                """{"type":"complete","id":"a"}""",
            ],
            await socket.ReceiveAsync(3));
        await socket.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", Cancelled);
        await _server.Counters.WhenAsync(counters => counters.Streams.SocketsOpen == 0, Cancelled);
        Assert.Equal((1, 1, 0, 2), (_server.Counters.Streams.SocketsOpened, _server.Counters.Streams.SubscriptionsStarted, _server.Counters.Streams.SubscriptionsActive, _server.Counters.Streams.EventsSent));
    }

    [Fact]
    public async Task A_count_goes_on_after_an_event_that_was_seen()
    {
        using var socket = await PlainSocket.ConnectAsync(_server);
        await socket.SubscribeAsync("a", "subscription { count(after: \"41\", to: 42) { number } }");
        Assert.Contains("42", (await socket.ReceiveAsync(2))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_mutations_do_is_told_to_those_who_listen()
    {
        using var socket = await PlainSocket.ConnectAsync(_server);
        await socket.SubscribeAsync("prices", "subscription { priceChanged(sku: \"SKU-0000000\") { sku price { amount } } }");
        await _server.Counters.WhenAsync(counters => counters.Streams.SubscriptionsActive == 1, Cancelled);
        await socket.SubscribeAsync("id", "{ product(sku: \"SKU-0000000\") { id } }");
        var id = (await socket.ReceiveAsync(2))[0].Split('"')[^2];
        await socket.SubscribeAsync("set", $"mutation {{ setPrice(input: {{ id: \"{id}\", amount: 1.50 }}) {{ replayed }} }}");
        var messages = await socket.ReceiveAsync(3);
        Assert.Contains("""{"type":"next","id":"prices","payload":{"data":{"priceChanged":{"sku":"SKU-0000000","price":{"amount":1.50}}}}}""", messages);
        Assert.Contains("""{"type":"complete","id":"set"}""", messages);
    }

    [Theory]
    [InlineData("{ nonsense }", """{"type":"error","id":"a","payload":[{"message":""")]
    [InlineData("subscription { failAtStart { id } }", """{"type":"error","id":"a","payload":[{"message":"It failed.""")]
    [InlineData("subscription { failAfter(events: 0) { id } }", """{"type":"error","id":"a","payload":[{"message":"It failed.""")]
    [InlineData("subscription { failNow(to: 2) { number } }", """{"type":"next","id":"a","payload":{"data":{"failNow":{"number":1}}}}""")]
    public async Task An_operation_that_fails_ends_with_an_error_and_leaves_the_socket(string query, string expected)
    {
        using var socket = await PlainSocket.ConnectAsync(_server);
        await socket.SubscribeAsync("a", query);
        Assert.StartsWith(expected, await socket.ReceiveAsync(), StringComparison.Ordinal);
        await socket.SendAsync("""{"type":"ping","payload":{"n":1}}""");
        string? last;
        do
            last = await socket.ReceiveAsync();
        while (last is not null && !last.Contains("pong", StringComparison.Ordinal));
        Assert.Equal("""{"type":"pong","payload":{"n":1}}""", last);
    }

    [Fact]
    public async Task A_completed_operation_says_nothing_more_and_its_id_is_free()
    {
        using var socket = await PlainSocket.ConnectAsync(_server);
        await socket.SubscribeAsync("a", "subscription { silence { id } }");
        await _server.Counters.WhenAsync(counters => counters.Streams.SubscriptionsActive == 1, Cancelled);
        await socket.SendAsync("""{"type":"complete","id":"a"}""");
        await _server.Counters.WhenAsync(counters => counters.Streams.SubscriptionsActive == 0, Cancelled);
        await socket.SubscribeAsync("a", "{ __typename }");
        Assert.Equal("""{"type":"next","id":"a","payload":{"data":{"__typename":"Query"}}}""", await socket.ReceiveAsync());
    }

    [Theory]
    [InlineData("""{"type":"gossip"}""", 4400)]
    [InlineData("nonsense", 4400)]
    [InlineData("""{"type":"🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁🎁"}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"","payload":{"query":"{ __typename }"}}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"a"}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"a","payload":{"query":7}}""", 4400)]
    [InlineData("""{"type":"connection_init"}""", 4429)]
    [InlineData("""{"type":"subscribe","id":"taken","payload":{"query":"{ __typename }"}}""", 4409)]
    public async Task A_breach_of_the_protocol_closes_the_socket(string message, int code)
    {
        using var socket = await PlainSocket.ConnectAsync(_server);
        await socket.SubscribeAsync("taken", "subscription { silence { id } }");
        await socket.SendAsync(message);
        Assert.Equal(code, (await socket.ReceiveCloseAsync()).Code);
    }

    [Fact]
    public async Task Nothing_is_subscribed_to_before_the_acknowledgement()
    {
        using var socket = await PlainSocket.ConnectAsync(_server, "socket?ackMilliseconds=60000", initialise: false);
        await socket.SendAsync("""{"type":"connection_init"}""");
        await socket.SubscribeAsync("a", "{ __typename }");
        Assert.Equal((4401, "Unauthorized"), await socket.ReceiveCloseAsync());
    }

    [Fact]
    public async Task A_client_that_does_not_initialise_is_closed_after_a_while()
    {
        using var socket = await PlainSocket.ConnectAsync(_server, initialise: false);
        await socket.SendAsync("""{"type":"ping"}""");
        await socket.ReceiveAsync();
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(4408, (await socket.ReceiveCloseAsync()).Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public async Task Without_a_subprotocol_that_the_server_knows_the_socket_is_closed(string? subprotocol)
    {
        using var socket = await PlainSocket.ConnectAsync(_server, subprotocol: subprotocol, initialise: false);
        Assert.Equal(4406, (await socket.ReceiveCloseAsync()).Code);
    }

    [Theory]
    [InlineData("""{"type":"connection_init","payload":{"token":"secret"}}""", 0)]
    [InlineData("""{"type":"connection_init","payload":{"authorization":"Bearer secret"}}""", 0)]
    [InlineData("""{"type":"connection_init","payload":{"token":"guess"}}""", 4403)]
    [InlineData("""{"type":"connection_init"}""", 4403)]
    public async Task The_payload_of_the_first_message_brings_the_token(string message, int code)
    {
        using var socket = await PlainSocket.ConnectAsync(_server, "socket?token=secret", initialise: false);
        await socket.SendAsync(message);
        if (code != 0)
        {
            Assert.Equal(code, (await socket.ReceiveCloseAsync()).Code);
            return;
        }

        Assert.Equal("""{"type":"connection_ack"}""", await socket.ReceiveAsync());
        await socket.SubscribeAsync("a", "{ request { connectionPayload } }");
        Assert.Contains("secret", await socket.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("socket?ack=twice", new[] { """{"type":"connection_ack"}""", """{"type":"connection_ack"}""" })]
    [InlineData("socket?inject=unknown-type", new[] { """{"type":"connection_ack"}""", """{"type":"gossip","payload":{"said":"nothing"}}""" })]
    [InlineData("socket?ack=never&closeAt=init", new[] { "closed: 4500" })]
    [InlineData("socket?closeAt=connect&code=4403", new[] { "closed: 4403" })]
    [InlineData("socket?closeAt=init&code=1011", new[] { "closed: InternalServerError" })]
    [InlineData("socket?closeAt=ack", new[] { """{"type":"connection_ack"}""", "closed: 4500" })]
    public async Task What_is_ordered_happens_before_the_first_operation(string fault, string[] expected)
    {
        using var socket = await PlainSocket.ConnectAsync(_server, fault, initialise: false);
        await socket.SendAsync("""{"type":"connection_init"}""");
        Assert.Equal(expected, await socket.ReceiveAsync(expected.Length));
    }

    [Fact]
    public async Task The_acknowledgement_may_never_come()
    {
        using var socket = await PlainSocket.ConnectAsync(_server, "socket?ack=never", initialise: false);
        await socket.SendAsync("""{"type":"connection_init"}""");
        await socket.SendAsync("""{"type":"ping"}""");
        Assert.Equal("""{"type":"pong"}""", await socket.ReceiveAsync());
    }

    [Theory]
    [InlineData("socket?code=1006", "1006")]
    [InlineData("socket?inject=nonsense", "unknown-type")]
    [InlineData("socket?ack=perhaps", "never")]
    public async Task What_cannot_be_ordered_refuses_the_handshake(string fault, string said)
    {
        using var client = PlainClient.Of(_server);
        Assert.Contains(said, await (await client.GetAsync(DemoServer.FaultUri(_server.HttpsUri, fault), Cancelled)).Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("socket?closeAfter=1&code=4403", "closed: 4403")]
    [InlineData("socket?inject=not-json&injectAfter=1", "{\"type\":")]
    [InlineData("socket?inject=empty&injectAfter=1", "")]
    public async Task What_is_ordered_happens_after_events(string fault, string expected)
    {
        using var socket = await PlainSocket.ConnectAsync(_server, fault);
        await socket.SubscribeAsync("a", "subscription { count(intervalMilliseconds: 1000) { number } }");
        Assert.Equal(expected, (await socket.ReceiveAsync(2))[1]);
    }

    [Fact]
    public async Task Late_messages_come_after_the_client_has_completed()
    {
        using var socket = await PlainSocket.ConnectAsync(_server, "socket?late=true");
        await socket.SubscribeAsync("a", "subscription { count(to: 1) { number } }");
        Assert.Contains("late", (await socket.ReceiveAsync(3))[2], StringComparison.Ordinal);
        await socket.SubscribeAsync("b", "subscription { silence { id } }");
        await socket.SendAsync("""{"type":"complete","id":"b"}""");
        Assert.StartsWith("""{"type":"next","id":"b",""", await socket.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pings_stay_unanswered_or_come_from_the_server_where_it_is_ordered()
    {
        using var silent = await PlainSocket.ConnectAsync(_server, "socket?pong=false");
        await silent.SendAsync("""{"type":"ping"}""");
        await silent.SubscribeAsync("a", "{ __typename }");
        Assert.Contains("next", await silent.ReceiveAsync(), StringComparison.Ordinal);

        using var pinging = await PlainSocket.ConnectAsync(_server, "socket?pingMilliseconds=1000");
        var ping = pinging.ReceiveAsync();
        while (!ping.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("""{"type":"ping"}""", await ping);
        await pinging.SendAsync("""{"type":"pong"}""");
        await _server.Counters.WhenAsync(counters => counters.Streams is { PingsReceived: 1, PongsReceived: 1 }, Cancelled);
    }

    [Theory]
    [InlineData("socket?cutAfter=1", "1.1")]
    [InlineData("socket?cutAfter=1&cut=stream", "2.0")]
    public async Task A_cut_comes_without_a_word(string fault, string version)
    {
        using var socket = await PlainSocket.ConnectAsync(_server, fault, version: Version.Parse(version));
        await socket.SubscribeAsync("a", "subscription { count(intervalMilliseconds: 1000) { number } }");
        await Assert.ThrowsAsync<WebSocketException>(socket.ReceiveCloseAsync);
        await _server.Counters.WhenAsync(counters => counters.Streams is { SocketsOpen: 0, SubscriptionsActive: 0 }, Cancelled);
    }

    [Fact]
    public async Task Everything_that_streams_is_cut_on_demand_or_after_a_while()
    {
        using var first = await PlainSocket.ConnectAsync(_server);
        using var second = await PlainSocket.ConnectAsync(_server, "socket?cutMilliseconds=5000", version: HttpVersion.Version20);
        _time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<WebSocketException>(second.ReceiveCloseAsync);
        await _server.Counters.WhenAsync(counters => counters.Streams.SocketsOpen == 1, Cancelled);
        Assert.Equal(1, _server.CutStreams());
        await Assert.ThrowsAsync<WebSocketException>(first.ReceiveCloseAsync);
    }

    [Fact]
    public async Task A_message_may_come_in_many_frames_and_be_large()
    {
        using var socket = await PlainSocket.ConnectAsync(_server, "socket?fragmentBytes=7");
        await socket.SubscribeAsync("a", "subscription { count(to: 1) { padding(bytes: 5000) } }");
        Assert.Contains(new string('x', 5000), await socket.ReceiveAsync(), StringComparison.Ordinal);
        await socket.SendAsync(new string(' ', 10_001));
        Assert.Equal(1009, (await socket.ReceiveCloseAsync()).Code);
    }

    [Fact]
    public async Task The_legacy_protocol_has_its_own_words()
    {
        using var socket = await PlainSocket.ConnectAsync(_server, subprotocol: Legacy);
        Assert.Equal("""{"type":"ka"}""", await socket.ReceiveAsync());
        await socket.SubscribeAsync("a", "subscription { count(to: 1) { number } }", "start");
        Assert.Equal(
            ["""{"type":"data","id":"a","payload":{"data":{"count":{"number":1}}}}""", """{"type":"complete","id":"a"}"""],
            await socket.ReceiveAsync(2));
        await socket.SubscribeAsync("b", "{ nonsense }", "start");
        Assert.StartsWith("""{"type":"error","id":"b","payload":{"message":""", await socket.ReceiveAsync(), StringComparison.Ordinal);
        await socket.SubscribeAsync("c", "{ __typename }", "subscribe");
        Assert.StartsWith("""{"type":"connection_error","payload":{"message":""", await socket.ReceiveAsync(), StringComparison.Ordinal);
        await socket.SubscribeAsync("d", "subscription { silence { id } }", "start");
        await _server.Counters.WhenAsync(counters => counters.Streams.SubscriptionsActive == 1, Cancelled);
        await socket.SendAsync("""{"type":"stop","id":"d"}""");
        await _server.Counters.WhenAsync(counters => counters.Streams.SubscriptionsActive == 0, Cancelled);
        await socket.SendAsync("""{"type":"connection_terminate"}""");
        Assert.Equal(1000, (await socket.ReceiveCloseAsync()).Code);
    }

    [Fact]
    public async Task The_legacy_protocol_forbids_before_it_closes()
    {
        using var socket = await PlainSocket.ConnectAsync(_server, "socket?token=secret", Legacy, initialise: false);
        await socket.SendAsync("""{"type":"connection_init"}""");
        Assert.Equal(["""{"type":"connection_error","payload":{"message":"Forbidden"}}""", "closed: InternalServerError"], await socket.ReceiveAsync(2));
    }

    [Fact]
    public async Task Two_hundred_subscriptions_of_one_socket_keep_their_events_apart_and_in_order()
    {
        const int subscriptions = 200;
        const int events = 50;
        using var socket = await PlainSocket.ConnectAsync(_server);
        for (var id = 0; id < subscriptions; id++)
            await socket.SubscribeAsync($"{id}", "subscription { count(to: 50) { number } }");
        var last = new int[subscriptions];
        for (var completed = 0; completed < subscriptions;)
        {
            using var message = JsonDocument.Parse((await socket.ReceiveAsync())!);
            var id = int.Parse(message.RootElement.GetProperty("id").GetString()!, CultureInfo.InvariantCulture);
            if (message.RootElement.GetProperty("type").ValueEquals("complete"))
                completed++;
            else
                Assert.Equal(++last[id], message.RootElement.GetProperty("payload").GetProperty("data").GetProperty("count").GetProperty("number").GetInt32());
        }

        Assert.All(last, number => Assert.Equal(events, number));
        Assert.Equal((1, subscriptions * events), (_server.Counters.Streams.SocketsOpened, _server.Counters.Streams.EventsSent));
    }

    [Fact]
    public async Task A_handshake_can_be_refused_with_a_status_of_HTTP()
    {
        var error = await Assert.ThrowsAsync<WebSocketException>(() => PlainSocket.ConnectAsync(_server, "answer?status=503"));
        Assert.Contains("503", error.Message, StringComparison.Ordinal);
    }
}
