using System.Buffers;
using System.Net.WebSockets;
using GqlTools.Client.Failures;
using GqlTools.Client.Streaming;
using GqlTools.Client.Streaming.WebSockets;

namespace GqlTools.Client.Subscriptions;

/// <summary>
/// One WebSocket from its opening message to its end.
/// <para>
/// Three loops run on it. <see cref="RunAsync"/> receives, and hands events to the user; while the user is not ready for one, nothing is read. The send loop
/// runs while there is something in the outbox; whatever is written, from any thread, goes there in the order in which the protocol wrote it, for which
/// <c>_sync</c> guards both. The watch gives the server its limits: for the acknowledgement, then for signs of life. Only the receive loop ends the
/// connection: the others abort the WebSocket, or have it closed, and it notices.
/// </para>
/// </summary>
internal sealed class SocketConnection : IDisposable
{
    /// <summary>Messages that may wait to be sent. More than that, and the server does not read.</summary>
    private const int MaximumOutbox = 100_000;

    /// <summary>How long the other side may take to answer a close frame.</summary>
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    /// <summary>How long a server that sends signs of life of its own may be silent where it names no time; its reference client waits half as long.</summary>
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(60);

    private readonly object _sync = new();
    private readonly DialedSocket _dialed;
    private readonly SubscriptionContext _context;
    private readonly ISocketUser _user;
    private readonly SocketVitals _vitals;
    private readonly ArrayBufferWriter<byte> _written = new();
    private readonly Queue<(byte[] Message, long Starts)> _outbox = new();
    private readonly HashSet<long> _unwritten = [];
    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken _isOver;
    private SocketEnd? _ownEnd;
    private Task _sender = Task.CompletedTask;
    private bool _sending;
    private long _lastReceived;
    private volatile bool _held;

    public SocketConnection(DialedSocket dialed, SubscriptionContext context, SocketVitals vitals, ISocketUser user)
    {
        _dialed = dialed;
        _context = context;
        _vitals = vitals;
        _user = user;
        _isOver = _over.Token;
        _lastReceived = Clock.GetTimestamp();
    }

    public EventOrigin Origin => _dialed.Origin;

    public string Protocol => _dialed.Protocol.Name;

    /// <summary>Whether operations may start.</summary>
    public bool IsAcknowledged => _acknowledged.Task.IsCompleted;

    /// <summary>Whether the user is told when an operation has started.</summary>
    public bool AcknowledgesStart => _dialed.Protocol.AcknowledgesStart;

    /// <summary>Whether the user is not ready for what has come, so that nothing is read.</summary>
    public bool IsHeldBack => _held;

    private TimeProvider Clock => _context.Clock;

    private WebSocket Socket => _dialed.Socket;

    private ISocketProtocol Codec => _dialed.Protocol;

    /// <summary>Opens the connection within the WebSocket, and serves it until it ends.</summary>
    /// <param name="payload">What opens it.</param>
    public async Task<SocketEnd> RunAsync(ReadOnlyMemory<byte> payload)
    {
        Write(output => Codec.WriteOpen(output, payload.Span));
        var watching = WatchAsync();
        try
        {
            return await ReceiveAsync().ConfigureAwait(false);
        }
        finally
        {
            await _over.CancelAsync().ConfigureAwait(false);
            Socket.Abort();
            await watching.ConfigureAwait(false);
        }
    }

    /// <summary>Starts an operation.</summary>
    public void Subscribe(long id, ReadOnlySpan<byte> request)
    {
        lock (_sync)
        {
            Codec.WriteSubscribe(_written, id, request);
            _unwritten.Add(id);
            Enqueue(id);
        }
    }

    /// <summary>Whether the server may know of an operation that was started here: from the moment when its start begins to be written.</summary>
    public bool HasWritten(long id)
    {
        lock (_sync) return !_unwritten.Contains(id);
    }

    /// <summary>Ends an operation early, if it is under way.</summary>
    public void Unsubscribe(long id)
    {
        lock (_sync)
        {
            if (Codec.WriteUnsubscribe(_written, id)) Enqueue();
        }
    }

