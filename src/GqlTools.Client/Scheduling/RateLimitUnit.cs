namespace GqlTools.Client.Scheduling;

/// <summary>What a server's rate limit counts.</summary>
public enum RateLimitUnit
{
    /// <summary>Requests: each costs one.</summary>
    Requests,

    /// <summary>GitHub's points: a hundredth of the requests for connections that a query stands for, at least one.</summary>
    Points,

    /// <summary>A cost that the server finds out and tells with every answer, as Shopify does.</summary>
    QueryCost,
}
