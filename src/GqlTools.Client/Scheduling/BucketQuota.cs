namespace GqlTools.Client.Scheduling;

/// <summary>
/// A limit that refills all the time, as Shopify's does: a bucket with a level, from which a request takes what it may cost at most and gives back
/// what it did not use.
/// <para>
/// The level is kept as the server keeps it, with everything in flight already taken out. An answer's reading corrects it: the true level is at
/// least the reading less all that the reading may not yet hold (what is in flight, and what came back while this answer was on its way), and at most
/// the reading and what has flowed back since. A level outside these bounds is moved to the nearer one.
/// </para>
/// </summary>
internal sealed class BucketQuota(string name, RateLimitUnit unit) : IQuota
{
    private double _capacity;
    private double _restoredPerSecond;
    private double _level;
    private TimeSpan _filledAt;
    private double _inFlight;
    private bool _isKnown;

    public string Name => name;

    public RateLimitUnit Unit => unit;

    // The server's bucket is never fuller than full, and what is in flight may not have been taken out of it yet.
    private double Full => _capacity - _inFlight;

    public TimeSpan WaitFor(double price, TimeSpan now)
    {
        Fill(now);
        var missing = Math.Min(price, _capacity) - _level;
        return _isKnown && missing > 0 ? TimeSpan.FromSeconds(missing / _restoredPerSecond) : TimeSpan.Zero;
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
        var lowest = known.Remaining - _inFlight - settledSince;
        var highest = Math.Max(lowest, Math.Min(Full, known.Remaining + ((now - attempt.At).TotalSeconds * _restoredPerSecond)));
        _level = _isKnown ? Math.Clamp(_level, lowest, highest) : known.Remaining - _inFlight;
        _isKnown = true;
    }

    public RateLimitStatus StatusAt(TimeSpan now)
    {
        Fill(now);
        var missing = Math.Max(0, _capacity - _level);
        return new RateLimitStatus(name, unit, _capacity, Math.Max(0, _level), TimeSpan.FromSeconds(missing / _restoredPerSecond));
    }

    private void Fill(TimeSpan now)
    {
        if (_isKnown) _level = Math.Min(Full, _level + ((now - _filledAt).TotalSeconds * _restoredPerSecond));
        _filledAt = now;
    }
}
