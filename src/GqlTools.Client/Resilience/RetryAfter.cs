using System.Net.Http.Headers;

namespace GqlTools.Client.Resilience;

/// <summary>Reads <c>Retry-After</c> (RFC 9110, section 10.2.3).</summary>
public static class RetryAfter
{
    /// <summary>The wait that <paramref name="header"/> asks for, from <paramref name="now"/> on.</summary>
    /// <param name="header">Seconds, or an HTTP date; null where the answer has none.</param>
    /// <param name="now">The present, for the date form.</param>
    /// <returns>Null without a header; zero for a date that has passed.</returns>
    public static TimeSpan? Read(RetryConditionHeaderValue? header, DateTimeOffset now) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
