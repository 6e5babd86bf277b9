using System.Buffers;

namespace GqlTools.Client.Streaming.WebSockets.Phoenix;

/// <summary>
/// Absinthe subscriptions over Phoenix channels (absinthe_phoenix, <c>Absinthe.Phoenix.Channel</c>; Phoenix, "Writing a Channels Client").
/// <para>
/// The client joins the topic <c>__absinthe__:control</c> and pushes documents to it. Every push has a <c>ref</c>, under which the server replies once. The reply
/// to a subscription is the server's own id for it, a text, by which its events come and by which it is ended; the reply to a query is its only result. So
/// a subscription that is ended before its reply came can be unsubscribed only when it comes: this is done then, by itself. The server's ids are
/// kept and compared as the bytes that they are in messages. Absinthe listens for events a moment before it replies; an event that overtakes the reply cannot
/// be told whose it is, and is ignored.
/// </para>
/// </summary>
public sealed class PhoenixProtocol : ISocketProtocol
{
    private const long JoinRef = 1;

    private static readonly byte[] SharedTopicError =
        """[{"message":"The server gave this subscription the id of another one of this connection (Absinthe's context_id). Subscribe to a document once, or with a context_id that differs."}]"""u8.ToArray();

    private readonly PhoenixSerializer _serializer;
    private readonly int _maximumDepth;
    private readonly OperationIds _ids = new();

    // What the client pushed and has no reply to: the operation's id by the push's ref; a push that is no operation's has None.
    private readonly Dictionary<long, long> _pushes = [];
    private readonly Dictionary<ReadOnlyMemory<byte>, long> _idsByTopic = new(Utf8TextComparer.Instance);
    private readonly Dictionary<long, ReadOnlyMemory<byte>> _topicsById = [];
    private long _lastRef = JoinRef;
    private long _heartbeatRef;

    /// <summary>Makes the state of one connection.</summary>
    /// <param name="serializer">The serialization that the socket's URI asks for.</param>
    /// <param name="maximumDepth">Levels that one answer may have.</param>
    public PhoenixProtocol(PhoenixSerializer serializer, int maximumDepth)
    {
        _serializer = serializer;
        _maximumDepth = maximumDepth;
    }

    /// <inheritdoc/>
    public string Name => "Absinthe over Phoenix";

    /// <summary>None: Phoenix is asked by its path, and by <c>vsn</c> in the query.</summary>
    public IReadOnlyList<string> Subprotocols => [];

    /// <inheritdoc/>
    public HandshakeState Handshake { get; private set; }

    /// <inheritdoc/>
    public int ActiveCount => _ids.Count;

    /// <summary>True: the reply to a subscription is its start.</summary>
    public bool AcknowledgesStart => true;

    /// <summary>True: Phoenix closes a socket that sent nothing for 60 s.</summary>
    public bool NeedsHeartbeat => true;

    /// <summary>False: Phoenix answers heartbeats and sends none.</summary>
    public bool ExpectsKeepAlive => false;

    /// <summary>Null: there is no word for it.</summary>
    public TimeSpan? KeepAliveTimeout => null;

    /// <summary>The value of <c>vsn</c> in the socket's URI.</summary>
    public string Version => _serializer == PhoenixSerializer.V1 ? "1.0.0" : "2.0.0";

    private static ReadOnlySpan<byte> ControlTopic => "__absinthe__:control"u8;

    // The levels of a message above an answer: message, payload, response or result.
    private static int EnvelopeDepth => 3;

    /// <inheritdoc/>
    public void WriteOpen(IBufferWriter<byte> output, ReadOnlySpan<byte> payload)
    {
        if (Handshake != HandshakeState.New) throw new InvalidOperationException("phx_join has been sent.");
        Handshake = HandshakeState.AwaitingAcknowledgement;
        PhoenixMessage.Write(output, _serializer, JoinRef, JoinRef, ControlTopic, "phx_join"u8, payload);
    }

    /// <inheritdoc/>
    public void WriteSubscribe(IBufferWriter<byte> output, long id, ReadOnlySpan<byte> request)
    {
        if (Handshake != HandshakeState.Acknowledged) throw new InvalidOperationException("The channel is not joined.");
        _ids.Begin(id);
        Push(output, "doc"u8, request, id);
    }

    /// <inheritdoc/>
    public bool WriteUnsubscribe(IBufferWriter<byte> output, long id)
    {
        if (!_ids.End(id) || !_topicsById.Remove(id, out var topic)) return false;
        _idsByTopic.Remove(topic);
        PushUnsubscribe(output, topic.Span);
        return true;
    }

    /// <inheritdoc/>
    public bool WritePing(IBufferWriter<byte> output)
    {
        _heartbeatRef = ++_lastRef;
        PhoenixMessage.Write(output, _serializer, JoinRef, _heartbeatRef, "phoenix"u8, "heartbeat"u8, []);
        return true;
    }

    /// <inheritdoc/>
    public bool WriteGoodbye(IBufferWriter<byte> output)
    {
        if (Handshake != HandshakeState.Acknowledged) return false;
        Push(output, "phx_leave"u8, [], OperationIds.None);
        return true;
    }

