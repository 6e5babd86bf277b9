using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GqlTools.Client.Streaming;
using GqlTools.Client.Streaming.WebSockets;

namespace GqlTools.Client.Tests.Streaming.WebSockets;

/// <summary>Speaks with a protocol in text: what it writes, what it understands, what it replies.</summary>
internal sealed class SocketTalk(ISocketProtocol protocol)
{
    public const int MaximumDepth = 8;

    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly ArrayBufferWriter<byte> _reply = new();

    public ISocketProtocol Protocol { get; } = protocol;

    /// <summary>What was sent back at the last message; empty for nothing.</summary>
    public string Reply => Encoding.UTF8.GetString(_reply.WrittenSpan);

    /// <summary>An acknowledged connection.</summary>
    public static SocketTalk Acknowledged(ISocketProtocol protocol, string acknowledgement = """{"type":"connection_ack"}""")
    {
        var talk = new SocketTalk(protocol);
        talk.Open();
        Assert.Equal(StreamEventKind.Acknowledged, talk.Receive(acknowledgement).Kind);
        return talk;
    }

    public string Open(string payload = "") => Written(output => Protocol.WriteOpen(output, Encoding.UTF8.GetBytes(payload)));

    public string Subscribe(long id, string request = """{"query":"subscription { tick }"}""") =>
        Written(output => Protocol.WriteSubscribe(output, id, Encoding.UTF8.GetBytes(request)));

    public string Unsubscribe(long id) => Written(output => Protocol.WriteUnsubscribe(output, id));

    public string Ping() => Written(output => Protocol.WritePing(output));

    public string Goodbye() => Written(output => Protocol.WriteGoodbye(output));

    public StreamEvent Receive(string message) => Receive(Encoding.UTF8.GetBytes(message));

    public StreamEvent Receive(ReadOnlyMemory<byte> message)
    {
        _reply.ResetWrittenCount();
        return Protocol.Read(message, _reply);
    }

    /// <summary>Sends a message in frames of these lengths, the last frame being what is left.</summary>
    public StreamEvent ReceiveFrames(SocketMessageReader reader, byte[] message, params int[] lengths)
    {
        var rest = message.AsMemory();
        foreach (var length in lengths)
        {
            Assert.Null(Frame(reader, rest[..length], false, out _));
            rest = rest[length..];
        }

        Assert.Null(Frame(reader, rest, true, out var whole));
        return Receive(whole);
    }

    public static StreamEvent? Frame(SocketMessageReader reader, ReadOnlyMemory<byte> frame, bool end, out ReadOnlyMemory<byte> message, WebSocketMessageType type = WebSocketMessageType.Text)
    {
        var rest = frame;
        while (true)
        {
            var buffer = reader.GetBuffer();
            var count = Math.Min(buffer.Length, rest.Length);
            rest[..count].CopyTo(buffer);
            rest = rest[count..];
            if (reader.Advance(count, type, end && rest.IsEmpty, out message) is { } violation) return violation;
            if (rest.IsEmpty) return null;
        }
    }

    public static string Payload(StreamEvent received) => Encoding.UTF8.GetString(received.Payload.Span);

    public static void AssertJson(string expected, string actual) =>
        Assert.True(
            JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(actual)),
            $"expected {expected}, got {actual}");

    private string Written(Action<IBufferWriter<byte>> write)
    {
        _output.ResetWrittenCount();
        write(_output);
        return Encoding.UTF8.GetString(_output.WrittenSpan);
    }
}
