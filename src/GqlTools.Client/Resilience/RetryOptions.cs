namespace GqlTools.Client.Resilience;

/// <summary>How often and how patiently a session repeats what failed in passing.</summary>
public sealed record RetryOptions
{
    /// <summary>The options of a session that sets none.</summary>
    public static RetryOptions Default { get; } = new();

    /// <summary>Attempts after the first one. 0 turns retries off. Default 5.</summary>
    public int MaximumRetryCount { get; init; } = 5;

    /// <summary>Upper bound of the first wait; it doubles with every attempt. Default 0.5 s.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>No wait chosen by the session is longer; a server's <c>Retry-After</c> may be. Default 30 s.</summary>
    public TimeSpan MaximumDelay { get; init; } = TimeSpan.FromSeconds(30);
}