    /// <inheritdoc/>
    public StreamEvent Read(ReadOnlyMemory<byte> message, IBufferWriter<byte> reply)
    {
        if (PhoenixMessage.TryRead(message, _serializer, _maximumDepth + EnvelopeDepth, out var read) is { } fault)
            return new StreamEvent(StreamEventKind.Violation) { CloseCode = CloseCodes.ProtocolError, Reason = CloseCodes.FitReason(fault) };
        var name = read.Event.Span;
        if (name.SequenceEqual("subscription:data"u8)) return ReadData(read);
        if (name.SequenceEqual("phx_reply"u8)) return ReadReply(read, reply);

        // The channel's process crashed, or left: its subscriptions are gone, and a new connection joins anew.
        if (read.Topic.Span.SequenceEqual(ControlTopic) && (name.SequenceEqual("phx_error"u8) || name.SequenceEqual("phx_close"u8)))
        {
            return new StreamEvent(StreamEventKind.ConnectionError)
            {
                Payload = read.Payload,
                CloseCode = CloseCodes.NormalClosure,
                Reason = name.SequenceEqual("phx_error"u8) ? "The channel crashed" : "The channel was closed",
            };
        }

        return default;
    }

    private StreamEvent ReadData(in PhoenixMessage message)
    {
        var topic = Unquote(JsonSlice.Find(message.Payload, "subscriptionId"u8));
        var result = JsonSlice.Find(message.Payload, "result"u8);
        return !result.IsEmpty && _idsByTopic.TryGetValue(topic, out var id)
            ? new StreamEvent(StreamEventKind.Next) { Id = id, Payload = result }
            : default;
    }

    private StreamEvent ReadReply(in PhoenixMessage message, IBufferWriter<byte> reply)
    {
        var isOk = JsonSlice.Find(message.Payload, "status"u8).Span.SequenceEqual("\"ok\""u8);
        var response = JsonSlice.Find(message.Payload, "response"u8);
        if (message.Ref == JoinRef && Handshake == HandshakeState.AwaitingAcknowledgement)
        {
            if (!isOk) return new StreamEvent(StreamEventKind.ConnectionError) { Payload = ErrorsOf(response, message.Payload) };
            Handshake = HandshakeState.Acknowledged;
            return new StreamEvent(StreamEventKind.Acknowledged) { Payload = response };
        }

        if (message.Ref != OperationIds.None && message.Ref == _heartbeatRef) return new StreamEvent(StreamEventKind.Pong);
        if (!_pushes.Remove(message.Ref, out var id) || id == OperationIds.None) return default;
        if (isOk && Unquote(JsonSlice.Find(response, "subscriptionId"u8)) is { IsEmpty: false } topic) return Subscribed(id, topic, reply);
        if (!_ids.End(id)) return default;
        return isOk
            ? new StreamEvent(StreamEventKind.Result) { Id = id, Payload = response }
            : new StreamEvent(StreamEventKind.Error) { Id = id, Payload = ErrorsOf(response, message.Payload) };
    }

    private StreamEvent Subscribed(long id, ReadOnlyMemory<byte> topic, IBufferWriter<byte> reply)
    {
        if (!_ids.IsActive(id))
        {
            // Ended before the server had named it.
            PushUnsubscribe(reply, topic.Span);
            return default;
        }

        ReadOnlyMemory<byte> kept = topic.ToArray();
        if (!_idsByTopic.TryAdd(kept, id))
        {
            // Whether an event then comes once or once for each differs between versions of Absinthe, so that none could be told from a double.
            _ids.End(id);
            return new StreamEvent(StreamEventKind.Error) { Id = id, Payload = SharedTopicError };
        }

        _topicsById[id] = kept;
        return new StreamEvent(StreamEventKind.Started) { Id = id };
    }

    private void PushUnsubscribe(IBufferWriter<byte> output, ReadOnlySpan<byte> topic)
    {
        var payload = new ArrayBufferWriter<byte>();
        payload.Write("{\"subscriptionId\":\""u8);
        payload.Write(topic);
        payload.Write("\"}"u8);
        Push(output, "unsubscribe"u8, payload.WrittenSpan, OperationIds.None);
    }

    private void Push(IBufferWriter<byte> output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> payload, long id)
    {
        _pushes.Add(++_lastRef, id);
        PhoenixMessage.Write(output, _serializer, JoinRef, _lastRef, ControlTopic, name, payload);
    }

    // Errors of the document, or whatever else the server has to say: { "reason": "..." }, or only the status.
    private static ReadOnlyMemory<byte> ErrorsOf(ReadOnlyMemory<byte> response, ReadOnlyMemory<byte> payload) =>
        JsonSlice.Find(response, "errors"u8) is { IsEmpty: false } errors ? errors : response.Length > "{}".Length ? response : payload;

    private static ReadOnlyMemory<byte> Unquote(ReadOnlyMemory<byte> text) => text.Span is [(byte)'"', .., (byte)'"'] ? text[1..^1] : default;
}
