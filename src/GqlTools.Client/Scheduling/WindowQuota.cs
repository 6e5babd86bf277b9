namespace GqlTools.Client.Scheduling;

/// <summary>
/// A limit that counts within windows and begins anew at each one's end, as GitHub's and most others do.
/// <para>
/// Answers come out of order, so within one window the smallest remaining counts. It holds what every answered request used, and of those in
/// flight none, some or all: they are all reserved on top. Near the end of a window that may reserve twice for a moment, and clears itself as
/// answers come in.
/// </para>
/// <para>
/// When a window ends is known to the second at best: clocks differ, and seconds left are rounded, up or down. So there is a time from which it may be
/// over, and one from which it is. At the first, one request goes ahead. Is it answered from a new window, all follow. Is it refused, then this
/// server's windows end late, and from then on nobody goes ahead. At the second, a full window is taken to have begun, until the answer of a request
/// that was sent since tells the truth.
/// </para>
/// </summary>
internal sealed class WindowQuota(string name, RateLimitUnit unit, ServerClock serverClock) : IQuota
{
    /// <summary>By how much an end may be wrong that is told in whole seconds.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    private double? _limit;
    private double _remaining;
    private double _inFlight;

    // The window's end, in whichever way the server tells it; none of both once it has passed, or where it is never told.
    private DateTimeOffset? _endsOn;
    private TimeSpan? _endsAt;

    // The end of the last window that had one by the server's clock, so that late answers of it are known for what they are.
    private DateTimeOffset? _window;
    private TimeSpan _begunAt = TimeSpan.MinValue;

    // The smallest that any answer of this window told, and since when.
    private double _smallest;
    private TimeSpan _smallestSince;
    private TimeSpan? _aheadSince;
    private bool _endsLate;
    private bool _isKnown;

    public string Name => name;

    public RateLimitUnit Unit => unit;

    private double Available => _remaining - _inFlight;

    public TimeSpan WaitFor(double price, TimeSpan now)
    {
        BeginAnew(now);
        if (!_isKnown || HasFor(price)) return TimeSpan.Zero;
        // A limit that never told its end is only shown: nobody could say when to go on.
        if (EarliestEnd(now) is not { } earliest) return _inFlight > 0 ? Timeout.InfiniteTimeSpan : TimeSpan.Zero;
        if (now < earliest) return earliest - now;
        return _aheadSince is null && !_endsLate ? TimeSpan.Zero : LatestEnd(now)!.Value - now;
    }

    public void Reserve(double price, TimeSpan now)
    {
        if (_isKnown && now >= EarliestEnd(now) && !HasFor(price)) _aheadSince = now;
        _inFlight += price;
    }

    public void Settle(in Admission attempt, double price, double? charged, in QuotaReading? reading, double settledSince, TimeSpan now)
    {
        BeginAnew(now);
        _inFlight = Math.Max(0, _inFlight - price);
        var wentAhead = attempt.At >= _aheadSince;
        if (wentAhead)
        {
            _aheadSince = null;
            _endsLate |= charged == 0;
        }

        if (reading is { } known) Observe(known, attempt, charged ?? price, now);
        else Use(charged ?? price);
    }

    public RateLimitStatus StatusAt(TimeSpan now)
    {
        BeginAnew(now);
        var left = EarliestEnd(now) - now;
        return new RateLimitStatus(name, unit, _limit, Math.Max(0, Available), left < TimeSpan.Zero ? TimeSpan.Zero : left);
    }

    private bool HasFor(double price) => Available >= Math.Min(price, _limit ?? price);

    private void Use(double amount) => _remaining = Math.Max(0, _remaining - amount);

    private TimeSpan? EarliestEnd(TimeSpan now) => _endsOn is { } end ? serverClock.Earliest(end, now) : _endsAt;

    private TimeSpan? LatestEnd(TimeSpan now) => (_endsOn is { } end ? serverClock.Latest(end, now) : _endsAt) + Rounding;

    private void Observe(in QuotaReading reading, in Admission attempt, double charged, TimeSpan now)
    {
        if (reading.Limit is { } limit) _limit = limit;
        else if (_limit is null || reading.Remaining > _limit) _limit = reading.Remaining;

        if (reading.ResetsAt is { } end) ObserveInstant(reading.Remaining, end, now);
        else ObserveSpan(reading.Remaining, now + reading.ResetsIn, attempt, charged, now);
    }

    // The window's end names it.
    private void ObserveInstant(double remaining, DateTimeOffset end, TimeSpan now)
    {
        if (!_isKnown || _window is not { } known || end > known)
        {
            _endsOn = _window = end;
            Begin(remaining, now);
        }
        else if (end == known && _endsOn is not null)
        {
            _remaining = Math.Min(_remaining, remaining);
        }
    }

    // Nothing names the window. Between two requests of which one was sent after the other's answer, what remains rises only if a window has ended.
    private void ObserveSpan(double remaining, TimeSpan? end, in Admission attempt, double charged, TimeSpan now)
    {
        var isFirstOfNew = _endsAt is null && attempt.At >= _begunAt;
        if (!_isKnown || isFirstOfNew || (attempt.At > _smallestSince && remaining > _smallest))
        {
            _begunAt = _isKnown && end is not null ? now : TimeSpan.MinValue;
            _endsAt = end;
            Begin(remaining, now);
        }
        else if (attempt.At < _begunAt)
        {
            // Of the old window or of the new one, of which it may have used something.
            if (_endsAt is null) _remaining = Math.Min(_remaining, remaining);
            else Use(charged);
        }
        else
        {
            if (end < _endsAt) _endsAt = end;
            _remaining = Math.Min(_remaining, remaining);
            if (remaining < _smallest) (_smallest, _smallestSince) = (remaining, now);
        }
    }

    private void Begin(double remaining, TimeSpan now)
    {
        _remaining = _smallest = remaining;
        _smallestSince = now;
        _aheadSince = null;
        _isKnown = true;
    }

    private void BeginAnew(TimeSpan now)
    {
        if (LatestEnd(now) is not { } latest || now < latest) return;
        (_endsOn, _endsAt) = (null, null);
        _begunAt = latest;
        Begin(_limit ?? 0, latest);
    }
}
