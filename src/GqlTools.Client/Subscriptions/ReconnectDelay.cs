using GqlTools.Client.Failures;

namespace GqlTools.Client.Subscriptions;

/// <summary>Says whether and when a lost connection is tried again. Pure: clock and dice are the caller's.</summary>
internal static class ReconnectDelay
{
    // The reference client of graphql-transport-ws adds 0.3 s to 3 s to waits that begin with 1 s.
    private const double MinimumJitter = 0.3;
    private const double MaximumJitter = 3;

    /// <summary>Whether another attempt may turn out differently.</summary>
    public static bool MayPass(GqlException failure) =>
        failure.Kind is FailureKind.ConnectionFailed or FailureKind.ConnectionLost or FailureKind.Timeout
        || (failure.Kind == FailureKind.HttpStatus && failure.StatusCode is 408 or 429 or 502 or 503 or 504);

    /// <summary>The wait before an attempt.</summary>
    /// <param name="attempt">Which in a row, counted from 0.</param>
    /// <param name="options">The session's patience.</param>
    /// <param name="asked">What the server asks for; null for nothing.</param>
    /// <param name="random">A number in [0, 1).</param>
    public static TimeSpan For(int attempt, SubscriptionConnectionOptions options, TimeSpan? asked, double random)
    {
        var factor = Math.Pow(2, attempt) + MinimumJitter + ((MaximumJitter - MinimumJitter) * random);
        var own = TimeSpan.FromMilliseconds(Math.Min(options.RetryDelay.TotalMilliseconds * factor, options.MaximumRetryDelay.TotalMilliseconds));
        return asked is { } least && least > own ? least : own;
    }
}
