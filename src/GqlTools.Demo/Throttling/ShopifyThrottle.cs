namespace GqlTools.Demo.Throttling;

/// <summary>
/// Limits as Shopify's (shopify.dev, "API rate limits"): a bucket of points that fills at a steady rate. A request needs what it may cost at most,
/// gets back what it did not use, and every answer tells the state in <c>extensions.cost</c>.
/// </summary>
internal sealed class ShopifyThrottle : IThrottle
{
    public static readonly string[] Arguments = ["maximum", "restore"];

    private const int DefaultMaximum = 2_000;
    private const int DefaultRestorePerSecond = 100;

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly int _maximum;
    private readonly int _restorePerSecond;
    private double _available;
    private long _filledAt;

    public ShopifyThrottle(CallText call, TimeProvider clock)
    {
        _clock = clock;
        _maximum = call.Number("maximum", DefaultMaximum);
        _restorePerSecond = Math.Max(1, call.Number("restore", DefaultRestorePerSecond));
        _available = _maximum;
        _filledAt = clock.GetTimestamp();
    }

    public int MaximumConcurrency => int.MaxValue;

    public ThrottleRefusal RefuseConcurrency(IHeaderDictionary headers) => throw new NotSupportedException("Shopify counts points, not concurrent requests.");

    public ThrottleRefusal? Charge(RequestPrice price, IHeaderDictionary headers)
    {
        lock (_lock)
        {
            Fill();
            if (price.ShopifyPoints > _maximum)
                return Refuse(price, "MAX_COST_EXCEEDED", $"Query cost is {price.ShopifyPoints}, which exceeds the single query max cost limit {_maximum}.");
            if (price.ShopifyPoints > _available)
                return Refuse(price, "THROTTLED", "Throttled");
            _available -= price.ShopifyPoints;
            return null;
        }
    }

    public (long Points, IReadOnlyDictionary<string, object?>? Extensions) Settle(RequestPrice price, long objects)
    {
        var actual = Math.Min(price.ShopifyPoints, Math.Max(1, objects) + price.Mutations * RequestPrice.ShopifyPointsOfMutation);
        lock (_lock)
        {
            Fill();
            _available = Math.Min(_maximum, _available + price.ShopifyPoints - actual);
            return (actual, Cost(price, actual));
        }
    }

    public TimeSpan TimeFor(long points)
    {
        lock (_lock)
        {
            Fill();
            return TimeSpan.FromSeconds(Math.Max(0, points - _available) / _restorePerSecond);
        }
    }

    private void Fill()
    {
        var now = _clock.GetTimestamp();
        _available = Math.Min(_maximum, _available + _clock.GetElapsedTime(_filledAt, now).TotalSeconds * _restorePerSecond);
        _filledAt = now;
    }

    private ThrottleRefusal Refuse(RequestPrice price, string code, string message) => new(StatusCodes.Status200OK, new Dictionary<string, object?>
    {
        ["errors"] = (object[])
        [
            new Dictionary<string, object?>
            {
                ["message"] = message,
                ["extensions"] = new Dictionary<string, object?> { ["code"] = code, ["documentation"] = "https://shopify.dev/api/usage/rate-limits" },
            },
        ],
        ["extensions"] = Cost(price, null),
    });

    private Dictionary<string, object?> Cost(RequestPrice price, long? actual) => new()
    {
        ["cost"] = new Dictionary<string, object?>
        {
            ["requestedQueryCost"] = price.ShopifyPoints,
            ["actualQueryCost"] = actual,
            ["throttleStatus"] = new Dictionary<string, object?>
            {
                ["maximumAvailable"] = (double)_maximum,
                ["currentlyAvailable"] = (long)_available,
                ["restoreRate"] = (double)_restorePerSecond,
            },
        },
    };
}
