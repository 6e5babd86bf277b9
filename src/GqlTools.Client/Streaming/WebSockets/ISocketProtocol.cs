using System.Buffers;

namespace GqlTools.Client.Streaming.WebSockets;

/// <summary>
/// A protocol of GraphQL operations over one WebSocket: what is sent for what the client wants, and what a received message means.
/// <para>
/// An instance is the state of one connection, and is thrown away with it; reconnecting makes another. It does no I/O and knows no time. Each
/// method whose name begins with Write appends exactly one text message to the buffer it is given, and where it returns false, none. A message is
/// read whole (<see cref="SocketMessageReader"/> puts its frames together), and payloads of events are slices of it, not copies.
/// </para>
/// <para>
/// It is not thread-safe. Its owner calls it under one lock, which is held for as long as a message takes to read or write and no longer: events are
/// handed on, and messages sent, outside. Ids are the owner's: positive, and free again once the operation has ended, though an owner that has
/// stopped an operation early does better to take a new one, as messages of the old may be on their way.
/// </para>
/// </summary>
public interface ISocketProtocol
{
    /// <summary>What the protocol is called.</summary>
    string Name { get; }

    /// <summary>What to ask for in <c>Sec-WebSocket-Protocol</c>, most wanted first; empty for nothing.</summary>
    IReadOnlyList<string> Subprotocols { get; }

    /// <summary>How far the connection has come.</summary>
    HandshakeState Handshake { get; }

    /// <summary>How many operations are under way.</summary>
    int ActiveCount { get; }

    /// <summary>Whether the server has shown, or said, that it sends signs of life, so that their absence means a dead connection.</summary>
    bool ExpectsKeepAlive { get; }

    /// <summary>Whether the server says when an operation has started (<see cref="StreamEventKind.Started"/>), so that none of its events is missing from then on.</summary>
    bool AcknowledgesStart => false;

    /// <summary>Whether the server closes a connection on which the client is silent, however much it sends itself, so that pings are due all the time.</summary>
    bool NeedsHeartbeat => false;

    /// <summary>How long a server may be silent by its own word; null where it gave none.</summary>
    TimeSpan? KeepAliveTimeout { get; }

    /// <summary>Writes the message that opens the connection.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="payload">A JSON object for the server, such as credentials; empty for none.</param>
    /// <exception cref="InvalidOperationException">The connection is open already: a second opening message would make the server close it.</exception>
    void WriteOpen(IBufferWriter<byte> output, ReadOnlySpan<byte> payload);

    /// <summary>Writes the message that starts an operation.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="id">The operation's id, positive and not in use.</param>
    /// <param name="request">The request as a JSON object: what a POST would carry.</param>
    /// <exception cref="InvalidOperationException">The connection is not acknowledged, or the id is in use.</exception>
    void WriteSubscribe(IBufferWriter<byte> output, long id, ReadOnlySpan<byte> request);

    /// <summary>Writes the message that ends an operation early. From now on its messages are <see cref="StreamEventKind.Ignored"/>.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="id">The operation's id.</param>
    /// <returns>False where nothing is to be sent: the operation has ended, or its end will be asked for once the server knows it.</returns>
    bool WriteUnsubscribe(IBufferWriter<byte> output, long id);

    /// <summary>Writes a message that the server answers at once.</summary>
    /// <param name="output">Where it goes.</param>
    /// <returns>False where the protocol has none.</returns>
    bool WritePing(IBufferWriter<byte> output);

    /// <summary>Writes the message that goes before the close frame.</summary>
    /// <param name="output">Where it goes.</param>
    /// <returns>False where the protocol has none.</returns>
    bool WriteGoodbye(IBufferWriter<byte> output);

    /// <summary>Reads a received text message.</summary>
    /// <param name="message">The whole message in UTF-8.</param>
    /// <param name="reply">Takes the one message that has to be sent back at once, if any; otherwise nothing is written to it.</param>
    /// <returns>What the message means. Never an exception: what cannot be read is a <see cref="StreamEventKind.Violation"/>.</returns>
    StreamEvent Read(ReadOnlyMemory<byte> message, IBufferWriter<byte> reply);
}
