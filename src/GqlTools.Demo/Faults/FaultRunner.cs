using System.Collections.Concurrent;
using System.Collections.Immutable;
using GqlTools.Demo.Http;

namespace GqlTools.Demo.Faults;

/// <summary>Leads requests through the faults that were ordered for them, and keeps the state that faults have between requests.</summary>
internal sealed class FaultRunner(RequestDelegate endpoint)
{
    /// <summary>A request to <c>/graphql</c> may order a fault for itself alone with this header.</summary>
    private const string FaultHeader = "Demo-Fault";

    private readonly ConcurrentDictionary<string, int> _requestsByCall = new(StringComparer.Ordinal);
    private ImmutableList<CapturedRequest> _captured = [];
    private volatile FaultPlan? _standing;

    /// <summary>The faults that each request to <c>/graphql</c> meets. Setting it starts their counts anew.</summary>
    public string? Standing
    {
        get => _standing?.Text;
        set
        {
            var plan = value is null ? null : FaultPlan.Parse(value);
            foreach (var call in plan?.Calls ?? [])
                _requestsByCall.TryRemove(call.Text, out _);
            _standing = plan;
        }
    }

    public IReadOnlyList<CapturedRequest> Captured => Volatile.Read(ref _captured);

    public void Capture(CapturedRequest request) => ImmutableInterlocked.Update(ref _captured, static (list, item) => list.Add(item), request);

    public Task RunAsync(HttpContext context)
    {
        if (context.Request.Headers.TryGetValue(FaultHeader, out var ordered))
            return RunAsync(context, ordered.ToString());
        return _standing is { } plan ? GuardAsync(context, () => RunAsync(context, plan, 0)) : endpoint(context);
    }

    public Task RunAsync(HttpContext context, string text) => GuardAsync(context, () => RunAsync(context, FaultPlan.Parse(text), 0));

    // A fault that was ordered wrongly must not look like one that was ordered.
    private static async Task GuardAsync(HttpContext context, Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (FormatException error) when (!context.Response.HasStarted)
        {
            await HtmlPage.WriteAsync(context, StatusCodes.Status404NotFound, "No such fault", error.Message);
        }
    }

    private Task RunAsync(HttpContext context, FaultPlan plan, int index)
    {
        if (index == plan.Calls.Count)
            return endpoint(context);
        var call = plan.Calls[index];
        RequestDelegate next = request => RunAsync(request, plan, index + 1);
        if (call.IsSelective && !call.Meets(_requestsByCall.AddOrUpdate(call.Text, 1, static (_, count) => count + 1)))
            return next(context);
        return call.Fault.Act(new FaultedRequest(context, call, next, this));
    }
}
