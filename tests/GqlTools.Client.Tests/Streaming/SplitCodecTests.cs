using System.Text;
using GqlTools.Client.Streaming;
using GqlTools.Client.Streaming.Multipart;
using GqlTools.Client.Streaming.ServerSentEvents;
using GqlTools.Client.Streaming.WebSockets;
using GqlTools.Client.Streaming.WebSockets.AppSync;
using GqlTools.Client.Tests.Streaming.WebSockets;
using static GqlTools.Client.Tests.Streaming.WebSockets.SocketTalk;

namespace GqlTools.Client.Tests.Streaming;

/// <summary>What a codec understands does not depend on where its bytes were cut on the way.</summary>
public sealed class SplitCodecTests
{
    private const string Answer = """{"data":{"name":"Zoë"}}""";

    public static TheoryData<string> SocketProtocols => ["graphql-ws", "AppSync"];

    [Theory]
    [MemberData(nameof(SocketProtocols))]
    public void A_message_reads_the_same_however_it_is_split_into_frames(string name)
    {
        var talk = Acknowledged(Protocol(name), """{"type":"connection_ack","payload":{"connectionTimeoutMs":300000}}""");
        talk.Subscribe(7);
        var message = Encoding.UTF8.GetBytes($$"""{"type":"data","payload":{{Answer}},"id":"7"}""");
        using var reader = new SocketMessageReader(1000);

        for (var split = 0; split <= message.Length; split++) AssertAnswer(talk.ReceiveFrames(reader, message, split));
        AssertAnswer(talk.ReceiveFrames(reader, message, Enumerable.Repeat(1, message.Length).ToArray()));
    }

    [Theory]
    [InlineData(GraphQLSseMode.DistinctConnections, $"event: next\ndata: {Answer}\n\n:\n\nevent: complete\n\n")]
    [InlineData(GraphQLSseMode.DistinctConnections, $"\uFEFFretry: 10\r:\rdata: {Answer}\revent: next\r\revent: complete\rdata\r\r")]
    [InlineData(GraphQLSseMode.SingleConnection, $"event: next\r\ndata: {{\"id\":\"7\",\r\ndata: \"payload\":{Answer}}}\r\n\r\nevent: complete\r\ndata: {{\"id\":\"7\"}}\r\n\r\n")]
    public void Server_sent_events_mean_the_same_however_their_bytes_are_split(GraphQLSseMode mode, string stream)
    {
        foreach (var pieces in Splitting.Of(Encoding.UTF8.GetBytes(stream)))
        {
            using var reader = new ServerSentEventReader(1000);
            var protocol = new GraphQLSseProtocol(mode, MaximumDepth);
            protocol.Begin(7);
            Assert.Equal([$"Next {Answer}", "Complete "], Splitting.Feed(pieces, reader.GetBuffer, reader.Advance, ReadAll));

            IEnumerable<string> ReadAll()
            {
                while (reader.TryRead(out var read)) yield return Describe(protocol.Read(read));
            }
        }
    }

    [Theory]
    [InlineData("-", $"\r\n---\r\ncontent-type: application/json\r\n\r\n{{}}\r\n---\r\ncontent-type: application/json\r\n\r\n{{\"payload\":{Answer}}}\r\n---\r\n\r\n{{\"payload\":null}}\r\n-----\r\n")]
    [InlineData("----=_Part_1", $"preamble\n------=_Part_1\n\n{{}}\n------=_Part_1\n\n{{\"payload\":{Answer}}}\n------=_Part_1\n\n{{\"payload\":null}}\n------=_Part_1--")]
    public void Parts_of_a_multipart_subscription_mean_the_same_however_their_bytes_are_split(string boundary, string message)
    {
        foreach (var pieces in Splitting.Of(Encoding.UTF8.GetBytes(message)))
        {
            using var reader = new MultipartJsonReader(boundary, 1000);
            var protocol = new MultipartSubscriptionProtocol(7, MaximumDepth);
            Assert.Equal(["KeepAlive ", $"Next {Answer}", "Complete "], Splitting.Feed(pieces, reader.GetBuffer, reader.Advance, ReadAll));
            Assert.True(reader.IsComplete);

            IEnumerable<string> ReadAll()
            {
                while (reader.TryRead(out var part)) yield return Describe(protocol.Read(part));
            }
        }
    }

    private static ISocketProtocol Protocol(string name) => name == "AppSync"
        ? new AppSyncProtocol(new Uri("https://localhost/graphql"), static () => AppSyncAuthorization.ApiKey("key"), TimeProvider.System, MaximumDepth)
        : new GraphQLWsProtocol(MaximumDepth);

    private static void AssertAnswer(StreamEvent received) => Assert.Equal((7L, $"Next {Answer}"), (received.Id, Describe(received)));

    private static string Describe(StreamEvent received) => $"{received.Kind} {Payload(received)}";
}
