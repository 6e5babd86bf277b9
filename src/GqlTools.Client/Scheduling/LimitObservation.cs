namespace GqlTools.Client.Scheduling;

/// <summary>All that one answer says about limits.</summary>
public sealed record LimitObservation
{
    /// <summary>What an answer says that says nothing, as most do.</summary>
    public static LimitObservation None { get; } = new();

    /// <summary>Whether and how the request was refused for a limit's sake.</summary>
    public LimitRefusal Refusal { get; init; }

    /// <summary>The server's <c>Retry-After</c>, as a wait from now.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The shortest wait after a refusal that names none; null for the session's own.</summary>
    public TimeSpan? LeastWait { get; init; }

    /// <summary>The state of each limit; null for none.</summary>
    public IReadOnlyList<QuotaReading>? Quotas { get; init; }

    /// <summary>What the server took the request to cost at most.</summary>
    public double? RequestedCost { get; init; }

    /// <summary>What it cost in the end.</summary>
    public double? ActualCost { get; init; }

    /// <summary>The server's clock (header field <c>Date</c>), against which <see cref="QuotaReading.ResetsAt"/> is meant.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Whether the answer says nothing of limits.</summary>
    public bool IsEmpty => Refusal == LimitRefusal.None && RetryAfter is null && Quotas is null;
}
