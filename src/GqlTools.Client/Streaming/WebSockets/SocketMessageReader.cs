using System.Net.WebSockets;

namespace GqlTools.Client.Streaming.WebSockets;

/// <summary>
/// Puts the frames of a WebSocket message together. It does no I/O: the owner receives into <see cref="GetBuffer"/> and tells what came with
/// <see cref="Advance"/>. A message that came in one piece is handed out where it lies.
/// </summary>
public sealed class SocketMessageReader : IDisposable
{
    private readonly ReceiveBuffer _buffer;
    private readonly long _maximumBytes;
    private int _used;

    /// <summary>Makes a reader for one connection.</summary>
    /// <param name="maximumBytes">Bytes that one message may have.</param>
    public SocketMessageReader(long maximumBytes)
    {
        _maximumBytes = maximumBytes;
        _buffer = new ReceiveBuffer(maximumBytes, "A WebSocket message");
    }

    /// <summary>Where the next frame goes; never empty. The message handed out before is no longer good.</summary>
    public Memory<byte> GetBuffer()
    {
        _buffer.Consume(_used);
        _used = 0;
        return _buffer.GetMemory();
    }

    /// <summary>Takes what was received.</summary>
    /// <param name="count">Bytes that came into the buffer.</param>
    /// <param name="type">What kind of message they belong to.</param>
    /// <param name="endOfMessage">Whether the message ends with them.</param>
    /// <param name="message">The whole message, good until <see cref="GetBuffer"/>; empty unless it is complete.</param>
    /// <returns>
    /// A <see cref="StreamEventKind.Violation"/> for a binary message or one that is too large: the connection is to be closed and this reader not used
    /// again. Null for all else.
    /// </returns>
    public StreamEvent? Advance(int count, WebSocketMessageType type, bool endOfMessage, out ReadOnlyMemory<byte> message)
    {
        message = default;
        if (type == WebSocketMessageType.Close) return null;
        if (type != WebSocketMessageType.Text)
            return Violation(CloseCodes.UnsupportedData, "Binary messages are not part of the protocol");
        _buffer.Advance(count);
        if (_buffer.Length > _maximumBytes)
            return Violation(CloseCodes.MessageTooBig, FormattableString.Invariant($"Message larger than {_maximumBytes} bytes"));
        if (!endOfMessage) return null;
        _used = _buffer.Length;
        message = _buffer.Slice(0, _used);
        return null;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose() => _buffer.Dispose();

    private static StreamEvent Violation(int code, string reason) => new(StreamEventKind.Violation) { CloseCode = code, Reason = reason };
}
