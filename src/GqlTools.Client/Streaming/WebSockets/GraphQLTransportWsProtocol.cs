using System.Buffers;
using System.Text;
using System.Text.Json;

namespace GqlTools.Client.Streaming.WebSockets;

/// <summary>The protocol <c>graphql-transport-ws</c> (PROTOCOL.md of graphql-ws 6).</summary>
/// <param name="maximumDepth">Levels that one payload may have.</param>
public sealed class GraphQLTransportWsProtocol(int maximumDepth) : ISocketProtocol
{
    private readonly OperationIds _ids = new();

    /// <inheritdoc/>
    public string Name => "graphql-transport-ws";

    /// <inheritdoc/>
    public IReadOnlyList<string> Subprotocols { get; } = ["graphql-transport-ws"];

    /// <inheritdoc/>
    public HandshakeState Handshake { get; private set; }

    /// <inheritdoc/>
    public int ActiveCount => _ids.Count;

    /// <summary>False: who wants a sign of life asks for it with <see cref="WritePing"/>.</summary>
    public bool ExpectsKeepAlive => false;

    /// <summary>Null: the protocol has no word for it.</summary>
    public TimeSpan? KeepAliveTimeout => null;

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
        _ids.Begin(id);
        Envelope.Write(output, id, "subscribe"u8, request);
    }

    /// <inheritdoc/>
    public bool WriteUnsubscribe(IBufferWriter<byte> output, long id)
    {
        if (!_ids.End(id)) return false;
        Envelope.Write(output, id, "complete"u8, []);
        return true;
    }

    /// <inheritdoc/>
    public bool WritePing(IBufferWriter<byte> output)
    {
        Envelope.Write(output, OperationIds.None, "ping"u8, []);
        return true;
    }

    /// <summary>Writes nothing: the close frame says all.</summary>
    /// <param name="output">Stays as it is.</param>
    /// <returns>False.</returns>
    public bool WriteGoodbye(IBufferWriter<byte> output) => false;

    /// <inheritdoc/>
    public StreamEvent Read(ReadOnlyMemory<byte> message, IBufferWriter<byte> reply)
    {
        if (Envelope.TryRead(message, maximumDepth, out var envelope) is { } fault) return Violation(fault);
        switch (envelope.Type)
        {
            case EnvelopeType.Next or EnvelopeType.Error or EnvelopeType.Complete:
                return ReadOperation(envelope);

            case EnvelopeType.Ping:
                Envelope.Write(reply, OperationIds.None, "pong"u8, envelope.Payload.Span);
                return new StreamEvent(StreamEventKind.Ping) { Payload = envelope.Payload };

            case EnvelopeType.Pong:
                return new StreamEvent(StreamEventKind.Pong) { Payload = envelope.Payload };

            // The reference client takes no notice of a second acknowledgement.
            case EnvelopeType.ConnectionAck when Handshake == HandshakeState.Acknowledged:
                return default;

            case EnvelopeType.ConnectionAck when Handshake == HandshakeState.AwaitingAcknowledgement:
                Handshake = HandshakeState.Acknowledged;
                return new StreamEvent(StreamEventKind.Acknowledged) { Payload = envelope.Payload };

            case EnvelopeType.ConnectionAck:
                return Violation("Invalid message: connection_ack before connection_init");

            case EnvelopeType.Missing:
                return Violation("Invalid message: it has no type");

            default:
                return Violation($"Invalid message type: {Encoding.UTF8.GetString(envelope.TypeText.Span)}");
        }
    }

    private StreamEvent ReadOperation(in Envelope envelope)
    {
        if (Handshake != HandshakeState.Acknowledged) return Violation($"First message cannot be of type {Word(envelope.Type)}");
        if (!envelope.HasId) return Violation($"Invalid message: '{Word(envelope.Type)}' has no id");
        switch (envelope.Type)
        {
            case EnvelopeType.Next:
                if (!envelope.HasObject) return Violation("Invalid message: the payload of 'next' is not an object");
                return _ids.IsActive(envelope.Id) ? new StreamEvent(StreamEventKind.Next) { Id = envelope.Id, Payload = envelope.Payload } : default;

            case EnvelopeType.Error:
                if (!envelope.HasObject && envelope.PayloadToken != JsonTokenType.StartArray) return Violation("Invalid message: the payload of 'error' is not an array");
                return _ids.End(envelope.Id) ? new StreamEvent(StreamEventKind.Error) { Id = envelope.Id, Payload = envelope.Payload } : default;

            default:
                return _ids.End(envelope.Id) ? new StreamEvent(StreamEventKind.Complete) { Id = envelope.Id } : default;
        }
    }

    private static string Word(EnvelopeType type) => type switch
    {
        EnvelopeType.Next => "next",
        EnvelopeType.Error => "error",
        _ => "complete",
    };

    private static StreamEvent Violation(string reason) =>
        new(StreamEventKind.Violation) { CloseCode = CloseCodes.BadRequest, Reason = CloseCodes.FitReason(reason) };
}
