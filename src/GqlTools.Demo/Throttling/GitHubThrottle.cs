using System.Globalization;

namespace GqlTools.Demo.Throttling;

/// <summary>
/// Limits as GitHub's (docs.github.com, "Rate limits and query limits for the GraphQL API"): points in fixed windows, with header fields that
/// tell the state; and secondary limits on concurrency and on requests in a short time, of which no header field warns.
/// </summary>
internal sealed class GitHubThrottle : IThrottle
{
    public static readonly string[] Arguments = ["points", "seconds", "concurrent", "secondaryPoints", "secondarySeconds", "secondaryStatus", "retryAfter"];

    private const int DefaultPoints = 5_000;
    private const int DefaultSeconds = 3_600;
    private const int DefaultConcurrent = 100;
    private const int DefaultSecondaryPoints = 2_000;
    private const int DefaultSecondarySeconds = 60;
    private const int DefaultRetryAfterSeconds = 60;
    private const int SecondaryPointsOfQuery = 1;
    private const int SecondaryPointsOfMutation = 5;

    private readonly Lock _lock = new();
    private readonly FixedWindow _primary;
    private readonly FixedWindow _secondary;
    private readonly int _secondaryStatus;
    private readonly TimeSpan _retryAfter;

    public GitHubThrottle(CallText call, TimeProvider clock)
    {
        _primary = new FixedWindow(call.Number("points", DefaultPoints), TimeSpan.FromSeconds(Math.Max(1, call.Number("seconds", DefaultSeconds))), clock);
        _secondary = new FixedWindow(
            call.Number("secondaryPoints", DefaultSecondaryPoints),
            TimeSpan.FromSeconds(Math.Max(1, call.Number("secondarySeconds", DefaultSecondarySeconds))),
            clock);
        MaximumConcurrency = call.Number("concurrent", DefaultConcurrent);
        _secondaryStatus = call.Number("secondaryStatus", StatusCodes.Status403Forbidden);
        _retryAfter = TimeSpan.FromSeconds(call.Number("retryAfter", DefaultRetryAfterSeconds));
    }

    public int MaximumConcurrency { get; }

    public ThrottleRefusal RefuseConcurrency(IHeaderDictionary headers)
    {
        lock (_lock)
            SetFields(headers);
        return RefuseSecondary(headers, _retryAfter);
    }

    public ThrottleRefusal? Charge(RequestPrice price, IHeaderDictionary headers)
    {
        lock (_lock)
        {
            var secondaryPoints = (price.Operations - price.Mutations) * SecondaryPointsOfQuery + price.Mutations * SecondaryPointsOfMutation;
            if (_secondary.Remaining < secondaryPoints)
            {
                SetFields(headers);
                return RefuseSecondary(headers, _secondary.ResetsIn);
            }

            // The last point of a window buys any one request, as there: a price is known only to those who know the formula.
            var isRefused = _primary.Remaining == 0;
            if (!isRefused)
            {
                _primary.Use(price.GitHubPoints);
                _secondary.Use(secondaryPoints);
            }

            SetFields(headers);
            return isRefused ? Refuse(StatusCodes.Status200OK, "API rate limit exceeded for the demo server.") : null;
        }
    }

    public (long Points, IReadOnlyDictionary<string, object?>? Extensions) Settle(RequestPrice price, long objects) => (price.GitHubPoints, null);

    public TimeSpan TimeFor(long points)
    {
        lock (_lock)
            return _primary.TimeFor(points);
    }

    private static ThrottleRefusal Refuse(int status, string message) =>
        ThrottleRefusal.Of(status, new Dictionary<string, object?> { ["type"] = "RATE_LIMITED", ["message"] = message });

    private ThrottleRefusal RefuseSecondary(IHeaderDictionary headers, TimeSpan wait)
    {
        const string message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
        ThrottleRefusal.SetRetryAfter(headers, wait);
        return _secondaryStatus == StatusCodes.Status200OK
            ? Refuse(_secondaryStatus, message)
            : new ThrottleRefusal(_secondaryStatus, new Dictionary<string, object?>
            {
                ["documentation_url"] = "https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#secondary-rate-limits",
                ["message"] = message,
            });
    }

    private void SetFields(IHeaderDictionary headers)
    {
        headers["x-ratelimit-limit"] = Text(_primary.Limit);
        headers["x-ratelimit-remaining"] = Text(_primary.Remaining);
        headers["x-ratelimit-used"] = Text(_primary.Used);
        headers["x-ratelimit-reset"] = Text(_primary.ResetsAt.ToUnixTimeSeconds());
        headers["x-ratelimit-resource"] = "graphql";

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
