using GqlTools.Client.Failures;

namespace GqlTools.Client.Resilience;

/// <summary>
/// Decides whether a failed attempt is followed by another. Pure: the clock, the dice and the state of the session are the caller's.
/// <para>
/// The order of the questions is the order of their weight. Did a limit refuse it? Then it was not carried out, and only the patience for limits
/// counts. Could a repetition turn out differently at all? May it be repeated: is there proof that it was not carried out, or does repeating do no
/// harm? Is the server worth troubling, are there attempts and tokens left? Does the wait end before the request's timeout? The wait is the
/// server's where it names one, else evenly drawn from the upper quarter below a bound that doubles: spread, so that not all come back at once, and never so short that the
/// attempts are used up while a server is merely restarted.
/// </para>
/// </summary>
public static class RetryDecision
{
    /// <summary>
    /// The share of its bound that a wait has at least. Drawn from nothing on ("full jitter"), five waits are now and then over within a second or two, and
    /// of thousands of requests some would be lost to every short outage.
    /// </summary>
    private const double LeastShare = 0.75;

    /// <summary>The verdict on <paramref name="attempt"/>.</summary>
    /// <param name="attempt">The failed attempt.</param>
    /// <param name="options">The session's patience.</param>
    /// <param name="random">A number in [0, 1) that places the wait below its bound.</param>
    public static RetryVerdict For(in FailedAttempt attempt, RetryOptions options, double random)
    {
        if (attempt.Failure == FailureKind.RateLimited)
        {
            if (attempt.UploadConsumed) return No(RetryReason.UploadConsumed);
            return attempt.LimitWait > attempt.LimitWaitRemaining
                ? No(RetryReason.RateLimitWaitExceeded)
                : new RetryVerdict(true, attempt.LimitWait, RetryReason.RateLimited);
        }

        if (Transience(attempt) is not { } reason) return No(RetryReason.Permanent);
        var isUntouched = reason is RetryReason.NotSent or RetryReason.NotProcessed;
        if (!attempt.Repeatable && !isUntouched) return No(RetryReason.MutationMayHaveRun);
        if (attempt.UploadConsumed) return No(RetryReason.UploadConsumed);
        if (attempt.IsCircuitOpen) return No(RetryReason.CircuitOpen);
        if (attempt.Number > options.MaximumRetryCount) return No(RetryReason.AttemptsExhausted);
        // What no server saw was no load for it.
        if (attempt.IsBudgetExhausted && reason != RetryReason.NotSent) return No(RetryReason.RetryBudgetExhausted);

        if (attempt.RetryAfter is not null) reason = RetryReason.ServerPushback;
        var delay = attempt.RetryAfter ?? JitteredDelay(attempt.Number, options, random);
        return delay >= attempt.Remaining ? No(RetryReason.DeadlineExceeded) : new RetryVerdict(true, delay, reason);
    }

    private static RetryReason? Transience(in FailedAttempt attempt) => attempt switch
    {
        { Failure: FailureKind.ConnectionFailed } => RetryReason.NotSent,
        { Failure: FailureKind.ConnectionLost, Evidence: Evidence.NotSent } => RetryReason.NotSent,
        { Failure: FailureKind.ConnectionLost, Evidence: Evidence.NotProcessed } => RetryReason.NotProcessed,
        { Failure: FailureKind.ConnectionLost } => RetryReason.ConnectionLost,
        { StatusCode: 408 or 429 or 502 or 503 or 504 } => RetryReason.TransientStatus,
        { HasRetriedCode: true } => RetryReason.ErrorCode,
        _ => null,
    };

    private static TimeSpan JitteredDelay(int number, RetryOptions options, double random)
    {
        var bound = Math.Min(
            options.BaseDelay.TotalMilliseconds * Math.Pow(2, number - 1),
            options.MaximumDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(bound * (LeastShare + ((1 - LeastShare) * random)));
    }

    private static RetryVerdict No(RetryReason reason) => new(false, TimeSpan.Zero, reason);
}
