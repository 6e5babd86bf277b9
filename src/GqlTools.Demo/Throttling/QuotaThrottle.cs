using System.Globalization;

namespace GqlTools.Demo.Throttling;

/// <summary>Requests in fixed windows, told by the header fields of the IETF draft (draft-ietf-httpapi-ratelimit-headers-10) and refused with 429.</summary>
internal sealed class QuotaThrottle : IThrottle
{
    public static readonly string[] Arguments = ["requests", "seconds", "concurrent", "retryAfter"];

    private const int DefaultRequests = 100;
    private const int DefaultSeconds = 10;
    private const int DefaultRetryAfterSeconds = 1;

    private readonly Lock _lock = new();
    private readonly FixedWindow _window;
    private readonly TimeSpan _retryAfter;

    public QuotaThrottle(CallText call, TimeProvider clock)
    {
        _window = new FixedWindow(call.Number("requests", DefaultRequests), TimeSpan.FromSeconds(Math.Max(1, call.Number("seconds", DefaultSeconds))), clock);
        _retryAfter = TimeSpan.FromSeconds(call.Number("retryAfter", DefaultRetryAfterSeconds));
        MaximumConcurrency = call.Number("concurrent", int.MaxValue);
    }

    public int MaximumConcurrency { get; }

    public ThrottleRefusal RefuseConcurrency(IHeaderDictionary headers)
    {
        lock (_lock)
            SetFields(headers);
        return Refuse(headers, _retryAfter);
    }

    public ThrottleRefusal? Charge(RequestPrice price, IHeaderDictionary headers)
    {
        lock (_lock)
        {
            var isRefused = _window.Remaining < price.Operations;
            if (!isRefused)
                _window.Use(price.Operations);
            SetFields(headers);
            return isRefused ? Refuse(headers, _window.ResetsIn) : null;
        }
    }

    public (long Points, IReadOnlyDictionary<string, object?>? Extensions) Settle(RequestPrice price, long objects) => (price.Operations, null);

    public TimeSpan TimeFor(long points)
    {
        lock (_lock)
            return _window.TimeFor(points);
    }

    private static ThrottleRefusal Refuse(IHeaderDictionary headers, TimeSpan wait)
    {
        ThrottleRefusal.SetRetryAfter(headers, wait);
        return ThrottleRefusal.Of(StatusCodes.Status429TooManyRequests, new Dictionary<string, object?>
        {
            ["message"] = "Too many requests.",
            ["extensions"] = new Dictionary<string, object?> { ["code"] = "TOO_MANY_REQUESTS" },
        });
    }

    private void SetFields(IHeaderDictionary headers)
    {
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"default\";q={_window.Limit};w={(long)_window.Length.TotalSeconds}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"default\";r={_window.Remaining};t={ThrottleRefusal.WholeSeconds(_window.ResetsIn)}");
    }
}