    /// <summary>Closes the WebSocket once everything is sent; the receive loop ends with that.</summary>
    /// <param name="code">The code of the close frame.</param>
    /// <param name="reason">What it says.</param>
    public void Close(int code, string reason)
    {
        lock (_sync)
        {
            if (_ownEnd is not null) return;
            if (code == CloseCodes.NormalClosure && Codec.WriteGoodbye(_written)) Enqueue();
            _ownEnd = new SocketEnd(code, CloseCodes.FitReason(reason), ByUs: true);
            StartSending();
        }

        _ = AbortLaterAsync();
    }

    public void Dispose()
    {
        Socket.Dispose();
        _over.Dispose();
    }

    private async Task<SocketEnd> ReceiveAsync()
    {
        using var reader = new SocketMessageReader(_context.Limits.MaximumBytes);
        var reply = new ArrayBufferWriter<byte>();
        try
        {
            while (true)
            {
                var received = await Socket.ReceiveAsync(reader.GetBuffer(), CancellationToken.None).ConfigureAwait(false);
                Volatile.Write(ref _lastReceived, Clock.GetTimestamp());
                if (received.MessageType == WebSocketMessageType.Close) return await AnswerCloseAsync().ConfigureAwait(false);
                if (reader.Advance(received.Count, received.MessageType, received.EndOfMessage, out var message) is { } violation) Close(violation.CloseCode, violation.Reason!);
                else if (received.EndOfMessage) await TakeAsync(message, reply).ConfigureAwait(false);
                // What is over is over: a violation is not read past.
                if (_ownEnd is { Code: not CloseCodes.NormalClosure } end)
                {
                    await DrainAsync().ConfigureAwait(false);
                    return end;
                }
            }
        }
        catch (GqlException exception) when (exception.Kind == FailureKind.AnswerTooLarge)
        {
            Close(CloseCodes.MessageTooBig, exception.Message);
            await DrainAsync().ConfigureAwait(false);
            return _ownEnd!.Value;
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or HttpRequestException)
        {
            return _ownEnd ?? new SocketEnd(null, exception.Message, ByUs: false);
        }
    }

    private async ValueTask TakeAsync(ReadOnlyMemory<byte> message, ArrayBufferWriter<byte> reply)
    {
        StreamEvent received;
        lock (_sync)
        {
            received = Codec.Read(message, reply);
            if (reply.WrittenCount > 0)
            {
                _written.Write(reply.WrittenSpan);
                reply.ResetWrittenCount();
                Enqueue();
            }
        }

        switch (received.Kind)
        {
            case StreamEventKind.Acknowledged:
                _acknowledged.TrySetResult();
                _user.OnAcknowledged(this);
                break;

            case StreamEventKind.Started or StreamEventKind.Next or StreamEventKind.Result or StreamEventKind.Error or StreamEventKind.Complete or StreamEventKind.ConnectionError:
                var handling = _user.OnEventAsync(this, received);
                if (!handling.IsCompletedSuccessfully) await HoldAsync(handling).ConfigureAwait(false);
                break;

            case StreamEventKind.Pong:
                _vitals.CountPong(Clock);
                break;
        }

        if (received.CloseCode != 0) Close(received.CloseCode, received.Reason ?? "");
    }

    private async ValueTask HoldAsync(ValueTask handling)
    {
        _held = true;
        try
        {
            await handling.ConfigureAwait(false);
        }
        finally
        {
            // The time in which nothing was read says nothing about the server.
            Volatile.Write(ref _lastReceived, Clock.GetTimestamp());
            _held = false;
        }
    }

