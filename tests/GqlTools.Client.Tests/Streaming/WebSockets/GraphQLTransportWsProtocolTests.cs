using System.Text;
using System.Text.Json;
using GqlTools.Client.Responses;
using GqlTools.Client.Streaming;
using GqlTools.Client.Streaming.WebSockets;
using static GqlTools.Client.Tests.Streaming.WebSockets.SocketTalk;

namespace GqlTools.Client.Tests.Streaming.WebSockets;

public sealed class GraphQLTransportWsProtocolTests
{
    private const string Next = """{"id":"7","type":"next","payload":{"data":{"name":"Zoë \"Q\"","n":1}}}""";

    [Fact]
    public void The_subprotocol_is_graphql_transport_ws() => Assert.Equal(["graphql-transport-ws"], New().Subprotocols);

    [Theory]
    [InlineData("", """{"type":"connection_init"}""")]
    [InlineData("""{"token":"x"}""", """{"type":"connection_init","payload":{"token":"x"}}""")]
    public void The_client_opens_with_connection_init_and_its_payload(string payload, string expected)
    {
        var talk = new SocketTalk(New());
        Assert.Equal(HandshakeState.New, talk.Protocol.Handshake);
        Assert.Equal(expected, talk.Open(payload));
        Assert.Equal(HandshakeState.AwaitingAcknowledgement, talk.Protocol.Handshake);
    }

    [Fact]
    public void A_second_connection_init_is_never_sent()
    {
        var talk = new SocketTalk(New());
        talk.Open();
        Assert.Throws<InvalidOperationException>(() => talk.Open());
    }

    [Fact]
    public void The_acknowledgement_carries_the_servers_payload()
    {
        var talk = new SocketTalk(New());
        talk.Open();
        var received = talk.Receive("""{"payload":{"a":[1]},"type":"connection_ack"}""");
        Assert.Equal((StreamEventKind.Acknowledged, """{"a":[1]}"""), (received.Kind, Payload(received)));
        Assert.Equal(HandshakeState.Acknowledged, talk.Protocol.Handshake);
    }

    [Fact]
    public void A_second_acknowledgement_is_ignored() =>
        Assert.Equal(StreamEventKind.Ignored, Acknowledged(New()).Receive("""{"type":"connection_ack"}""").Kind);

    [Fact]
    public void No_operation_starts_before_the_acknowledgement()
    {
        var talk = new SocketTalk(New());
        talk.Open();
        Assert.Throws<InvalidOperationException>(() => talk.Subscribe(1));
        talk.Receive("""{"type":"connection_ack"}""");
        Assert.Equal("""{"id":"1","type":"subscribe","payload":{"query":"{ a }"}}""", talk.Subscribe(1, """{"query":"{ a }"}"""));
    }

    [Theory]
    [InlineData("""{"id":"7","type":"next","payload":{"data":1}}""")]
    [InlineData("""{"type":"next","id":"7","payload":{"data":1}}""")]
    [InlineData("""{"payload":{"data":1},"id":"7","type":"next"}""")]
    [InlineData("""{"payload":{"data":1},"type":"next","id":"7"}""")]
    [InlineData(""" { "more" : [{}], "payload" : {"data":1} , "\u0074ype" : "n\u0065xt", "id" : "\u0037" } """)]
    [InlineData("""{"id":7,"type":"next","payload":{"data":1}}""")]
    [InlineData("""{"id":"9","id":"7","type":"ping","type":"next","payload":{"data":2},"payload":{"data":1}}""")]
    public void A_message_reads_the_same_whatever_the_order_and_spelling_of_its_keys(string message)
    {
        var talk = Acknowledged(New());
        talk.Subscribe(7);
        var received = talk.Receive(message);
        Assert.Equal((StreamEventKind.Next, 7L, """{"data":1}"""), (received.Kind, received.Id, Payload(received)));
    }

    [Fact]
    public void A_payload_is_a_slice_of_its_message_and_reads_as_an_answer()
    {
        var talk = Acknowledged(New());
        talk.Subscribe(7);
        var message = Encoding.UTF8.GetBytes(Next);
        var received = talk.Receive(message);
        Assert.True(received.Payload.Span.Overlaps(message));
        using var reader = new AnswerReader<JsonElement>(JsonElementReader.Instance, AnswerLimits.Default);
        Assert.Equal("Zoë \"Q\"", reader.ReadWhole(received.Payload.Span).Data.GetProperty("name").GetString());
    }

