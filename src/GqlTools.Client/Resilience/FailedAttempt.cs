using GqlTools.Client.Failures;

namespace GqlTools.Client.Resilience;

/// <summary>All that <see cref="RetryDecision"/> may know of an attempt that failed.</summary>
public readonly record struct FailedAttempt
{
    /// <summary>What went wrong.</summary>
    public required FailureKind Failure { get; init; }

    /// <summary>The HTTP status, where an answer came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The server's <c>Retry-After</c>, as a wait from now.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether repeating does no harm: a query, or a mutation with an idempotency key.</summary>
    public required bool Repeatable { get; init; }

    /// <summary>Whether its bytes are gone: a stream was uploaded that cannot be wound back.</summary>
    public bool UploadConsumed { get; init; }

    /// <summary>What is known of whether the server carried it out.</summary>
    public Evidence Evidence { get; init; }

    /// <summary>Whether an error of the answer has one of the codes that the session was told to retry.</summary>
    public bool HasRetriedCode { get; init; }

    /// <summary>The attempt's number, counted from 1, without those that a limit refused.</summary>
    public required int Number { get; init; }

    /// <summary>How long limits of the server would hold another attempt back.</summary>
    public TimeSpan LimitWait { get; init; }

    /// <summary>What is left of the time that the request may wait for limits.</summary>
    public TimeSpan LimitWaitRemaining { get; init; }

    /// <summary>Whether the session's retry budget is used up.</summary>
    public bool IsBudgetExhausted { get; init; }

    /// <summary>Whether the session leaves the server alone.</summary>
    public bool IsCircuitOpen { get; init; }

    /// <summary>What is left of the request's timeout.</summary>
    public required TimeSpan Remaining { get; init; }
}