    // The close frame goes out, and what the server still sends is not read: it may be without end.
    private async Task DrainAsync()
    {
        Task sender;
        lock (_sync) sender = _sender;
        await sender.WaitAsync(CloseLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<SocketEnd> AnswerCloseAsync()
    {
        var end = _ownEnd ?? new SocketEnd((int?)Socket.CloseStatus ?? CloseCodes.NoStatusReceived, Socket.CloseStatusDescription, ByUs: false);
        if (Socket.State == WebSocketState.CloseReceived)
        {
            using var limit = new CancellationTokenSource(CloseLimit);
            try
            {
                await Socket.CloseOutputAsync(Socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, null, limit.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or ArgumentException or InvalidOperationException)
            {
                // The connection is over either way; the close frame was a courtesy.
            }
        }

        return end;
    }

    private void Write(Action<IBufferWriter<byte>> write)
    {
        lock (_sync)
        {
            write(_written);
            Enqueue();
        }
    }

    private void Enqueue(long starts = OperationIds.None)
    {
        // Nothing follows a close frame.
        if (_ownEnd is null) _outbox.Enqueue((_written.WrittenSpan.ToArray(), starts));
        _written.ResetWrittenCount();
        if (_outbox.Count > MaximumOutbox) Socket.Abort();
        StartSending();
    }

    private void StartSending()
    {
        if (_sending) return;
        _sending = true;
        _sender = SendAsync();
    }

    private async Task SendAsync()
    {
        // Not under the lock of whoever had something to send.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (true)
            {
                (byte[] Message, long Starts) next;
                bool hasNext;
                SocketEnd? end;
                lock (_sync)
                {
                    end = _ownEnd;
                    hasNext = _outbox.TryDequeue(out next);
                    if (!hasNext && end is null)
                    {
                        _sending = false;
                        return;
                    }

                    // From here on it may reach the server.
                    _unwritten.Remove(next.Starts);
                }

                if (!hasNext)
                {
                    await Socket.CloseOutputAsync((WebSocketCloseStatus)end!.Value.Code!.Value, end.Value.Reason, _isOver).ConfigureAwait(false);
                    lock (_sync) _sending = false;
                    return;
                }

                await Socket.SendAsync(next.Message, WebSocketMessageType.Text, endOfMessage: true, _isOver).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The receive loop notices, and says how the connection ended.
            Socket.Abort();
            lock (_sync) _sending = false;
        }
    }

    private async Task AbortLaterAsync()
    {
        await Task.Delay(CloseLimit, _isOver).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_isOver.IsCancellationRequested) Socket.Abort();
    }

    private async Task WatchAsync()
    {
        var options = _context.Connection;
        try
        {
            await _acknowledged.Task.WaitAsync(options.AcknowledgementTimeout, Clock, _isOver).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Close(CloseCodes.ConnectionAcknowledgementTimeout, FormattableString.Invariant($"No acknowledgement within {options.AcknowledgementTimeout.TotalSeconds:0.###} s"));
            return;
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (options.PingInterval == Timeout.InfiniteTimeSpan) return;
        while (!_isOver.IsCancellationRequested)
        {
            if (!await WaitAsync(options.PingInterval).ConfigureAwait(false)) return;
            if (!Codec.NeedsHeartbeat && (_held || Silence < options.PingInterval)) continue;
            // Before the question is out: an answer may be here at once.
            var asked = Clock.GetTimestamp();
            if (!Ask(out var limit)) continue;
            if (!await WaitAsync(limit).ConfigureAwait(false)) return;
            if (_held || Volatile.Read(ref _lastReceived) >= asked || Silence < limit) continue;
            Close(CloseCodes.InternalError, FormattableString.Invariant($"No sign of life within {limit.TotalSeconds:0.###} s"));
            return;
        }
    }

    private TimeSpan Silence => Clock.GetElapsedTime(Volatile.Read(ref _lastReceived));

    // Asks for a sign of life where the protocol can; else says how long the server's own may be away.
    private bool Ask(out TimeSpan limit)
    {
        lock (_sync)
        {
            if (Codec.WritePing(_written))
            {
                Enqueue();
                _vitals.CountPing(Clock);
                limit = _context.Connection.PongTimeout;
                return true;
            }

            limit = Codec.KeepAliveTimeout ?? SilenceLimit;
            return Codec.ExpectsKeepAlive;
        }
    }

    private async Task<bool> WaitAsync(TimeSpan time)
    {
        await Task.Delay(time, Clock, _isOver).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !_isOver.IsCancellationRequested;
    }
}
