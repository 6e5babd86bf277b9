using GqlTools.Client.Requests;

namespace GqlTools.Client.Scheduling;

/// <summary>All limits that a server has told of, and what requests cost by them. Empty until the first answer that tells. Used under the scheduler's lock.</summary>
internal sealed class ServerLimits(TimeProvider clock)
{
    private readonly ServerClock _serverClock = new(clock);
    private IQuota[] _quotas = [];
    private PriceList? _prices;
    private double _capacity;
    private double _firstPrice;

    public bool IsEmpty => _quotas.Length == 0;

    /// <summary>The cost of all attempts that have ended.</summary>
    public double SettledCost { get; private set; }

    public IReadOnlyList<RateLimitStatus> StatusAt(TimeSpan now) => _quotas.Length == 0 ? [] : Array.ConvertAll(_quotas, quota => quota.StatusAt(now));

    /// <summary>How long until a request may go by all limits; infinite where only the end of what is in flight can tell.</summary>
    public TimeSpan WaitFor(PreparedRequest request, TimeSpan now)
    {
        if (_quotas.Length == 0) return TimeSpan.Zero;
        var cost = CostOf(request);
        var longest = TimeSpan.Zero;
        foreach (var quota in _quotas)
        {
            var wait = quota.WaitFor(PriceIn(quota, cost), now);
            if (wait == Timeout.InfiniteTimeSpan) return wait;
            if (wait > longest) longest = wait;
        }

        return longest;
    }

    /// <summary>Sets aside what a request costs.</summary>
    /// <returns>Its cost.</returns>
    public double Reserve(PreparedRequest request, TimeSpan now)
    {
        if (_quotas.Length == 0) return 0;
        var cost = CostOf(request);
        foreach (var quota in _quotas) quota.Reserve(PriceIn(quota, cost), now);
        return cost;
    }

    /// <summary>Takes back what was set aside for an attempt, and learns from its answer.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="request">What it asked.</param>
    /// <param name="isCharged">Whether the server may have charged it.</param>
    /// <param name="limits">What its answer says.</param>
    /// <param name="othersInFlight">Attempts that are still on their way.</param>
    /// <param name="now">The scheduler's time.</param>
    public void Settle(in Admission attempt, PreparedRequest request, bool isCharged, LimitObservation limits, int othersInFlight, TimeSpan now)
    {
        _serverClock.Observe(limits.Date, attempt.At, now);
        // What is settled here gives its own share back in a moment; an attempt beside the line has none.
        var inFlight = attempt.Number > 0 ? othersInFlight + 1 : othersInFlight;
        foreach (var reading in limits.Quotas ?? []) FindOrAdd(reading, request, limits.RequestedCost, inFlight, now);
        if (limits.RequestedCost is { } requested && !request.IsArray) _prices?.Learn(request, requested);

        var cost = attempt.Cost > 0 ? attempt.Cost : attempt.Number > 0 ? _firstPrice : 0;
        var settledSince = SettledCost - attempt.SettledCost;
        SettledCost += cost;
        foreach (var quota in _quotas)
        {
            var price = attempt.Number > 0 ? PriceIn(quota, cost) : 0;
            double? charged = !isCharged ? 0 : quota.Unit == RateLimitUnit.QueryCost ? limits.ActualCost : null;
            quota.Settle(attempt, price, charged, ReadingFor(quota, limits.Quotas), settledSince, now);
        }
    }

    private static double PriceIn(IQuota quota, double cost) => quota.Unit == RateLimitUnit.Requests ? 1 : cost;

    private static QuotaReading? ReadingFor(IQuota quota, IReadOnlyList<QuotaReading>? readings)
    {
        foreach (var reading in readings ?? [])
        {
            if (reading.Unit == quota.Unit && reading.Name == quota.Name) return reading;
        }

        return null;
    }

    private double CostOf(PreparedRequest request)
    {
        if (_prices is null) return 0;
        if (!request.IsArray) return _prices.Of(request, _capacity);
        var sum = 0d;
        foreach (var part in request.Parts) sum += _prices.Of(part, _capacity);
        return sum;
    }

    // What was sent before the limit was known is taken to cost as much as the first request that told of it.
    private void FindOrAdd(in QuotaReading reading, PreparedRequest request, double? requestedCost, int inFlight, TimeSpan now)
    {
        if (reading.Unit == RateLimitUnit.QueryCost) _capacity = reading.Limit ?? _capacity;
        foreach (var known in _quotas)
        {
            if (known.Unit == reading.Unit && known.Name == reading.Name) return;
        }

        IQuota quota = reading.RestoredPerSecond > 0
            ? new BucketQuota(reading.Name, reading.Unit)
            : new WindowQuota(reading.Name, reading.Unit, _serverClock);
        if (reading.Unit != RateLimitUnit.Requests && _prices is null)
        {
            _prices = new PriceList(reading.Unit);
            _firstPrice = requestedCost ?? CostOf(request);
        }

        quota.Reserve(PriceIn(quota, _firstPrice) * inFlight, now);
        _quotas = [.. _quotas, quota];
    }
}
