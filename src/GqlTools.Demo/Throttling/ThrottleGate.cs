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

    /// <summary>Gives a request its place, if there is one left. It is to be run in any case: that gives the place back.</summary>
    public Admission Enter() => _standing is { } standing ? new Admission(standing, standing.TryEnter()) : default;

    /// <summary>Runs a request, or refuses it when as many as may run were running.</summary>
    public Task RunAsync(HttpContext context, Admission admission, RequestDelegate next) => admission switch
    {
        { Standing: null } => next(context),
        { HasPlace: true } => RunAsync(context, admission.Standing, next),
        _ => RefuseAsync(context, admission.Standing.Throttle.RefuseConcurrency(context.Response.Headers)),
    };

    /// <summary>Answers a request that was refused.</summary>
    public async Task RefuseAsync(HttpContext context, ThrottleRefusal refusal)
    {
        counters.RequestThrottled();
        await RequestBody.DrainAsync(context);
        context.Response.StatusCode = refusal.Status;
        await context.Response.WriteAsJsonAsync(refusal.Body, options: null, contentType: AcceptHeader.NameOf(ResponseMediaType.Json), context.RequestAborted);
    }

    private static async Task RunAsync(HttpContext context, Standing standing, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            standing.Leave();
        }
    }

    /// <summary>What became of a request that asked to run. The default is that of one that nothing limits.</summary>
    /// <param name="Standing">The throttle that was asked.</param>
    /// <param name="HasPlace">Whether it may run.</param>
    internal readonly record struct Admission(Standing? Standing, bool HasPlace);

    /// <summary>A throttle in force, and how many run under it.</summary>
    internal sealed class Standing(string text, IThrottle throttle)
    {
        private int _running;

        public string Text => text;

        public IThrottle Throttle => throttle;

        public bool TryEnter()
        {
            var running = Volatile.Read(ref _running);
            while (running < throttle.MaximumConcurrency)
            {
                var seen = Interlocked.CompareExchange(ref _running, running + 1, running);
                if (seen == running)
                    return true;
                running = seen;
            }

            return false;
        }

        public void Leave() => Interlocked.Decrement(ref _running);
    }
}
