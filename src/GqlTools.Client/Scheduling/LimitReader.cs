using System.Net.Http.Headers;
using System.Text.Json;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Scheduling;

/// <summary>
/// Reads what an answer says about limits, in the dialects that servers speak.
/// <list type="bullet">
/// <item>GitHub's <c>x-ratelimit-limit/remaining/used/reset/resource</c>. A good answer with nothing remaining is a good answer.</item>
/// <item>Shopify's <c>extensions.cost</c>.</item>
/// <item><c>RateLimit</c> and <c>RateLimit-Policy</c> (draft-ietf-httpapi-ratelimit-headers-10), and the three fields of its older drafts.</item>
/// <item><c>Retry-After</c> (RFC 9110, section 10.2.3), status 429, and errors that say so by their code.</item>
/// </list>
/// </summary>
public static class LimitReader
{
    /// <summary>GitHub asks for a minute at least where its secondary limit names no wait (docs.github.com, "Exceeding the rate limit").</summary>
    private static readonly TimeSpan SecondaryWait = TimeSpan.FromMinutes(1);

    /// <summary>Reads one answer.</summary>
    /// <param name="statusCode">HTTP status.</param>
    /// <param name="headers">Its header fields; null where it has none, as on a WebSocket.</param>
    /// <param name="hasData">Whether <c>data</c> is there and not null.</param>
    /// <param name="errors">Its GraphQL errors.</param>
    /// <param name="extensions">Its <c>extensions</c>, or null.</param>
    /// <param name="clock">For a <c>Retry-After</c> that is a date, on an answer that has none itself.</param>
    public static LimitObservation Read(
        int statusCode, HttpResponseHeaders? headers, bool hasData, IReadOnlyList<GqlError> errors, JsonElement? extensions, TimeProvider clock)
    {
        var fields = headers is null ? null : RateLimitFields.Read(headers);
        var cost = ReadCost(extensions);
        var retryAfter = headers is not null && (statusCode is 403 or 429 or 503 || (!hasData && errors.Count > 0)) ? RetryAfter.Read(headers, clock) : null;
        if (fields is null && cost is null && retryAfter is null && statusCode != 429 && (hasData || errors.Count == 0)) return LimitObservation.None;

        var refusal = RefusalOf(statusCode, hasData, errors, retryAfter, fields, cost);
        return new LimitObservation
        {
            Refusal = refusal,
            RetryAfter = refusal != LimitRefusal.None || statusCode == 503 ? retryAfter : null,
            LeastWait = refusal == LimitRefusal.Unannounced && IsSecondary(fields, errors) ? SecondaryWait : null,
            Quotas = cost?.Quota is { } bucket ? [.. fields ?? [], bucket] : fields,
            RequestedCost = cost?.Requested,
            ActualCost = cost?.Actual,
            Date = fields is null ? null : headers!.Date,
        };
    }

    /// <summary>Whether an error says that a limit kept the request from being carried out.</summary>
    /// <param name="error">The error.</param>
    public static bool IsLimit(GqlError error) =>
        error.Code is { } code
        && (code.Equals("THROTTLED", StringComparison.OrdinalIgnoreCase)
            || code.Equals("RATE_LIMITED", StringComparison.OrdinalIgnoreCase)
            || code.Equals("TOO_MANY_REQUESTS", StringComparison.OrdinalIgnoreCase));

    private static LimitRefusal RefusalOf(
        int statusCode, bool hasData, IReadOnlyList<GqlError> errors, TimeSpan? retryAfter, IReadOnlyList<QuotaReading>? fields, CostReading? cost)
    {
        var isUsedUp = fields?.Any(static quota => quota.Remaining <= 0) ?? false;
        var isRefused = statusCode switch
        {
            429 => true,
            403 => !hasData && (retryAfter is not null || isUsedUp || SaysSecondary(errors)),
            _ => !hasData && errors.Count > 0 && (errors.All(IsLimit) || SaysSecondary(errors)),
        };
        if (!isRefused) return LimitRefusal.None;
        return isUsedUp || cost?.Quota is not null ? LimitRefusal.Quota : LimitRefusal.Unannounced;
    }

    // With GitHub's fields and points left, it is the secondary limit, of which no field tells.
    private static bool IsSecondary(IReadOnlyList<QuotaReading>? fields, IReadOnlyList<GqlError> errors) =>
        SaysSecondary(errors) || (fields?.Any(static quota => quota.Unit == RateLimitUnit.Points) ?? false);

    private static bool SaysSecondary(IReadOnlyList<GqlError> errors) =>
        errors.Count > 0 && errors[0].Message.Contains("secondary rate limit", StringComparison.OrdinalIgnoreCase);

    private static CostReading? ReadCost(JsonElement? extensions)
    {
        if (extensions is not { ValueKind: JsonValueKind.Object } members
            || !members.TryGetProperty("cost"u8, out var cost)
            || cost.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        QuotaReading? quota = null;
        if (cost.TryGetProperty("throttleStatus"u8, out var status)
            && Number(status, "currentlyAvailable") is { } available
            && Number(status, "maximumAvailable") is { } maximum
            && Number(status, "restoreRate") is > 0 and { } rate)
        {
            quota = new QuotaReading("", RateLimitUnit.QueryCost, available) { Limit = maximum, RestoredPerSecond = rate };
        }

        return new CostReading(Number(cost, "requestedQueryCost"), Number(cost, "actualQueryCost"), quota);
    }

    private static double? Number(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object
        && parent.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var number)
        && double.IsFinite(number)
            ? number
            : null;

    private readonly record struct CostReading(double? Requested, double? Actual, QuotaReading? Quota);
}
