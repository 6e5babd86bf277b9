using GqlTools.Client.Streaming;
using GqlTools.Client.Streaming.WebSockets;
using static GqlTools.Client.Tests.Streaming.WebSockets.SocketTalk;

namespace GqlTools.Client.Tests.Streaming.WebSockets;

public sealed class GraphQLWsProtocolTests
{
    [Fact]
    public void The_messages_are_connection_init_start_stop_and_connection_terminate()
    {
        var talk = new SocketTalk(New());
        Assert.Equal(["graphql-ws"], talk.Protocol.Subprotocols);
        Assert.Equal("", talk.Goodbye());
        Assert.Equal("""{"type":"connection_init","payload":{"token":"x"}}""", talk.Open("""{"token":"x"}"""));
        Assert.Throws<InvalidOperationException>(() => talk.Subscribe(1));
        Assert.Equal(StreamEventKind.Acknowledged, talk.Receive("""{"type":"connection_ack"}""").Kind);
        Assert.Equal("""{"id":"1","type":"start","payload":{"query":"{ a }"}}""", talk.Subscribe(1, """{"query":"{ a }"}"""));
        Assert.Equal("""{"id":"1","type":"stop"}""", talk.Unsubscribe(1));
        Assert.Equal("""{"type":"connection_terminate"}""", talk.Goodbye());
    }

    [Fact]
    public void There_is_no_ping() => Assert.Equal("", Acknowledged(New()).Ping());

    [Fact]
    public void Data_error_and_complete_belong_to_their_operations()
    {
        var talk = Acknowledged(New());
        talk.Subscribe(1);
        talk.Subscribe(2);
        var data = talk.Receive("""{"payload":{"data":{"a":1}},"type":"data","id":"2"}""");
        Assert.Equal((StreamEventKind.Next, 2L, """{"data":{"a":1}}"""), (data.Kind, data.Id, Payload(data)));
        var error = talk.Receive("""{"type":"error","id":"1","payload":{"message":"no"}}""");
        Assert.Equal((StreamEventKind.Error, 1L, """{"message":"no"}"""), (error.Kind, error.Id, Payload(error)));
        Assert.Equal(StreamEventKind.Complete, talk.Receive("""{"type":"complete","id":"2"}""").Kind);
        Assert.Equal(StreamEventKind.Ignored, talk.Receive("""{"type":"data","id":"2","payload":{"data":null}}""").Kind);
        Assert.Equal(0, talk.Protocol.ActiveCount);
    }

    [Fact]
    public void Keep_alive_counts_only_after_the_first()
    {
        var talk = Acknowledged(New());
        Assert.False(talk.Protocol.ExpectsKeepAlive);
        Assert.Equal(StreamEventKind.KeepAlive, talk.Receive("""{"type":"ka"}""").Kind);
        Assert.True(talk.Protocol.ExpectsKeepAlive);
    }

    [Theory]
    [InlineData("""{"type":"connection_error","payload":{"message":"no"}}""")]
    [InlineData("""{"type":"error","payload":{"message":"no"}}""")]
    public void A_connection_error_refuses_the_connection_or_a_message_and_leaves_it_open(string message)
    {
        var talk = new SocketTalk(New());
        talk.Open();
        AssertError(talk.Receive(message));
        Assert.Equal(HandshakeState.AwaitingAcknowledgement, talk.Protocol.Handshake);

        talk.Receive("""{"type":"connection_ack"}""");
        talk.Subscribe(1);
        AssertError(talk.Receive(message));
        Assert.Equal(1, talk.Protocol.ActiveCount);

        static void AssertError(StreamEvent received) =>
            Assert.Equal((StreamEventKind.ConnectionError, """{"message":"no"}""", 0), (received.Kind, Payload(received), received.CloseCode));
    }

    [Theory]
    [InlineData("""{"type":"start_ack","id":"1"}""")]
    [InlineData("""{"type":"next","id":"1","payload":{}}""")]
    [InlineData("""{"type":"whatever"}""")]
    [InlineData("""{"type":"connection_ack"}""")]
    [InlineData("""{}""")]
    public void Words_that_the_protocol_does_not_have_are_passed_over(string message)
    {
        var talk = Acknowledged(New());
        talk.Subscribe(1);
        Assert.Equal(StreamEventKind.Ignored, talk.Receive(message).Kind);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("""{"type":"data","id":"1","payload":[1]}""")]
    public void What_is_no_message_closes_the_socket_with_1002(string message)
    {
        var received = Acknowledged(New()).Receive(message);
        Assert.Equal((StreamEventKind.Violation, 1002), (received.Kind, received.CloseCode));
    }

    private static GraphQLWsProtocol New() => new(MaximumDepth);
}
