using GqlTools.Client.Failures;
using GqlTools.Client.Resilience;

namespace GqlTools.Client.Checkpoints;

/// <summary>What a failure proves about a request's having been carried out (C4).</summary>
internal static class ProcessingEvidence
{
    /// <summary>Whether the server surely did nothing of what the request asked: no attempt reached it, or it turned each away unread.</summary>
    /// <param name="failure">What kept the answer from coming.</param>
    public static bool ProvesNothingRan(GqlException failure)
    {
        if (failure.Kind == FailureKind.Cancelled && failure.Evidence != Evidence.NotSent) return false;
        // An error with a path comes from a field that ran: some servers answer 401 for one of many.
        if (failure.Errors.Any(static error => error.Path is not null)) return false;
        for (var index = 0; index < failure.Attempts.Count; index++)
        {
            var isLast = index == failure.Attempts.Count - 1;
            if (!ProvesNothingRan(failure.Attempts[index]) && !(isLast && failure.Evidence != Evidence.None)) return false;
        }

        return true;
    }

    // 400 and 422 prove nothing: servers from before the specification answer so to a failed mutation as well.
    private static bool ProvesNothingRan(Attempt attempt) => attempt
        is { Verdict.Reason: RetryReason.NotSent or RetryReason.NotProcessed or RetryReason.RateLimited or RetryReason.TokenRenewed }
        or { Verdict.Reason: RetryReason.PersistedQueryNotFound or RetryReason.PersistedQueryNotSupported or RetryReason.GetRefused }
        or { Failure: FailureKind.ConnectionFailed or FailureKind.HostUnknown or FailureKind.TlsFailed or FailureKind.ProxyFailed or FailureKind.HttpVersionUnavailable }
        or { Failure: FailureKind.RateLimited }
        or { StatusCode: 401 or 403 or 404 or 405 or 413 or 414 or 415 or 429 };
}
