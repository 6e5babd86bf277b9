using GqlTools.Demo.Http;

namespace GqlTools.Demo.Throttling;

/// <summary>Holds the throttle in force, if there is one, and leads requests past it.</summary>
internal sealed class ThrottleGate(TimeProvider clock, DemoServerCounters counters)
{
    private volatile Standing? _standing;

    /// <summary>The throttle in force, as text; null for none. Setting it begins anew, with everything that may be used unused.</summary>
    public string? Text
    {
        get => _standing?.Text;
        set => _standing = value is null ? null : new Standing(value, ThrottleTable.Make(value, clock));
    }

    /// <summary>The throttle in force; null for none.</summary>
    public IThrottle? Throttle => _standing?.Throttle;

    public TimeSpan TimeFor(long points) => _standing?.Throttle.TimeFor(points) ?? TimeSpan.Zero;

    /// <summary>Runs a request, or refuses it when as many as may run are running.</summary>
    public Task RunAsync(HttpContext context, Func<HttpContext, Task> next) =>
        _standing is { } standing ? RunAsync(context, standing, next) : next(context);

    /// <summary>Answers a request that was refused.</summary>
    public async Task RefuseAsync(HttpContext context, ThrottleRefusal refusal)
    {
        counters.RequestThrottled();
        await RequestBody.DrainAsync(context);
        context.Response.StatusCode = refusal.Status;
        await context.Response.WriteAsJsonAsync(refusal.Body, options: null, contentType: AcceptHeader.NameOf(ResponseMediaType.Json), context.RequestAborted);
    }

    private async Task RunAsync(HttpContext context, Standing standing, Func<HttpContext, Task> next)
    {
        try
        {
            if (standing.Enter() > standing.Throttle.MaximumConcurrency)
                await RefuseAsync(context, standing.Throttle.RefuseConcurrency(context.Response.Headers));
            else
                await next(context);
        }
        finally
        {
            standing.Leave();
        }
    }

    private sealed class Standing(string text, IThrottle throttle)
    {
        private int _running;

        public string Text => text;

        public IThrottle Throttle => throttle;

        public int Enter() => Interlocked.Increment(ref _running);

        public void Leave() => Interlocked.Decrement(ref _running);
    }
}
