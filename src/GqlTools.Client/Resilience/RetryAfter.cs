using System.Net.Http.Headers;

namespace GqlTools.Client.Resilience;

/// <summary>Reads <c>Retry-After</c> (RFC 9110, section 10.2.3).</summary>
public static class RetryAfter
{
    /// <summary>What is longer is never waited for, and would lead beyond the end of the calendar: some servers write a date of the year 9999 for "never".</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(3650);

    /// <summary>The wait that <paramref name="header"/> asks for, from <paramref name="now"/> on.</summary>
    /// <param name="header">Seconds, or an HTTP date; null where the answer has none.</param>
    /// <param name="now">The present, for the date form.</param>
    /// <returns>Null without a header; zero for a date that has passed; never more than <see cref="Longest"/>.</returns>
    public static TimeSpan? Read(RetryConditionHeaderValue? header, DateTimeOffset now) => header switch
    {
        { Delta: { } delta } => delta < Longest ? delta : Longest,
        { Date: { } date } => date <= now ? TimeSpan.Zero : date - now < Longest ? date - now : Longest,
        _ => null,
    };

    /// <summary>The wait that an answer asks for. A date counts from the answer's own <c>Date</c>, as the server's clock may be wrong.</summary>
    /// <param name="headers">The answer's header fields.</param>
    /// <param name="clock">For an answer without <c>Date</c>.</param>
    /// <returns>Null where it asks for none.</returns>
    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider clock) =>
        headers.RetryAfter is { } header ? Read(header, header.Date is null ? default : headers.Date ?? clock.GetUtcNow()) : null;
}
