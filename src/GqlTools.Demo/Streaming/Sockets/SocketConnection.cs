using System.Buffers;
using System.Net.WebSockets;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GqlTools.Demo.Streaming.Sockets;

/// <summary>A WebSocket that sends and receives whole JSON messages. Any thread may send; one receives.</summary>
internal sealed class SocketConnection(WebSocket socket, int? fragmentBytes, long maximumMessageBytes) : IDisposable
{
    private const int MaximumReasonBytes = 123;
    private const int ReceiveBytes = 4_096;
    private const int KeptBufferBytes = 64 * 1024; // a larger one was for a message out of the ordinary
    private static readonly JsonWriterOptions Json = new() { SkipValidation = true, MaxDepth = int.MaxValue, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ArrayBufferWriter<byte> _received = new();
    private ArrayBufferWriter<byte> _toSend = new();

    /// <summary>Sends a message; on a socket that is closed or broken, nothing.</summary>
    public async Task SendAsync(Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            _toSend.ResetWrittenCount();
            using (var writer = new Utf8JsonWriter(_toSend, Json))
                write(writer);
            await SendHeldAsync(_toSend.WrittenMemory, WebSocketMessageType.Text, cancellationToken);
            if (_toSend.Capacity > KeptBufferBytes)
                _toSend = new();
        }
        finally
        {
            _sending.Release();
        }
    }

    public async Task SendAsync(InjectedMessage message, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await SendHeldAsync(message.Bytes, message.Type, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Receives the next text message.</summary>
    /// <returns>Its bytes, which stay until the next call; null when the client has closed or is gone.</returns>
    /// <exception cref="SocketViolationException">The message is too large or binary.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        _received.ResetWrittenCount();
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(_received.GetMemory(ReceiveBytes), cancellationToken);
                if (part.MessageType == WebSocketMessageType.Close)
                    return null;
                if (part.MessageType == WebSocketMessageType.Binary)
                    throw new SocketViolationException(SocketCloseCode.BadRequest, "Invalid message received: binary.");
                _received.Advance(part.Count);
                if (_received.WrittenCount > maximumMessageBytes)
                    throw new SocketViolationException((int)WebSocketCloseStatus.MessageTooBig, $"A message has at most {maximumMessageBytes} bytes.");
                if (part.EndOfMessage)
                    return _received.WrittenMemory;
            }
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    /// <summary>Says goodbye, once.</summary>
    public async Task CloseAsync(int code, string reason, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync((WebSocketCloseStatus)code, Shortened(reason), cancellationToken);
        }
        catch (WebSocketException)
        {
            // Gone already.
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        _sending.Dispose();
    }

    private async Task SendHeldAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        if (socket.State != WebSocketState.Open)
            return;
        try
        {
            if (fragmentBytes is { } size)
            {
                for (; message.Length > size; message = message[size..])
                    await socket.SendAsync(message[..size], type, endOfMessage: false, cancellationToken);
            }

            await socket.SendAsync(message, type, endOfMessage: true, cancellationToken);
        }
        catch (WebSocketException)
        {
            // The client is gone; the receiving side ends the session.
        }
    }

    // A reason has to fit into a control frame (RFC 6455, section 5.5).
    private static string Shortened(string reason)
    {
        var bytes = 0;
        return string.Concat(reason.EnumerateRunes().TakeWhile(rune => (bytes += rune.Utf8SequenceLength) <= MaximumReasonBytes));
    }
}
