using System.Text;
using GqlTools.Client.Streaming;
using GqlTools.Client.Streaming.WebSockets;
using GqlTools.Client.Streaming.WebSockets.Phoenix;
using static GqlTools.Client.Tests.Streaming.WebSockets.SocketTalk;

namespace GqlTools.Client.Tests.Streaming.WebSockets.Phoenix;

public sealed class PhoenixProtocolTests
{
    private const string Topic = "__absinthe__:doc:-576460752303351739:A9\\/=";

    [Fact]
    public void The_array_serialization_has_join_ref_ref_topic_event_and_payload()
    {
        var talk = new SocketTalk(New(PhoenixSerializer.V2));
        Assert.Equal("""["1","1","__absinthe__:control","phx_join",{}]""", talk.Open());
        Assert.Equal(StreamEventKind.Acknowledged, talk.Receive("""["1","1","__absinthe__:control","phx_reply",{"status":"ok","response":{}}]""").Kind);
        Assert.Equal("""["1","2","__absinthe__:control","doc",{"query":"{ a }"}]""", talk.Subscribe(7, """{"query":"{ a }"}"""));
        Assert.Equal("""["1","3","phoenix","heartbeat",{}]""", talk.Ping());
        Assert.Equal(StreamEventKind.Pong, talk.Receive("""[null,"3","phoenix","phx_reply",{"status":"ok","response":{}}]""").Kind);
        Assert.Equal("""["1","4","__absinthe__:control","phx_leave",{}]""", talk.Goodbye());
        Assert.Equal("2.0.0", ((PhoenixProtocol)talk.Protocol).Version);
        Assert.Empty(talk.Protocol.Subprotocols);
    }

    [Fact]
    public void The_object_serialization_names_them()
    {
        var talk = new SocketTalk(New(PhoenixSerializer.V1));
        AssertJson("""{"join_ref":"1","ref":"1","topic":"__absinthe__:control","event":"phx_join","payload":{"token":"x"}}""", talk.Open("""{"token":"x"}"""));
        Assert.Equal(
            StreamEventKind.Acknowledged,
            talk.Receive("""{"payload":{"response":{},"status":"ok"},"event":"phx_reply","topic":"__absinthe__:control","ref":1}""").Kind);
        AssertJson("""{"join_ref":"1","ref":"2","topic":"__absinthe__:control","event":"doc","payload":{"query":"{ a }"}}""", talk.Subscribe(7, """{"query":"{ a }"}"""));
        Assert.Equal("1.0.0", ((PhoenixProtocol)talk.Protocol).Version);
    }

    [Theory]
    [InlineData(PhoenixSerializer.V1)]
    [InlineData(PhoenixSerializer.V2)]
    public void Events_of_a_subscription_come_by_the_servers_id_for_it(PhoenixSerializer serializer)
    {
        var talk = Joined(serializer);
        talk.Subscribe(7);
        Assert.Equal(StreamEventKind.Ignored, talk.Receive(Data(serializer)).Kind);
        var started = talk.Receive(Reply(serializer, 2, "ok", $$"""{"subscriptionId":"{{Topic}}"}"""));
        Assert.Equal((StreamEventKind.Started, 7L), (started.Kind, started.Id));
        var received = talk.Receive(Data(serializer));
        Assert.Equal((StreamEventKind.Next, 7L, """{"data":{"a":1}}"""), (received.Kind, received.Id, Payload(received)));

        Assert.Contains($$"""{"subscriptionId":"{{Topic}}"}""", talk.Unsubscribe(7), StringComparison.Ordinal);
        Assert.Equal("", talk.Unsubscribe(7));
        Assert.Equal(StreamEventKind.Ignored, talk.Receive(Data(serializer)).Kind);
        Assert.Equal(StreamEventKind.Ignored, talk.Receive(Reply(serializer, 3, "ok", $$"""{"subscriptionId":"{{Topic}}"}""")).Kind);
        Assert.Equal(0, talk.Protocol.ActiveCount);
    }

    [Fact]
    public void A_subscription_ended_before_its_reply_is_unsubscribed_when_the_reply_comes()
    {
        var talk = Joined(PhoenixSerializer.V2);
        talk.Subscribe(7);
        Assert.Equal("", talk.Unsubscribe(7));
        Assert.Equal(StreamEventKind.Ignored, talk.Receive(Reply(PhoenixSerializer.V2, 2, "ok", """{"subscriptionId":"abc"}""")).Kind);
        Assert.Equal("""["1","3","__absinthe__:control","unsubscribe",{"subscriptionId":"abc"}]""", talk.Reply);
    }

    [Fact]
    public void The_reply_to_a_query_is_its_only_result()
    {
        var talk = Joined(PhoenixSerializer.V2);
        talk.Subscribe(7);
        var received = talk.Receive(Reply(PhoenixSerializer.V2, 2, "ok", """{"data":{"a":1}}"""));
        Assert.Equal((StreamEventKind.Result, 7L, """{"data":{"a":1}}"""), (received.Kind, received.Id, Payload(received)));
        Assert.Equal(0, talk.Protocol.ActiveCount);
        Assert.Equal(StreamEventKind.Ignored, talk.Receive(Reply(PhoenixSerializer.V2, 2, "ok", """{"data":{"a":1}}""")).Kind);
    }

