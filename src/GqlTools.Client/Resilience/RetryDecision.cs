using GqlTools.Client.Failures;

namespace GqlTools.Client.Resilience;

/// <summary>
/// Decides whether a failed attempt is followed by another. Pure: the clock and the dice are the caller's.
/// <para>
/// The order of the questions is the order of their weight. Could a repetition turn out differently at all? May it be repeated: was it not
/// sent, or does repeating do no harm? Are there attempts left? Does the wait end before the request's timeout? The wait is the server's
/// where it names one, else "full jitter": evenly drawn between nothing and the doubled bound of the attempt before.
/// </para>
/// </summary>
public static class RetryDecision
{
    /// <summary>The verdict on <paramref name="attempt"/>.</summary>
    /// <param name="attempt">The failed attempt.</param>
    /// <param name="options">The session's patience.</param>
    /// <param name="random">A number in [0, 1) that places the wait below its bound.</param>
    public static RetryVerdict For(in FailedAttempt attempt, RetryOptions options, double random)
    {
        if (Transience(attempt) is not { } reason) return No(RetryReason.Permanent);
        if (!attempt.Repeatable && reason != RetryReason.NotSent) return No(RetryReason.MutationMayHaveRun);
        if (attempt.UploadConsumed) return No(RetryReason.UploadConsumed);
        if (attempt.Number > options.MaximumRetryCount) return No(RetryReason.AttemptsExhausted);

        if (attempt.RetryAfter is not null) reason = RetryReason.ServerPushback;
        var delay = attempt.RetryAfter ?? JitteredDelay(attempt.Number, options, random);
        return delay >= attempt.Remaining ? No(RetryReason.DeadlineExceeded) : new RetryVerdict(true, delay, reason);
    }

    private static RetryReason? Transience(in FailedAttempt attempt) => attempt switch
    {
        { Failure: FailureKind.ConnectionFailed } => RetryReason.NotSent,
        { Failure: FailureKind.ConnectionLost } => RetryReason.ConnectionLost,
        { StatusCode: 408 or 429 or 502 or 503 or 504 } => RetryReason.TransientStatus,
        _ => null,
    };

    private static TimeSpan JitteredDelay(int number, RetryOptions options, double random)
    {
        var bound = Math.Min(
            options.BaseDelay.TotalMilliseconds * Math.Pow(2, number - 1),
            options.MaximumDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(bound * random);
    }

    private static RetryVerdict No(RetryReason reason) => new(false, TimeSpan.Zero, reason);
}
