namespace GqlTools.Client.Resilience;

/// <summary>How often and how patiently a session repeats what failed in passing.</summary>
public sealed record RetryOptions
{
    /// <summary>The options of a session that sets none.</summary>
    public static RetryOptions Default { get; } = new();

    /// <summary>Attempts after the first one. 0 turns retries off. Default 5.</summary>
    public int MaximumRetryCount { get; init; } = 5;

    /// <summary>
    /// Upper bound of the first wait; it doubles with every attempt, and each wait is at least three quarters of its bound. Default 0.5 s, by which five
    /// retries span 11.6 to 15.5 s.
    /// </summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>No wait chosen by the session is longer; a server's <c>Retry-After</c> may be. Default 30 s.</summary>
    public TimeSpan MaximumDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Codes of GraphQL errors (<c>extensions.code</c>) that are worth another attempt: for queries, and for mutations with an idempotency key. If none
    /// of the attempts betters it, the last answer is handed on as it is. Default none.
    /// </summary>
    public IReadOnlyCollection<string> ErrorCodes { get; init; } = [];

    /// <summary>
    /// Tokens of the session's retry budget: a failure takes one, and nothing is repeated while half of them or less are left. 0 turns the budget
    /// off. Default 100, so that the failure of all that is in flight at once can still be mended.
    /// </summary>
    public int BudgetTokens { get; init; } = 100;

    /// <summary>What an answer gives back to the budget: retries stay below this share of the answers. Default 0.1.</summary>
    public double BudgetRatio { get; init; } = 0.1;
}
