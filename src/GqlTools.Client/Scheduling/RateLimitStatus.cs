namespace GqlTools.Client.Scheduling;

/// <summary>How one limit of a server stands, as far as the session knows.</summary>
/// <param name="Name">The limit's name, where the server names it; else empty.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Limit">What a full window or bucket holds; null where the server does not say.</param>
/// <param name="Remaining">What is left, without what the requests in flight may still use.</param>
/// <param name="ResetsIn">
/// Time until the window begins anew or the bucket is full; null where it is not known, as at the beginning of a window.
/// </param>
public sealed record RateLimitStatus(string Name, RateLimitUnit Unit, double? Limit, double Remaining, TimeSpan? ResetsIn);
