using System.Buffers;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GqlTools.Client.Responses;
using GqlTools.Client.Streaming;
using GqlTools.Client.Streaming.Incremental;
using GqlTools.Client.Streaming.Multipart;
using GqlTools.Client.Streaming.ServerSentEvents;
using GqlTools.Client.Streaming.WebSockets;
using GqlTools.Client.Tests.Streaming.WebSockets;

namespace GqlTools.Client.Tests.Interop;

/// <summary>The codecs of all that streams, on bare sockets, against the reference servers: they understand each other.</summary>
public sealed class StreamingCodecTests(NodeServers servers)
{
    private const int MaximumDepth = 64;
    private const long MaximumBytes = 100_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("graphql-ws")]
    [InlineData("subscriptions-transport-ws")]
    public async Task Operations_share_a_socket_and_each_has_its_own_events_and_end(string kind)
    {
        var protocol = New(kind);
        using var socket = await ConnectAsync(kind, protocol);
        using var reader = new SocketMessageReader(MaximumBytes);
        await SendAsync(socket, output => protocol.WriteOpen(output, """{"authorization":"open-sesame"}"""u8));
        Assert.Equal(StreamEventKind.Acknowledged, (await ReceiveAsync(socket, reader, protocol)).Received.Kind);

        await SendAsync(socket, output => protocol.WriteSubscribe(output, 1, """{"query":"subscription ($to: Int!) { count(to: $to) { number } }","variables":{"to":20}}"""u8));
        await SendAsync(socket, output => protocol.WriteSubscribe(output, 2, """{"query":"subscription { credentials }"}"""u8));
        await SendAsync(socket, output => protocol.WriteSubscribe(output, 3, """{"query":"subscription { noSuchField }"}"""u8));
        await SendAsync(socket, output => protocol.WriteSubscribe(output, 4, """{"query":"subscription { silent }"}"""u8));
        await SendAsync(socket, output => protocol.WriteUnsubscribe(output, 4));

        var told = new Dictionary<long, List<string>> { [1] = [], [2] = [], [3] = [] };
        while (protocol.ActiveCount > 0)
        {
            var (received, payload) = await ReceiveAsync(socket, reader, protocol);
            Assert.True(received.Kind is not (StreamEventKind.Violation or StreamEventKind.ConnectionError), received.Reason);
            if (received.Id != 0) told[received.Id].Add($"{received.Kind} {received.Id} {payload}");
        }

        Assert.Equal(Count(1, 20).Append("Complete 1 "), told[1]);
        Assert.Equal(["""Next 2 {"data":{"credentials":"open-sesame"}}""", "Complete 2 "], told[2]);
        // The old server validates as part of running: its errors are an answer, which completes.
        Assert.StartsWith(kind == "graphql-ws" ? "Error 3 " : "Next 3 ", told[3][0], StringComparison.Ordinal);
        Assert.Contains("noSuchField", told[3][0], StringComparison.Ordinal);

        if (await SendAsync(socket, output => protocol.WritePing(output)))
            Assert.Equal(StreamEventKind.Pong, (await ReceiveAsync(socket, reader, protocol)).Received.Kind);
        await SendAsync(socket, output => protocol.WriteGoodbye(output));
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Token);
    }

    [Fact]
    public async Task A_refused_connection_is_closed_with_4403_which_fresh_credentials_may_cure()
    {
        var protocol = New("graphql-ws");
        using var socket = await ConnectAsync("graphql-ws", protocol);
        await SendAsync(socket, output => protocol.WriteOpen(output, """{"authorization":"refuse-me"}"""u8));
        var result = await socket.ReceiveAsync(new byte[1000].AsMemory(), Token);
        Assert.Equal(WebSocketMessageType.Close, result.MessageType);
        var verdict = CloseDecision.For((int?)socket.CloseStatus);
        Assert.Equal((CloseCodes.Forbidden, true), (verdict.Code, verdict.Reconnect));
    }

    [Fact]
    public async Task A_refused_connection_of_the_old_protocol_is_a_connection_error()
    {
        var protocol = New("subscriptions-transport-ws");
        using var socket = await ConnectAsync("subscriptions-transport-ws", protocol);
        using var reader = new SocketMessageReader(MaximumBytes);
        await SendAsync(socket, output => protocol.WriteOpen(output, """{"authorization":"refuse-me"}"""u8));
        var (received, payload) = await ReceiveAsync(socket, reader, protocol);
        Assert.Equal(StreamEventKind.ConnectionError, received.Kind);
        Assert.Contains("The credentials are refused.", payload, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("graphql-sse")]
    [InlineData("yoga")]
    public async Task A_subscription_is_a_stream_of_server_sent_events(string kind)
    {
        using var client = new HttpClient { BaseAddress = (await servers.GetAsync(kind, Token)).PlainUri };
        var protocol = new GraphQLSseProtocol(GraphQLSseMode.DistinctConnections, MaximumDepth);
        protocol.Begin(1);
        using var response = await PostAsync(client, """{"query":"subscription { count(to: 20) { number } }"}""", "text/event-stream");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var told = await ReadEventsAsync(response, protocol);
        Assert.Equal(Count(1, 20).Append("Complete 1 "), told);
    }

    [Fact]
    public async Task A_single_connection_carries_several_operations()
    {
        using var client = new HttpClient { BaseAddress = (await servers.GetAsync("graphql-sse", Token)).PlainUri };
        using var reservation = await client.PutAsync((Uri?)null, null, Token);
        Assert.Equal(201, (int)reservation.StatusCode);
        client.DefaultRequestHeaders.Add("X-GraphQL-Event-Stream-Token", await reservation.Content.ReadAsStringAsync(Token));

        var protocol = new GraphQLSseProtocol(GraphQLSseMode.SingleConnection, MaximumDepth);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var stream = await client.GetAsync((Uri?)null, HttpCompletionOption.ResponseHeadersRead, Token);
        for (var id = 1; id <= 2; id++)
        {
            protocol.Begin(id);
            using var accepted = await PostAsync(client, $$$"""{"query":"subscription { count(to: 20) { number } }","extensions":{"operationId":"{{{id}}}"}}""", "application/json");
            Assert.Equal(202, (int)accepted.StatusCode);
        }

        var told = await ReadEventsAsync(stream, protocol);
        Assert.Equal(Count(1, 20).Append("Complete 1 "), told.Where(line => line.Split(' ')[1] == "1"));
        Assert.Equal(Count(2, 20).Append("Complete 2 "), told.Where(line => line.Split(' ')[1] == "2"));
    }

    [Theory]
    [InlineData("yoga", "multipart/mixed", "{ hello ... @defer(label: \"late\") { slow(ms: 1) fail } list(count: 3) @stream(label: \"more\", initialCount: 1) }", """{"hello":"Hello, world!","slow":1,"fail":null,"list":[0,1,2]}""")]
    [InlineData("apollo-incremental", "multipart/mixed;deferSpec=20220824", ItemQuery, ItemAnswer)]
    [InlineData("apollo-incremental", "multipart/mixed;incrementalSpec=v0.2", ItemQuery, ItemAnswer)]
    public async Task An_incrementally_delivered_answer_merges_to_the_whole(string kind, string accept, string query, string expected)
    {
        using var client = new HttpClient { BaseAddress = (await servers.GetAsync(kind, Token)).PlainUri };
        using var response = await PostAsync(client, JsonSerializer.Serialize(new { query }), accept);
        Assert.Equal("multipart/mixed", response.Content.Headers.ContentType?.MediaType);

        using var parts = new MultipartJsonReader(MultipartBoundary.Find(response.Content.Headers.ContentType!.ToString()), MaximumBytes);
        var reader = new IncrementalReader(AnswerLimits.Default);
        var merge = new IncrementalMerge(AnswerLimits.Default);
        var labels = new HashSet<string?>();
        await using var stream = await response.Content.ReadAsStreamAsync(Token);
        while (await stream.ReadAsync(parts.GetBuffer(), Token) is var count and > 0)
        {
            parts.Advance(count);
            while (parts.TryRead(out var body))
            {
                foreach (var part in reader.Read(body))
                {
                    labels.Add(part.Label);
                    merge.Add(part);
                }
            }
        }

        Assert.True(parts.IsComplete);
        Assert.False(reader.HasNext);
        var answer = merge.ToAnswer(JsonElementReader.Instance);
        SocketTalk.AssertJson(expected, answer.Data.GetRawText());
        Assert.Single(answer.Errors);
        Assert.Equal([null, "late", "more"], labels.Order(StringComparer.Ordinal));
    }

    private const string ItemQuery = "{ item { number ... @defer(label: \"late\") { slow(ms: 1) fails } } items(count: 3) @stream(label: \"more\", initialCount: 1) { number } }";

    private const string ItemAnswer = """{"item":{"number":1,"slow":1,"fails":null},"items":[{"number":1},{"number":2},{"number":3}]}""";

    private static ISocketProtocol New(string kind) =>
        kind == "graphql-ws" ? new GraphQLTransportWsProtocol(MaximumDepth) : new GraphQLWsProtocol(MaximumDepth);

    private async Task<ClientWebSocket> ConnectAsync(string kind, ISocketProtocol protocol)
    {
        var server = await servers.GetAsync(kind, Token);
        var socket = new ClientWebSocket();
        foreach (var subprotocol in protocol.Subprotocols) socket.Options.AddSubProtocol(subprotocol);
        await socket.ConnectAsync(new UriBuilder(server.PlainUri) { Scheme = "ws" }.Uri, Token);
        return socket;
    }

    private static async Task<bool> SendAsync(ClientWebSocket socket, Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        if (output.WrittenCount == 0) return false;
        await socket.SendAsync(output.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, Token);
        return true;
    }

    // The next event that means something, and its payload as text. Signs of life come when they like.
    private static async Task<(StreamEvent Received, string Payload)> ReceiveAsync(ClientWebSocket socket, SocketMessageReader reader, ISocketProtocol protocol)
    {
        var reply = new ArrayBufferWriter<byte>();
        while (true)
        {
            var result = await socket.ReceiveAsync(reader.GetBuffer(), Token);
            Assert.NotEqual(WebSocketMessageType.Close, result.MessageType);
            Assert.Null(reader.Advance(result.Count, result.MessageType, result.EndOfMessage, out var message));
            if (!result.EndOfMessage) continue;
            var received = protocol.Read(message, reply);
            Assert.Equal(0, reply.WrittenCount);
            if (received.Kind is StreamEventKind.KeepAlive or StreamEventKind.Ignored) continue;
            return (received, Encoding.UTF8.GetString(received.Payload.Span));
        }
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string body, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, (Uri?)null) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }

    private static async Task<List<string>> ReadEventsAsync(HttpResponseMessage response, GraphQLSseProtocol protocol)
    {
        using var reader = new ServerSentEventReader(MaximumBytes);
        await using var stream = await response.Content.ReadAsStreamAsync(Token);
        var told = new List<string>();
        while (protocol.ActiveCount > 0 && await stream.ReadAsync(reader.GetBuffer(), Token) is var count and > 0)
        {
            reader.Advance(count);
            while (reader.TryRead(out var read))
            {
                var received = protocol.Read(read);
                if (received.Kind != StreamEventKind.Ignored) told.Add($"{received.Kind} {received.Id} {Encoding.UTF8.GetString(received.Payload.Span)}");
            }
        }

        return told;
    }

    private static IEnumerable<string> Count(int id, int to) =>
        Enumerable.Range(1, to).Select(number => $"Next {id} {{\"data\":{{\"count\":{{\"number\":{number}}}}}}}");
}