    [Fact]
    public void A_message_reads_the_same_however_it_is_split_into_frames()
    {
        var talk = Acknowledged(New());
        talk.Subscribe(7);
        var message = Encoding.UTF8.GetBytes(Next);
        using var reader = new SocketMessageReader(1000);
        for (var split = 0; split <= message.Length; split++) AssertNext(talk.ReceiveFrames(reader, message, split));
        AssertNext(talk.ReceiveFrames(reader, message, Enumerable.Repeat(1, message.Length).ToArray()));
    }

    [Fact]
    public void Messages_in_frames_of_any_lengths_arrive_whole_and_in_order()
    {
        var random = new Random(20261122);
        var talk = Acknowledged(New());
        talk.Subscribe(7);
        using var reader = new SocketMessageReader(100_000);
        for (var number = 0; number < 500; number++)
        {
            var text = new string('x', random.Next(random.Next(10) == 0 ? 50_000 : 50));
            var message = Encoding.UTF8.GetBytes($$$"""{"id":"7","type":"next","payload":{"data":{"n":{{{number}}},"text":"{{{text}}}"} } }""");
            var cuts = Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(message.Length + 1)).Order().Prepend(0).ToArray();
            var received = talk.ReceiveFrames(reader, message, cuts.Skip(1).Zip(cuts, (end, start) => end - start).ToArray());
            Assert.Equal($$$"""{"data":{"n":{{{number}}},"text":"{{{text}}}"} }""", Payload(received));
        }
    }

    [Fact]
    public void An_error_ends_the_operation_and_no_complete_follows()
    {
        var talk = Acknowledged(New());
        talk.Subscribe(7);
        var received = talk.Receive("""{"id":"7","type":"error","payload":[{"message":"no"}]}""");
        Assert.Equal((StreamEventKind.Error, 7L, """[{"message":"no"}]"""), (received.Kind, received.Id, Payload(received)));
        Assert.Equal(0, talk.Protocol.ActiveCount);
        Assert.Equal("", talk.Unsubscribe(7));
    }

    [Theory]
    [InlineData("""{"id":"7","type":"next","payload":{"data":1}}""")]
    [InlineData("""{"id":"7","type":"error","payload":[{"message":"no"}]}""")]
    [InlineData("""{"id":"7","type":"complete"}""")]
    [InlineData("""{"id":"07","type":"complete"}""")]
    [InlineData("""{"id":"never given","type":"next","payload":{}}""")]
    [InlineData("""{"id":"99999999999999999999","type":"complete"}""")]
    [InlineData("""{"id":-7,"type":"complete"}""")]
    public void Messages_of_operations_that_have_completed_are_ignored(string late)
    {
        var talk = Acknowledged(New());
        talk.Subscribe(7);
        var received = talk.Receive("""{"id":"7","type":"complete"}""");
        Assert.Equal((StreamEventKind.Complete, 7L), (received.Kind, received.Id));
        Assert.Equal(StreamEventKind.Ignored, talk.Receive(late).Kind);
    }

    [Fact]
    public void The_client_completes_an_operation_once_and_hears_no_more_of_it()
    {
        var talk = Acknowledged(New());
        talk.Subscribe(7);
        Assert.Equal("""{"id":"7","type":"complete"}""", talk.Unsubscribe(7));
        Assert.Equal("", talk.Unsubscribe(7));
        Assert.Equal(StreamEventKind.Ignored, talk.Receive(Next).Kind);
    }

    [Fact]
    public void An_id_is_unique_while_in_use_and_free_after_completion()
    {
        var talk = Acknowledged(New());
        talk.Subscribe(7);
        Assert.Throws<InvalidOperationException>(() => talk.Subscribe(7));
        talk.Receive("""{"id":"7","type":"complete"}""");
        talk.Subscribe(7);
        AssertNext(talk.Receive(Next));
    }

    [Fact]
    public void Operations_are_told_apart_by_their_ids()
    {
        var talk = Acknowledged(New());
        long[] ids = [1, 2, 12, long.MaxValue];
        foreach (var id in ids) talk.Subscribe(id);
        foreach (var id in ids.Reverse()) Assert.Equal(id, talk.Receive($$"""{"id":"{{id}}","type":"next","payload":{} }""").Id);
        Assert.Equal(ids.Length, talk.Protocol.ActiveCount);
    }

    [Theory]
    [InlineData("""{"type":"ping"}""", """{"type":"pong"}""")]
    [InlineData("""{"type":"ping","payload":null}""", """{"type":"pong"}""")]
    [InlineData("""{"type":"ping","payload":{"at":1}}""", """{"type":"pong","payload":{"at":1}}""")]
    public void A_ping_is_answered_at_once_with_its_payload_at_any_time(string ping, string pong)
    {
        var talk = new SocketTalk(New());
        talk.Open();
        Assert.Equal(StreamEventKind.Ping, talk.Receive(ping).Kind);
        Assert.Equal(pong, talk.Reply);
        talk.Receive("""{"type":"connection_ack"}""");
        Assert.Equal("", talk.Reply);
        Assert.Equal(StreamEventKind.Ping, talk.Receive(ping).Kind);
        Assert.Equal(pong, talk.Reply);
    }

    [Fact]
    public void An_unsolicited_pong_is_allowed()
    {
        var talk = Acknowledged(New());
        Assert.Equal("""{"type":"ping"}""", talk.Ping());
        Assert.Equal(StreamEventKind.Pong, talk.Receive("""{"type":"pong"}""").Kind);
        Assert.Equal(StreamEventKind.Pong, talk.Receive("""{"type":"pong","payload":{}}""").Kind);
    }

    [Theory]
    [InlineData("""{"type":"tick","id":"7"}""", "Invalid message type: \"tick\"")]
    [InlineData("""{"type":"connection_error"}""", "Invalid message type: \"connection_error\"")]
    [InlineData("""{"type":7}""", "Invalid message type: 7")]
    [InlineData("""{"id":"7"}""", "it has no type")]
    [InlineData("""{"type":"next","payload":{}}""", "'next' has no id")]
    [InlineData("""{"type":"complete","id":null}""", "'complete' has no id")]
    [InlineData("""{"type":"next","id":"7"}""", "payload of 'next'")]
    [InlineData("""{"type":"next","id":"7","payload":null}""", "payload of 'next'")]
    [InlineData("""{"type":"next","id":"7","payload":"{}"}""", "payload of 'next'")]
    [InlineData("""{"type":"error","id":"7","payload":"no"}""", "payload of 'error'")]
    [InlineData("""[{"type":"ping"}]""", "not an object")]
    [InlineData("\"ping\"", "not an object")]
    [InlineData("", "Invalid message")]
    [InlineData("ping", "Invalid message")]
    [InlineData("""{"type":"ping"}{"type":"ping"}""", "Invalid message")]
    [InlineData("""{"type":"ping" """, "Invalid message")]
    [InlineData("""{"id":"7","type":"next","payload":{"a":[[[[[[[[1]]]]]]]]}}""", "Invalid message")]
    public void A_message_that_the_protocol_does_not_have_closes_the_socket_with_4400(string message, string reason)
    {
        var talk = Acknowledged(New());
        talk.Subscribe(7);
        var received = talk.Receive(message);
        Assert.Equal((StreamEventKind.Violation, 4400), (received.Kind, received.CloseCode));
        Assert.Contains(reason, received.Reason, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(received.Reason!), 1, CloseCodes.MaximumReasonBytes);
        Assert.Equal("", talk.Reply);
    }

    [Theory]
    [InlineData("next")]
    [InlineData("error")]
    [InlineData("complete")]
    public void The_first_message_can_be_no_operations(string type)
    {
        var talk = new SocketTalk(New());
        talk.Open();
        var received = talk.Receive($$"""{"id":"7","type":"{{type}}","payload":[]}""");
        Assert.Equal((4400, $"First message cannot be of type {type}"), (received.CloseCode, received.Reason));
    }

    [Fact]
    public void The_client_says_goodbye_with_the_close_frame_alone() => Assert.Equal("", Acknowledged(New()).Goodbye());

    private static GraphQLTransportWsProtocol New() => new(MaximumDepth);

    private static void AssertNext(StreamEvent received) =>
        Assert.Equal((StreamEventKind.Next, 7L, """{"data":{"name":"Zoë \"Q\"","n":1}}"""), (received.Kind, received.Id, Payload(received)));
}
