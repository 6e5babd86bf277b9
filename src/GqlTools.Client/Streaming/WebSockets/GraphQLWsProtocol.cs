using System.Buffers;

namespace GqlTools.Client.Streaming.WebSockets;

/// <summary>
/// The old protocol <c>graphql-ws</c> (PROTOCOL.md of subscriptions-transport-ws), which servers of before 2021 speak.
/// <para>
/// It has no ping: a server may send <c>ka</c>, which is counted on once the first has come. Words that it does not have are passed over, as its
/// reference client does; only what is no message at all ends the connection.
/// </para>
/// </summary>
/// <param name="maximumDepth">Levels that one payload may have.</param>
public sealed class GraphQLWsProtocol(int maximumDepth) : ISocketProtocol
{
    private readonly OperationIds _ids = new();

    /// <inheritdoc/>
    public string Name => "graphql-ws";

    /// <inheritdoc/>
    public IReadOnlyList<string> Subprotocols { get; } = ["graphql-ws"];

    /// <inheritdoc/>
    public HandshakeState Handshake { get; private set; }

    /// <inheritdoc/>
    public int ActiveCount => _ids.Count;

    /// <inheritdoc/>
    public bool ExpectsKeepAlive { get; private set; }

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
        Envelope.Write(output, id, "start"u8, request);
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

    /// <inheritdoc/>
    public bool WriteGoodbye(IBufferWriter<byte> output)
    {
        if (Handshake == HandshakeState.New) return false;
        Envelope.Write(output, OperationIds.None, "connection_terminate"u8, []);
        return true;
    }

    /// <inheritdoc/>
    public StreamEvent Read(ReadOnlyMemory<byte> message, IBufferWriter<byte> reply)
    {
        if (Envelope.TryRead(message, maximumDepth, out var envelope) is { } fault) return Violation(fault);
        switch (envelope.Type)
        {
            case EnvelopeType.Data when !envelope.HasObject:
                return Violation("Invalid message: the payload of 'data' is not an object");

            case EnvelopeType.Data:
                return _ids.IsActive(envelope.Id) ? new StreamEvent(StreamEventKind.Next) { Id = envelope.Id, Payload = envelope.Payload } : default;

            case EnvelopeType.Error when envelope.HasId:
                return _ids.End(envelope.Id) ? new StreamEvent(StreamEventKind.Error) { Id = envelope.Id, Payload = envelope.Payload } : default;

            case EnvelopeType.Complete:
                return _ids.End(envelope.Id) ? new StreamEvent(StreamEventKind.Complete) { Id = envelope.Id } : default;

            case EnvelopeType.KeepAlive:
                ExpectsKeepAlive = true;
                return new StreamEvent(StreamEventKind.KeepAlive);

            case EnvelopeType.ConnectionAck when Handshake == HandshakeState.AwaitingAcknowledgement:
                Handshake = HandshakeState.Acknowledged;
                return new StreamEvent(StreamEventKind.Acknowledged) { Payload = envelope.Payload };

            // Also sent for a single message that the server cannot read; then the connection goes on.
            case EnvelopeType.ConnectionError or EnvelopeType.Error:
                return new StreamEvent(StreamEventKind.ConnectionError) { Payload = envelope.Payload };

            default:
                return default;
        }
    }

    private static StreamEvent Violation(string reason) =>
        new(StreamEventKind.Violation) { CloseCode = CloseCodes.ProtocolError, Reason = CloseCodes.FitReason(reason) };
}
