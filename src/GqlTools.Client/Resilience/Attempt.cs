using GqlTools.Client.Failures;

namespace GqlTools.Client.Resilience;

/// <summary>One try at a request, as it stands on a response's or an exception's <c>Attempts</c>.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="StartedAfter">Time between leaving the session's queue and this attempt's start.</param>
/// <param name="Duration">From its start to its answer's last byte, or to its failure.</param>
/// <param name="StatusCode">The HTTP status, where an answer came.</param>
/// <param name="Failure">What went wrong; null for an attempt that brought the answer.</param>
/// <param name="Verdict">Whether and why another attempt followed; null for an attempt that brought the answer.</param>
public sealed record Attempt(
    int Number,
    TimeSpan StartedAfter,
    TimeSpan Duration,
    int? StatusCode,
    FailureKind? Failure,
    RetryVerdict? Verdict);
