using System.Globalization;
using System.Net.Http.Headers;
using GqlTools.Client.Resilience;

namespace GqlTools.Client.Scheduling;

/// <summary>The header fields about limits, of all dialects. An answer without any costs a glance at its names and no memory.</summary>
internal static class RateLimitFields
{
    /// <summary>A reset beyond this is seconds since 1970, not seconds from now: in seconds from now it would be 31 years.</summary>
    private const double LeastEpochSeconds = 1e9;

    /// <summary>And one beyond this is in milliseconds.</summary>
    private const double LeastEpochMilliseconds = 1e12;

    /// <summary>And one beyond the year 2200 is no time that anything happens at.</summary>
    private const double MostEpochSeconds = 7_258_118_400;

    private const string Prefix = "ratelimit";
    private const string VendorPrefix = "x-";

    /// <summary>What the fields say, or null where there are none.</summary>
    public static IReadOnlyList<QuotaReading>? Read(HttpResponseHeaders headers)
    {
        string? limit = null, remaining = null, reset = null, resource = null, combined = null, policy = null;
        foreach (var (name, values) in headers.NonValidated)
        {
            var rest = name.AsSpan();
            if (rest.StartsWith(VendorPrefix, StringComparison.OrdinalIgnoreCase)) rest = rest[VendorPrefix.Length..];
            if (!rest.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) continue;
            rest = rest[Prefix.Length..];
            if (rest.IsEmpty) combined = values.ToString();
            else if (Is(rest, "-limit")) limit = values.ToString();
            else if (Is(rest, "-remaining")) remaining = values.ToString();
            else if (Is(rest, "-reset")) reset = values.ToString();
            else if (Is(rest, "-resource")) resource = values.ToString();
            else if (Is(rest, "-policy")) policy = values.ToString();
        }

        if (combined is not null) return ReadCombined(combined, policy);
        return remaining is null ? null : ReadSeparate(limit, remaining, reset, resource);
    }

    private static bool Is(ReadOnlySpan<char> name, string expected) => name.Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static QuotaReading[]? ReadSeparate(string? limit, string remaining, string? reset, string? resource)
    {
        if (Number(remaining) is not { } left) return null;
        var unit = resource is "graphql" ? RateLimitUnit.Points : RateLimitUnit.Requests;
        var reading = new QuotaReading(resource ?? "", unit, left) { Limit = Number(limit) };
        return [Number(reset) switch
        {
            null => reading,
            >= LeastEpochMilliseconds and { } milliseconds => reading with { ResetsAt = Instant(milliseconds / 1000) },
            >= LeastEpochSeconds and { } seconds => reading with { ResetsAt = Instant(seconds) },
            { } seconds => reading with { ResetsIn = Span(seconds) },
        }];
    }

    private static DateTimeOffset Instant(double epochSeconds) => DateTimeOffset.UnixEpoch.AddSeconds(Math.Min(epochSeconds, MostEpochSeconds));

    private static TimeSpan Span(double seconds) => TimeSpan.FromSeconds(Math.Min(seconds, RetryAfter.Longest.TotalSeconds));

    // RateLimit: "burst";r=5;t=1, "hour";r=900;t=1800 with RateLimit-Policy: "burst";q=10;w=1, ... and, before draft 09: limit=10, remaining=5, reset=1.
    private static QuotaReading[]? ReadCombined(string field, string? policy)
    {
        if (!field.Contains(';', StringComparison.Ordinal))
        {
            var members = field.Split(',', StringSplitOptions.TrimEntries);
            return Parameter(members, "remaining") is { } left
                ? [Reading("", left, Parameter(members, "limit"), Parameter(members, "reset"))]
                : null;
        }

        var policies = (policy ?? "").Split(',').Select(Item).ToArray();
        var readings = new List<QuotaReading>();
        foreach (var item in field.Split(',').Select(Item))
        {
            if (Parameter(item, "r") is not { } left) continue;
            var quota = Array.Find(policies, one => one[0] == item[0]);
            readings.Add(Reading(item[0].Trim('"'), left, quota is null ? null : Parameter(quota, "q"), Parameter(item, "t")));
        }

        return readings.Count == 0 ? null : [.. readings];
    }

    private static string[] Item(string text) => text.Split(';', StringSplitOptions.TrimEntries);

    private static QuotaReading Reading(string name, double remaining, double? limit, double? reset) =>
        new(name, RateLimitUnit.Requests, remaining)
        {
            Limit = limit,
            ResetsIn = reset is { } seconds ? Span(seconds) : null,
        };

    private static double? Parameter(string[] parameters, string name)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Length > name.Length && parameter[name.Length] == '=' && parameter.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return Number(parameter[(name.Length + 1)..]);
        }

        return null;
    }

    // Some write the policy behind the number: 100, 100;w=60.
    private static double? Number(string? text)
    {
        if (text is null) return null;
        var digits = text.AsSpan();
        var end = digits.IndexOfAny(',', ';');
        if (end >= 0) digits = digits[..end];
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? number
            : null;
    }
}
