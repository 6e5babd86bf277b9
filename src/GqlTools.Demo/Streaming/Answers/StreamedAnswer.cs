using System.Buffers;
using GqlTools.Demo.Http;

namespace GqlTools.Demo.Streaming.Answers;

/// <summary>Sends outcome after outcome in the body of one HTTP answer.</summary>
internal sealed class StreamedAnswer(DemoServerOptions options, DemoStreamCounters counters, LiveStreams streams)
{
    /// <summary>Sends all outcomes, each as soon as it is there.</summary>
    /// <returns>The first one, unsent, if it refuses an operation whose refusal is not to stream; else null.</returns>
    public async Task<GraphQLOutcome?> SendAsync(HttpContext context, IStreamFormat format, IAsyncEnumerable<GraphQLOutcome> outcomes)
    {
        var script = ScriptOf(context);
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var enumerator = outcomes.GetAsyncEnumerator(stopped.Token);
        var next = enumerator.MoveNextAsync().AsTask();
        try
        {
            // Before the header fields go out, which happens at once where there is nothing to wait for.
            if (format.AnswersRefusalsPlainly && next.IsCompletedSuccessfully && next.Result && enumerator.Current.Kind == OutcomeKind.NotExecuted)
                return enumerator.Current;
            Begin(context, format.ContentType);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            using var stream = streams.Track(context, script.Cut, counters.StreamOpened, counters.StreamClosed);
            while (await WaitAsync(context, format, script, next))
            {
                await WriteAsync(context, script, body => format.Write(body, enumerator.Current));
                if (stream.EventSent() == script.EndAfter)
                    return null;
                next = enumerator.MoveNextAsync().AsTask();
            }

            await WriteAsync(context, script, format.End);
            return null;
        }
        finally
        {
            await stopped.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await enumerator.DisposeAsync();
        }
    }

    public static StreamScript ScriptOf(HttpContext context) => context.Features.Get<StreamScript>() ?? StreamScript.None;

    public static void Begin(HttpContext context, string contentType)
    {
        context.Response.ContentType = contentType;
        context.Response.Headers.CacheControl = "no-cache";
    }

    /// <summary>Writes to the body and flushes it.</summary>
    public static async Task WriteAsync(HttpContext context, StreamScript script, Action<IBufferWriter<byte>> write)
    {
        var body = context.Response.BodyWriter;
        if (script.PieceBytes is not { } size)
        {
            write(body);
            await body.FlushAsync(context.RequestAborted);
            return;
        }

        var whole = new ArrayBufferWriter<byte>();
        write(whole);
        for (var rest = whole.WrittenMemory; rest.Length > 0; rest = rest[Math.Min(size, rest.Length)..])
            await body.WriteAsync(rest[..Math.Min(size, rest.Length)], context.RequestAborted);
    }

    private async Task<bool> WaitAsync(HttpContext context, IStreamFormat format, StreamScript script, Task<bool> next)
    {
        while (!next.IsCompleted)
        {
            try
            {
                await next.WaitAsync(script.KeepAlive ?? options.StreamKeepAlive, options.TimeProvider, context.RequestAborted);
            }
            catch (TimeoutException) when (!next.IsCompleted)
            {
                await WriteAsync(context, script, format.KeepAlive);
            }
        }

        return await next;
    }
}
