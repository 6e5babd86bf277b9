using System.Buffers;
using System.Text;
using GqlTools.Client.Failures;
using GqlTools.Client.Responses;
using GqlTools.Client.Streaming;
using GqlTools.Client.Streaming.Incremental;
using GqlTools.Client.Streaming.Multipart;
using GqlTools.Client.Streaming.ServerSentEvents;
using GqlTools.Client.Streaming.WebSockets;
using GqlTools.Client.Streaming.WebSockets.AppSync;
using GqlTools.Client.Streaming.WebSockets.Phoenix;

namespace GqlTools.Client.Tests.Streaming;

/// <summary>Messages with bytes changed, cut out and put in at random: a server's nonsense is an event or a named failure, never a crash.</summary>
public sealed class GarbageTests
{
    private const int Rounds = 3_000;

    private static readonly byte[][] Inserts =
    [
        [0xFF], [0xC3], [0], "\\ud800"u8.ToArray(), "\\u0031"u8.ToArray(), "\""u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "null"u8.ToArray(), ","u8.ToArray(), "-1"u8.ToArray(), "1e999"u8.ToArray(),
    ];

    public static TheoryData<string> Protocols => ["graphql-transport-ws", "graphql-ws", "AppSync", "Phoenix 1", "Phoenix 2"];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_socket_protocol_reads_any_bytes_without_an_exception(string name)
    {
        var random = new Random(20261122);
        var reply = new ArrayBufferWriter<byte>();
        string[] messages = name switch
        {
            "Phoenix 1" =>
            [
                """{"topic":"__absinthe__:control","ref":"1","payload":{"status":"ok","response":{}},"event":"phx_reply"}""",
                """{"topic":"__absinthe__:control","ref":"2","payload":{"status":"ok","response":{"subscriptionId":"abc"}},"event":"phx_reply"}""",
                """{"topic":"abc","ref":null,"payload":{"subscriptionId":"abc","result":{"data":{"a":[1]}}},"event":"subscription:data"}""",
            ],
            "Phoenix 2" =>
            [
                """["1","1","__absinthe__:control","phx_reply",{"status":"ok","response":{}}]""",
                """["1","2","__absinthe__:control","phx_reply",{"status":"ok","response":{"subscriptionId":"abc"}}]""",
                """[null,null,"abc","subscription:data",{"subscriptionId":"abc","result":{"data":{"a":[1]}}}]""",
            ],
            _ =>
            [
                """{"type":"connection_ack","payload":{"connectionTimeoutMs":300000}}""",
                """{"id":"1","type":"error","payload":{"errors":[{"message":"no"}]}}""",
                """{"id":"1","type":"next","payload":{"data":{"a":[1]}}}""",
                """{"id":"1","type":"data","payload":{"data":{"a":[1]}}}""",
                """{"type":"ping","payload":{"a":1}}""",
            ],
        };
        for (var round = 0; round < Rounds; round++)
        {
            var protocol = New(name);
            protocol.WriteOpen(reply, []);
            foreach (var message in messages)
            {
                reply.ResetWrittenCount();
                var received = protocol.Read(Spoil(message, random), reply);
                Assert.Equal(received.Kind == StreamEventKind.Violation, received.CloseCode is CloseCodes.BadRequest or CloseCodes.ProtocolError);
                if (protocol.Handshake == HandshakeState.Acknowledged && protocol.ActiveCount == 0) protocol.WriteSubscribe(reply, round + 1, "{}"u8);
            }
        }
    }

    [Fact]
    public void Events_of_a_single_connection_read_any_bytes_without_an_exception()
    {
        var random = new Random(20261122);
        var protocol = new GraphQLSseProtocol(GraphQLSseMode.SingleConnection, 8);
        protocol.Begin(1);
        for (var round = 0; round < Rounds; round++)
            protocol.Read(new ServerSentEvent("next"u8.ToArray(), Spoil("""{"id":"1","payload":{"data":{"a":[1]}}}""", random), true));
    }

    [Fact]
    public void Parts_of_a_multipart_subscription_read_any_bytes_without_an_exception()
    {
        var random = new Random(20261122);
        for (var round = 0; round < Rounds; round++)
            new MultipartSubscriptionProtocol(1, 8).Read(Spoil("""{"payload":{"data":{"a":[1]}},"errors":[{"message":"no"}]}""", random));
    }

    [Fact]
    public void Parts_of_an_incremental_answer_are_read_merged_or_refused_by_name()
    {
        var random = new Random(20261122);
        var merged = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var reader = new IncrementalReader(AnswerLimits.Default);
            var merge = new IncrementalMerge(AnswerLimits.Default);
            try
            {
                foreach (var part in reader.Read(Spoil("""{"data":{"user":{"id":"1","friends":["a"]}},"pending":[{"id":"0","path":["user"],"label":"x"}],"hasNext":true}""", random))) merge.Add(part);
                foreach (var part in reader.Read(Spoil("""{"incremental":[{"id":"0","subPath":[],"data":{"name":"b"},"errors":[{"message":"m"}]},{"path":["user","friends",1],"items":["b"]}],"hasNext":true}""", random))) merge.Add(part);
                merge.ToAnswer(JsonElementReader.Instance);
                merged++;
            }
            catch (GqlException exception)
            {
                Assert.True(exception.Kind is FailureKind.AnswerMalformed or FailureKind.AnswerNotGraphQL or FailureKind.AnswerTooDeep, exception.ToString());
            }
        }

        Assert.InRange(merged, 1, Rounds - 1);
    }

    private static byte[] Spoil(string message, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(message).ToList();
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(5), bytes.Count - at - 1));
                    break;
                default:
                    bytes.InsertRange(at, Inserts[random.Next(Inserts.Length)]);
                    break;
            }
        }

        return bytes.ToArray();
    }

    private static ISocketProtocol New(string name) => name switch
    {
        "graphql-transport-ws" => new GraphQLTransportWsProtocol(8),
        "graphql-ws" => new GraphQLWsProtocol(8),
        "AppSync" => new AppSyncProtocol(new Uri("https://api.example.com/graphql"), () => AppSyncAuthorization.ApiKey("key"), TimeProvider.System, 8),
        "Phoenix 1" => new PhoenixProtocol(PhoenixSerializer.V1, 8),
        _ => new PhoenixProtocol(PhoenixSerializer.V2, 8),
    };
}
