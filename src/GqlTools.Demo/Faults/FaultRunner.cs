using System.Collections.Concurrent;
using System.Collections.Immutable;

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
        return _standing is { } plan ? RunAsync(context, plan, 0) : endpoint(context);
    }

    public async Task RunAsync(HttpContext context, string text)
    {
        FaultPlan plan;
        try
        {
            plan = FaultPlan.Parse(text);
        }
        catch (FormatException error)
        {
            await Http.HtmlPage.WriteAsync(context, StatusCodes.Status404NotFound, "No such fault", error.Message);
            return;
        }

        await RunAsync(context, plan, 0);
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
