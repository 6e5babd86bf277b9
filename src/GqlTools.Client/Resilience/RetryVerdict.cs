namespace GqlTools.Client.Resilience;

/// <summary>What <see cref="RetryDecision"/> decided.</summary>
/// <param name="Retry">Whether another attempt follows.</param>
/// <param name="Delay">The wait before it; zero where none follows.</param>
/// <param name="Reason">Why.</param>
public readonly record struct RetryVerdict(bool Retry, TimeSpan Delay, RetryReason Reason);
