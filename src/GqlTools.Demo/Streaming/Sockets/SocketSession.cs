using System.Collections.Concurrent;
using System.Text.Json;
using GqlTools.Demo.Http;
using GqlTools.Demo.Shop;

namespace GqlTools.Demo.Streaming.Sockets;

// Overview
// One session a WebSocket. RunAsync receives until either side ends; the dialect acts on each message and calls back (AcknowledgeAsync, Start, Stop).
// Each operation runs in a task of its own and sends through the connection, which lets one message after the other pass. The script says where the
// session misbehaves. When RunAsync returns, every operation has been cancelled and awaited.

/// <summary>A client on a WebSocket, from the handshake to the close, in either protocol.</summary>
internal sealed class SocketSession(
    HttpContext http, SocketConnection connection, ISocketDialect dialect, SocketScript script, LiveStream stream, GraphQLEngine engine,
    DemoServerOptions options, DemoStreamCounters counters) : IDisposable
{
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(2);
    private static readonly JsonDocumentOptions MessageJson = new() { MaxDepth = 256 };

    private readonly ConcurrentDictionary<string, Operation> _operations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly CancellationTokenSource _ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
    private ShopRequest _caller = new(http);

    public bool IsInitialised { get; private set; }

    public bool IsAcknowledged { get; private set; }

    public SocketScript Script => script;

    public DemoStreamCounters Counters => counters;

    public TimeProvider Clock => options.TimeProvider;

    /// <summary>Ends with the session.</summary>
    public CancellationToken Ended => _ended.Token;

    public async Task RunAsync()
    {
        try
        {
            if (script.CloseAt == "connect")
                throw Closing();
            Run(WatchInitialisationAsync);
            while (await connection.ReceiveAsync(Ended) is { } bytes)
                await dialect.ReceiveAsync(Parse(bytes), this);
            await connection.CloseAsync((int)System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, "", Ended);
        }
        catch (SocketViolationException violation)
        {
            await SayGoodbyeAsync(violation.Code, violation.Message);
            await ReceiveGoodbyeAsync();
        }
        catch (OperationCanceledException) when (Ended.IsCancellationRequested)
        {
            // The client is gone, or has not answered a goodbye.
        }
        finally
        {
            await _ended.CancelAsync();
            await Task.WhenAll(_running.Keys);
        }
    }

    /// <summary>Answers connection_init.</summary>
    /// <exception cref="SocketViolationException">The script closes the socket here.</exception>
    public async Task AcknowledgeAsync(JsonElement message, Action<Utf8JsonWriter> write)
    {
        IsInitialised = true;
        if (message.TryGetProperty("payload"u8, out var payload))
            _caller = _caller with { ConnectionPayload = payload.Clone() };
        if (script.CloseAt == "init")
            throw Closing();
        if (script.Token is { } token && !Carries(_caller.ConnectionPayload, token))
        {
            await dialect.ForbidAsync(this);
            return;
        }

        // Beside the receiving, which goes on: what comes before the acknowledgement is to be judged as such.
        if (script.Ack != "never")
            Run(() => AcknowledgeAsync(write));
    }

    public Task SendAsync(Action<Utf8JsonWriter> write) => connection.SendAsync(write, Ended);

    /// <summary>Begins an operation.</summary>
    /// <returns>False if one of this id is running.</returns>
    /// <exception cref="SocketViolationException">The request is none, or the script closes the socket here.</exception>
    public bool TryStart(string id, JsonElement payload)
    {
        if (script.CloseAt == "subscribe")
            throw Closing();
        GraphQLRequest request;
        try
        {
            request = GraphQLRequest.Read(payload);
        }
        catch (RequestRefusedException refused)
        {
            throw new SocketViolationException(SocketCloseCode.BadRequest, refused.Message);
        }

        var operation = new Operation(id, CancellationTokenSource.CreateLinkedTokenSource(Ended));
        if (!_operations.TryAdd(id, operation))
        {
            operation.Stop.Dispose();
            return false;
        }

        Run(() => RunAsync(operation, request));
        return true;
    }

    /// <summary>Ends an operation for the client; one that is over already is left alone.</summary>
    public async Task StopAsync(string id)
    {
        if (!_operations.TryRemove(id, out var operation))
            return;
        operation.IsStopped = true;
        try
        {
            await operation.Stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }

        if (script.IsLate)
            await SendLateAsync(id);
    }

    public void Dispose() => _ended.Dispose();

    private async Task AcknowledgeAsync(Action<Utf8JsonWriter> write)
    {
        if (script.AckDelay > TimeSpan.Zero)
            await Task.Delay(script.AckDelay, Clock, Ended);
        IsAcknowledged = true;
        await SendAsync(write);
        if (script.Ack == "twice")
            await SendAsync(write);
        if (script.CloseAt == "ack")
            throw Closing();
        if (script is { Inject: { } inject, InjectAfter: 0 })
            await connection.SendAsync(InjectedMessage.Named(inject), Ended);
        await dialect.KeepAliveAsync(this);
    }

    private async Task RunAsync(Operation operation, GraphQLRequest request)
    {
        try
        {
            var failed = false;
            await foreach (var outcome in engine.RunAsync(engine.Find(request), _caller, operation.Stop.Token))
            {
                if (operation.IsStopped)
                    return;
                failed = outcome.EndsOperation;
                if (failed)
                    await SendAsync(writer => dialect.WriteError(writer, operation.Id, outcome));
                else
                    await SendEventAsync(operation.Id, outcome);
            }

            if (operation.IsStopped || !_operations.TryRemove(KeyValuePair.Create(operation.Id, operation)))
                return;
            if (!failed)
                await SendAsync(writer => dialect.WriteComplete(writer, operation.Id));
            if (script.IsLate)
                await SendLateAsync(operation.Id);
        }
        catch (OperationCanceledException) when (operation.Stop.IsCancellationRequested)
        {
            // Stopped by the client, or with the session.
        }
        finally
        {
            _operations.TryRemove(KeyValuePair.Create(operation.Id, operation));
            operation.Stop.Dispose();
        }
    }

    private async Task SendEventAsync(string id, GraphQLOutcome outcome)
    {
        await SendAsync(writer => dialect.WriteNext(writer, id, outcome));
        var events = stream.EventSent();
        if (script.Inject is { } inject && events == script.InjectAfter)
            await connection.SendAsync(InjectedMessage.Named(inject), Ended);
        if (events == script.CloseAfter)
            throw Closing();
    }

    private Task SendLateAsync(string id) => SendAsync(writer => dialect.WriteNext(writer, id, GraphQLOutcome.Late));

    // Whatever runs beside the receiving ends quietly with the session; what else goes wrong must not be lost.
    private void Run(Func<Task> work)
    {
        var task = QuietAsync();
        _running[task] = true;
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        async Task QuietAsync()
        {
            await Task.Yield();
            try
            {
                await work();
            }
            catch (SocketViolationException closing)
            {
                await SayGoodbyeAsync(closing.Code, closing.Message);
            }
            catch (OperationCanceledException) when (Ended.IsCancellationRequested)
            {
            }
        }
    }

    // The client answers with its own close, which the receiving side reads; one that does not is left after a while.
    private async Task SayGoodbyeAsync(int code, string reason)
    {
        try
        {
            await connection.CloseAsync(code, reason, Ended);
            _ended.CancelAfter(GoodbyeLimit);
        }
        catch (OperationCanceledException) when (Ended.IsCancellationRequested)
        {
        }
    }

    private async Task ReceiveGoodbyeAsync()
    {
        try
        {
            while (await connection.ReceiveAsync(Ended) is not null)
            {
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketViolationException)
        {
            // It sends whatever it likes, or nothing.
        }
    }

    private async Task WatchInitialisationAsync()
    {
        await Task.Delay(options.SocketInitTimeout, Clock, Ended);
        if (!IsInitialised)
            throw new SocketViolationException(SocketCloseCode.ConnectionInitialisationTimeout, "Connection initialisation timeout");
    }

    private SocketViolationException Closing() => new(script.CloseCode, script.CloseReason);

    private static bool Carries(JsonElement? payload, string token)
    {
        if (payload is not { ValueKind: JsonValueKind.Object } values)
            return false;
        foreach (var value in values.EnumerateObject())
        {
            var expected = value.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? $"Bearer {token}" : value.NameEquals("token"u8) ? token : null;
            if (expected is not null && value.Value.ValueKind == JsonValueKind.String && value.Value.ValueEquals(expected))
                return true;
        }

        return false;
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes, MessageJson);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? json.RootElement.Clone()
                : throw new SocketViolationException(SocketCloseCode.BadRequest, "Invalid message received: no object.");
        }
        catch (JsonException)
        {
            throw new SocketViolationException(SocketCloseCode.BadRequest, "Invalid message received: not JSON.");
        }
    }

    private sealed record Operation(string Id, CancellationTokenSource Stop)
    {
        public volatile bool IsStopped;
    }
}
