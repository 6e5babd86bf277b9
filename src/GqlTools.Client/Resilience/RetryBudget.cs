namespace GqlTools.Client.Resilience;

/// <summary>
/// How much a session may repeat, so that retries never become the greater part of a dying server's load (the idea is gRPC's, proposal A6): every
/// failure that a retry could mend takes a token, every answer gives a part of one back, and only while more than half of the tokens are
/// there is anything repeated. Used under the scheduler's lock.
/// </summary>
internal sealed class RetryBudget(RetryOptions options)
{
    private double _tokens = options.BudgetTokens;

    /// <summary>Whether something may be repeated.</summary>
    public bool Allows => options.BudgetTokens == 0 || _tokens > options.BudgetTokens / 2d;

    public void Failed() => _tokens = Math.Max(0, _tokens - 1);

    public void Answered()
    {
        if (_tokens < options.BudgetTokens) _tokens = Math.Min(options.BudgetTokens, _tokens + options.BudgetRatio);
    }
}
