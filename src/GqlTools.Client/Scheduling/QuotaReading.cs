namespace GqlTools.Client.Scheduling;

/// <summary>What one answer says about one limit.</summary>
/// <param name="Name">The limit's name, where a server has several; else empty.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Remaining">What was left when the server answered.</param>
public readonly record struct QuotaReading(string Name, RateLimitUnit Unit, double Remaining)
{
    /// <summary>What a full window or bucket holds; null where the answer does not say.</summary>
    public double? Limit { get; init; }

    /// <summary>When the window ends, by the server's clock.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>How long the window still lasts, for servers that tell it this way.</summary>
    public TimeSpan? ResetsIn { get; init; }

    /// <summary>What flows back each second, for a bucket that refills all the time; 0 for a window.</summary>
    public double RestoredPerSecond { get; init; }
}
