using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using GqlTools.Demo.Http;
using GqlTools.Demo.Shop;

namespace GqlTools.Demo.Streaming.Answers;

/// <summary>One reserved stream of the single connection mode, and the operations whose events it carries.</summary>
internal sealed class EventStreamConnection(DemoServerOptions options, DemoStreamCounters counters, GraphQLEngine engine, LiveStreams streams)
{
    private const int WaitingEvents = 256; // operations wait when the client reads slower than they go

    private readonly Channel<Action<IBufferWriter<byte>>> _events = Channel.CreateBounded<Action<IBufferWriter<byte>>>(WaitingEvents);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _operations = new(StringComparer.Ordinal);
    private HttpContext? _stream;

    /// <summary>Whether the stream was open and is so no more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Carries events until the client leaves.</summary>
    public async Task StreamAsync(HttpContext context)
    {
        if (Interlocked.CompareExchange(ref _stream, context, null) is not null)
            throw new RequestRefusedException(StatusCodes.Status409Conflict, "Stream already open");
        var script = StreamedAnswer.ScriptOf(context);
        var format = new EventStreamFormat();
        StreamedAnswer.Begin(context, format.ContentType);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        using var stream = streams.Track(context, script.Cut, counters.StreamOpened, counters.StreamClosed);
        try
        {
            while (true)
            {
                while (_events.Reader.TryRead(out var write))
                {
                    await StreamedAnswer.WriteAsync(context, script, write);
                    if (stream.EventSent() == script.EndAfter)
                        return;
                }

                try
                {
                    await _events.Reader.WaitToReadAsync(context.RequestAborted).AsTask().WaitAsync(script.KeepAlive ?? options.StreamKeepAlive, options.TimeProvider, context.RequestAborted);
                }
                catch (TimeoutException)
                {
                    await StreamedAnswer.WriteAsync(context, script, format.KeepAlive);
                }
            }
        }
        finally
        {
            IsOver = true;
            _events.Writer.TryComplete();
            foreach (var id in _operations.Keys)
                Stop(id);
        }
    }

    /// <summary>Begins an operation, whose id stands in its extensions.</summary>
    /// <exception cref="RequestRefusedException">The stream is not open, the id is missing or in use.</exception>
    public void Start(GraphQLRequest request)
    {
        if (_stream is not { } stream || IsOver)
            throw new RequestRefusedException(StatusCodes.Status404NotFound, "Stream not open");
        if (request.Extensions.ValueKind != JsonValueKind.Object
            || !request.Extensions.TryGetProperty("operationId"u8, out var id) || id.ValueKind != JsonValueKind.String)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, "Operation ID is missing");
        }

        var stop = CancellationTokenSource.CreateLinkedTokenSource(stream.RequestAborted);
        if (!_operations.TryAdd(id.GetString()!, stop))
        {
            stop.Dispose();
            throw new RequestRefusedException(StatusCodes.Status409Conflict, "Operation with ID already exists");
        }

        _ = RunAsync(id.GetString()!, request, stream, stop.Token);
    }

    public void Stop(string operationId)
    {
        if (_operations.TryRemove(operationId, out var stop))
            stop.Cancel();
    }

    private async Task RunAsync(string id, GraphQLRequest request, HttpContext stream, CancellationToken stopped)
    {
        await Task.Yield();
        try
        {
            await foreach (var outcome in engine.RunAsync(engine.Find(request), new ShopRequest(stream), stopped))
                await _events.Writer.WriteAsync(body => EventStreamFormat.WriteNext(body, id, outcome), stopped);
            if (_operations.TryRemove(id, out _))
                await _events.Writer.WriteAsync(body => EventStreamFormat.WriteComplete(body, id), stopped);
        }
        catch (Exception over) when (over is OperationCanceledException or ChannelClosedException)
        {
            // Stopped, or the stream is no more.
        }
    }
}
