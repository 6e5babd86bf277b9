using GqlTools.Demo.Hosting;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace GqlTools.Demo.Faults;

/// <summary>A request on its way through a fault, with what a fault may do to it.</summary>
internal sealed class FaultedRequest(HttpContext http, FaultCall call, RequestDelegate next, FaultRunner runner)
{
    public HttpContext Http => http;

    public FaultCall Call => call;

    public FaultRunner Runner => runner;

    private DemoConnection Connection => http.Features.GetRequiredFeature<DemoConnection>();

    /// <summary>Goes on as if there were no fault.</summary>
    public Task PassAsync() => next(http);

    /// <summary>Runs the operation and keeps its answer back: status and headers stand on the response, the body is returned.</summary>
    public async Task<byte[]> ExecuteAsync()
    {
        var wire = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var kept = new MemoryStream();
        var body = new StreamResponseBodyFeature(kept);
        http.Features.Set<IHttpResponseBodyFeature>(body);
        try
        {
            await next(http);
            await body.CompleteAsync();
        }
        finally
        {
            http.Features.Set(wire);
        }

        http.Response.ContentLength = null; // what is sent in the end may have another length

        return kept.ToArray();
    }

    public async Task SendAsync(ReadOnlyMemory<byte> part) => await http.Response.BodyWriter.WriteAsync(part, http.RequestAborted);

    /// <summary>Waits until the client gives up.</summary>
    public Task HangAsync() => Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);

    /// <summary>Takes the request to the place at which the fault strikes: <c>before</c> it is executed, <c>after</c> it, or in the middle of
    /// the <c>body</c> of its answer.</summary>
    public async Task ReachAsync(string place)
    {
        switch (place)
        {
            case "before":
                return;
            case "after":
                await ExecuteAsync();
                return;
            case "body":
                var answer = await ExecuteAsync();
                http.Response.ContentLength = answer.Length;
                await SendAsync(answer.AsMemory(0, answer.Length / 2));
                return;
            default:
                throw new FormatException($"A fault strikes 'before', 'after' or in the 'body', not '{place}'.");
        }
    }

    /// <summary>Ends this request alone with RST_STREAM; on HTTP/1.1, which has nothing smaller, its connection.</summary>
    public void ResetStream(int errorCode)
    {
        if (http.Features.Get<IHttpResetFeature>() is { } stream)
            stream.Reset(errorCode);
        else
            http.Abort();
    }

    public void CutConnection() => Connection.Cut();

    public void CloseSendingHalf() => Connection.CloseSendingHalf();

    /// <summary>Lets the connection take no further requests: GOAWAY on HTTP/2, <c>Connection: close</c> on HTTP/1.1.</summary>
    public void RetireConnection() => http.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().RequestClose();
}
