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

    /// <summary>The attempt's number, counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What is left of the request's timeout.</summary>
    public required TimeSpan Remaining { get; init; }
}