    [Theory]
    [InlineData("error", """{"errors":[{"message":"no"}]}""", """[{"message":"no"}]""")]
    [InlineData("error", """{"reason":"unmatched topic"}""", """{"reason":"unmatched topic"}""")]
    [InlineData("timeout", "{}", """{"status":"timeout","response":{}}""")]
    public void A_reply_that_is_not_ok_ends_the_operation_with_what_the_server_says(string status, string response, string expected)
    {
        var talk = Joined(PhoenixSerializer.V2);
        talk.Subscribe(7);
        var received = talk.Receive(Reply(PhoenixSerializer.V2, 2, status, response));
        Assert.Equal((StreamEventKind.Error, 7L, expected), (received.Kind, received.Id, Payload(received)));
        Assert.Equal(0, talk.Protocol.ActiveCount);
    }

    [Fact]
    public void A_join_that_is_refused_is_a_connection_error()
    {
        var talk = new SocketTalk(New(PhoenixSerializer.V2));
        talk.Open();
        var received = talk.Receive(Reply(PhoenixSerializer.V2, 1, "error", """{"reason":"unauthorized"}"""));
        Assert.Equal((StreamEventKind.ConnectionError, """{"reason":"unauthorized"}"""), (received.Kind, Payload(received)));
        Assert.Equal(HandshakeState.AwaitingAcknowledgement, talk.Protocol.Handshake);
    }

    [Theory]
    [InlineData("phx_error", "The channel crashed")]
    [InlineData("phx_close", "The channel was closed")]
    public void A_channel_that_crashes_or_closes_takes_the_connection_with_it(string name, string reason)
    {
        var received = Joined(PhoenixSerializer.V2).Receive($$"""["1","1","__absinthe__:control","{{name}}",{}]""");
        Assert.Equal((StreamEventKind.ConnectionError, 1000, reason), (received.Kind, received.CloseCode, received.Reason));
    }

    [Fact]
    public void Two_subscriptions_that_the_server_takes_for_one_are_not_mixed_up()
    {
        var talk = Joined(PhoenixSerializer.V2);
        talk.Subscribe(7);
        talk.Subscribe(8);
        talk.Receive(Reply(PhoenixSerializer.V2, 2, "ok", $$"""{"subscriptionId":"{{Topic}}"}"""));
        var second = talk.Receive(Reply(PhoenixSerializer.V2, 3, "ok", $$"""{"subscriptionId":"{{Topic}}"}"""));
        Assert.Equal((StreamEventKind.Error, 8L), (second.Kind, second.Id));
        Assert.Contains("context_id", Payload(second), StringComparison.Ordinal);
        Assert.Equal(7, talk.Receive(Data(PhoenixSerializer.V2)).Id);
    }

    [Theory]
    [InlineData("""[null,null,"other","presence_state",{}]""")]
    [InlineData("""[null,null,"other","phx_close",{}]""")]
    [InlineData("""[null,null,"x","subscription:data",{"subscriptionId":"never given","result":{}}]""")]
    [InlineData("""["1","99","__absinthe__:control","phx_reply",{"status":"ok","response":{}}]""")]
    public void Messages_for_others_are_ignored(string message) =>
        Assert.Equal(StreamEventKind.Ignored, Joined(PhoenixSerializer.V2).Receive(message).Kind);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("""{"topic":"x","event":"phx_reply","payload":{},"ref":null}""")]
    public void What_is_no_message_closes_the_socket_with_1002(string message)
    {
        var received = Joined(PhoenixSerializer.V2).Receive(message);
        Assert.Equal((StreamEventKind.Violation, 1002), (received.Kind, received.CloseCode));
    }

    [Fact]
    public void A_message_reads_the_same_however_it_is_split_into_frames()
    {
        var talk = Joined(PhoenixSerializer.V2);
        talk.Subscribe(7);
        talk.Receive(Reply(PhoenixSerializer.V2, 2, "ok", $$"""{"subscriptionId":"{{Topic}}"}"""));
        var message = Encoding.UTF8.GetBytes(Data(PhoenixSerializer.V2));
        using var reader = new SocketMessageReader(1000);
        for (var split = 0; split <= message.Length; split++) Assert.Equal(7, talk.ReceiveFrames(reader, message, split).Id);
    }

    private static PhoenixProtocol New(PhoenixSerializer serializer) => new(serializer, MaximumDepth);

    private static SocketTalk Joined(PhoenixSerializer serializer) => Acknowledged(New(serializer), Reply(serializer, 1, "ok", "{}"));

    private static string Reply(PhoenixSerializer serializer, int reference, string status, string response) =>
        Message(serializer, $"\"{reference}\"", "__absinthe__:control", "phx_reply", $$"""{"status":"{{status}}","response":{{response}}}""");

    private static string Data(PhoenixSerializer serializer) =>
        Message(serializer, "null", Topic, "subscription:data", $$$"""{"result":{"data":{"a":1}},"subscriptionId":"{{{Topic}}}"}""");

    private static string Message(PhoenixSerializer serializer, string reference, string topic, string name, string payload) =>
        serializer == PhoenixSerializer.V2
            ? $$"""[null,{{reference}},"{{topic}}","{{name}}",{{payload}}]"""
            : $$"""{"topic":"{{topic}}","ref":{{reference}},"payload":{{payload}},"event":"{{name}}"}""";
}
