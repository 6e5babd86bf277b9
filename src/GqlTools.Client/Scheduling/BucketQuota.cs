using GqlTools.Client.Resilience;

namespace GqlTools.Client.Scheduling;

/// <summary>
/// A limit that refills all the time, as Shopify's does: a bucket with a level, from which a request takes what it may cost at most and gives back
/// what it did not use.
/// <para>
/// The level is kept as the server keeps it, with everything in flight already taken out. An answer's reading corrects it: the true level is at
/// least the reading less all that the reading may not yet hold (what is in flight, and what came back while this answer was on its way), and at most
/// the reading and what has flowed back since. A level outside these bounds is moved to the nearer one; after a refusal it is the lower bound.
/// </para>
/// <para>
/// Two clocks never agree in full, and small errors add up over thousands of requests. Readings bound them to what is in flight and what flows back while
/// an answer is on its way, so that much is never given away. That costs no time: what flows back is the same, however full the bucket is.
/// </para>
/// </summary>
internal sealed class BucketQuota(string name, RateLimitUnit unit) : IQuota
{
    /// <summary>What a slow answer lets flow back may be the whole bucket; no more than this share of it is held back for that.</summary>
    private const double MaximumErrorShare = 0.1;

    /// <summary>Prices with fractions do not add up to the last digit.</summary>
    private const double Negligible = 1e-6;

    private double _capacity;
    private double _restoredPerSecond;
    private double _level;
    private TimeSpan _filledAt;
    private double _inFlight;
    private double _error;
    private bool _isKnown;

    public string Name => name;

    public RateLimitUnit Unit => unit;

    // The server's bucket is never fuller than full, and what is in flight may not have been taken out of it yet.
    private double Full => _capacity - _inFlight;

    public TimeSpan WaitFor(double price, TimeSpan now)
    {
        Fill(now);
        if (!_isKnown) return TimeSpan.Zero;
        var needed = Math.Min(price + _inFlight + _error, _capacity);
        if (needed <= _level + Negligible) return TimeSpan.Zero;
        // With nothing in flight the bucket fills up, and a full one lets every price through.
        return needed > Full + Negligible ? Timeout.InfiniteTimeSpan : TimeFor(needed - _level);
    }

    public void Reserve(double price, TimeSpan now)
    {
        Fill(now);
        _level -= price;
        _inFlight += price;
    }

    public void Settle(in Admission attempt, double price, double? charged, in QuotaReading? reading, double settledSince, TimeSpan now)
    {
        Fill(now);
        _inFlight = Math.Max(0, _inFlight - price);
        _level = Math.Min(Full, _level + price - (charged ?? price));
        if (reading is not { } known) return;

        _capacity = known.Limit ?? _capacity;
        _restoredPerSecond = known.RestoredPerSecond;
        var restored = (now - attempt.At).TotalSeconds * _restoredPerSecond;
        var lowest = known.Remaining - _inFlight - settledSince;
        var highest = Math.Max(lowest, Math.Min(Full, known.Remaining + restored));
        if (!_isKnown) _level = known.Remaining - _inFlight;
        else _level = charged == 0 ? lowest : Math.Clamp(_level, lowest, highest);
        _error = Math.Min(restored, _capacity * MaximumErrorShare);
        _isKnown = true;
    }

    public RateLimitStatus StatusAt(TimeSpan now)
    {
        Fill(now);
        var missing = Math.Max(0, _capacity - _level);
        return new RateLimitStatus(name, unit, _capacity, Math.Max(0, _level), TimeFor(missing));
    }

    private TimeSpan TimeFor(double points) => TimeSpan.FromSeconds(Math.Min(points / _restoredPerSecond, RetryAfter.Longest.TotalSeconds));

    private void Fill(TimeSpan now)
    {
        if (_isKnown) _level = Math.Min(Full, _level + ((now - _filledAt).TotalSeconds * _restoredPerSecond));
        _filledAt = now;
    }
}
