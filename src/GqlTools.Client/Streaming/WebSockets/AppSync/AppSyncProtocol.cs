using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GqlTools.Client.Streaming.WebSockets.AppSync;

/// <summary>
/// The real-time protocol of AWS AppSync ("Building a real-time WebSocket client", AppSync Developer Guide): the old <c>graphql-ws</c> with credentials in a
/// subprotocol and in every <c>start</c>, an acknowledgement of every start, and a keep-alive whose longest gap the server announces. Subscriptions only.
/// </summary>
public sealed class AppSyncProtocol : ISocketProtocol
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Uri _endpoint;
    private readonly Func<AppSyncAuthorization> _authorization;
    private readonly TimeProvider _timeProvider;
    private readonly int _maximumDepth;
    private readonly OperationIds _ids = new();

    /// <summary>Makes the state of one connection.</summary>
    /// <param name="endpoint">The API's HTTP endpoint, to which credentials belong; the socket's own is <see cref="AppSyncEndpoint.RealtimeUri"/>.</param>
    /// <param name="authorization">Who connects and subscribes; asked for every time, as credentials change.</param>
    /// <param name="timeProvider">Tells the date that signatures carry, and nothing else.</param>
    /// <param name="maximumDepth">Levels that one payload may have.</param>
    public AppSyncProtocol(Uri endpoint, Func<AppSyncAuthorization> authorization, TimeProvider timeProvider, int maximumDepth)
    {
        _endpoint = endpoint;
        _authorization = authorization;
        _timeProvider = timeProvider;
        _maximumDepth = maximumDepth;
    }

    /// <inheritdoc/>
    public string Name => "AppSync";

    /// <summary>True: that is <c>start_ack</c>.</summary>
    public bool AcknowledgesStart => true;

    /// <summary><c>graphql-ws</c> and <c>header-</c> with the credentials in base64url. They are made when asked for: ask at the time of connecting. A secret.</summary>
    public IReadOnlyList<string> Subprotocols
    {
        get
        {
            var header = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(header, JsonOptions)) WriteFields(writer, _authorization().ForConnection(_endpoint, _timeProvider.GetUtcNow()));
            var base64 = Convert.ToBase64String(header.WrittenSpan).TrimEnd('=').Replace('+', '-').Replace('/', '_');
            return ["graphql-ws", "header-" + base64];
        }
    }

    /// <inheritdoc/>
    public HandshakeState Handshake { get; private set; }

    /// <inheritdoc/>
    public int ActiveCount => _ids.Count;

    /// <inheritdoc/>
    public bool ExpectsKeepAlive => Handshake == HandshakeState.Acknowledged;

    /// <inheritdoc/>
    public TimeSpan? KeepAliveTimeout { get; private set; }

    /// <inheritdoc/>
    public void WriteOpen(IBufferWriter<byte> output, ReadOnlySpan<byte> payload)
    {
        if (Handshake != HandshakeState.New) throw new InvalidOperationException("connection_init has been sent.");
        Handshake = HandshakeState.AwaitingAcknowledgement;
        Envelope.Write(output, OperationIds.None, "connection_init"u8, payload);
    }

    /// <inheritdoc/>
    public void WriteSubscribe(IBufferWriter<byte> output, long id, ReadOnlySpan<byte> request)
    {
        if (Handshake != HandshakeState.Acknowledged) throw new InvalidOperationException("The connection is not acknowledged.");
        var fields = _authorization().ForSubscription(_endpoint, request, _timeProvider.GetUtcNow());
        _ids.Begin(id);
        using var writer = new Utf8JsonWriter(output, JsonOptions);
        writer.WriteStartObject();
        writer.WriteString("id"u8, FormattableString.Invariant($"{id}"));
        writer.WriteString("type"u8, "start"u8);
        writer.WriteStartObject("payload"u8);
        // The request travels as text, since the signature is over its very bytes.
        writer.WriteString("data"u8, request);
        writer.WriteStartObject("extensions"u8);
        writer.WritePropertyName("authorization"u8);
        WriteFields(writer, fields);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public bool WriteUnsubscribe(IBufferWriter<byte> output, long id)
    {
        if (!_ids.End(id)) return false;
        Envelope.Write(output, id, "stop"u8, []);
        return true;
    }

    /// <summary>Writes nothing: the protocol has no ping.</summary>
    /// <param name="output">Stays as it is.</param>
    /// <returns>False.</returns>
    public bool WritePing(IBufferWriter<byte> output) => false;

    /// <summary>Writes nothing: the close frame says all.</summary>
    /// <param name="output">Stays as it is.</param>
    /// <returns>False.</returns>
    public bool WriteGoodbye(IBufferWriter<byte> output) => false;

    /// <inheritdoc/>
    public StreamEvent Read(ReadOnlyMemory<byte> message, IBufferWriter<byte> reply)
    {
        if (Envelope.TryRead(message, _maximumDepth, out var envelope) is { } fault) return Violation(fault);
        switch (envelope.Type)
        {
            case EnvelopeType.Data when !envelope.HasObject:
                return Violation("Invalid message: the payload of 'data' is not an object");

            case EnvelopeType.Data:
                return _ids.IsActive(envelope.Id) ? new StreamEvent(StreamEventKind.Next) { Id = envelope.Id, Payload = envelope.Payload } : default;

            case EnvelopeType.StartAck:
                return _ids.IsActive(envelope.Id) ? new StreamEvent(StreamEventKind.Started) { Id = envelope.Id } : default;

            case EnvelopeType.Error when envelope.HasId:
                return _ids.End(envelope.Id) ? new StreamEvent(StreamEventKind.Error) { Id = envelope.Id, Payload = ErrorsOf(envelope) } : default;

            case EnvelopeType.Complete:
                return _ids.End(envelope.Id) ? new StreamEvent(StreamEventKind.Complete) { Id = envelope.Id } : default;

            case EnvelopeType.KeepAlive:
                return new StreamEvent(StreamEventKind.KeepAlive);

            case EnvelopeType.ConnectionAck when Handshake == HandshakeState.AwaitingAcknowledgement:
                Handshake = HandshakeState.Acknowledged;
                KeepAliveTimeout = ReadTimeout(envelope);
                return new StreamEvent(StreamEventKind.Acknowledged) { Payload = envelope.Payload };

            case EnvelopeType.ConnectionError or EnvelopeType.Error:
                return new StreamEvent(StreamEventKind.ConnectionError) { Payload = ErrorsOf(envelope) };

            default:
                return default;
        }
    }

    private static void WriteFields(Utf8JsonWriter writer, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in fields) writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    // AppSync wraps errors as { "errors": [...] }.
    private static ReadOnlyMemory<byte> ErrorsOf(in Envelope envelope) =>
        JsonSlice.Find(envelope.Payload, "errors"u8) is { IsEmpty: false } errors ? errors : envelope.Payload;

    private static TimeSpan? ReadTimeout(in Envelope envelope) =>
        JsonSlice.Find(envelope.Payload, "connectionTimeoutMs"u8) is { IsEmpty: false } text
        && int.TryParse(Encoding.UTF8.GetString(text.Span), out var milliseconds)
        && milliseconds > 0
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    private static StreamEvent Violation(string reason) =>
        new(StreamEventKind.Violation) { CloseCode = CloseCodes.ProtocolError, Reason = CloseCodes.FitReason(reason) };
}
