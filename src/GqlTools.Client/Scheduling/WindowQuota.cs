namespace GqlTools.Client.Scheduling;

/// <summary>
/// A limit that counts within windows and begins anew at each one's end, as GitHub's and most others do.
/// <para>
/// Answers come out of order, so within one window the smallest remaining counts. It holds what every answered request used, and of those in
/// flight none, some or all: they are all reserved on top. Near the end of a window that may reserve twice for a moment, and clears itself as
/// answers come in. Once the window's end has passed, a full one is taken to have begun; the first answer of a request that was sent since tells
/// the truth.
/// </para>
/// </summary>
internal sealed class WindowQuota(string name, RateLimitUnit unit, ServerClock serverClock) : IQuota
{
    private double? _limit;
    private double _remaining;
    private double _inFlight;
    private TimeSpan? _resetsAt;
    private DateTimeOffset? _window;
    private TimeSpan _begunAt = TimeSpan.MinValue;
    private bool _isKnown;

    public string Name => name;

    public RateLimitUnit Unit => unit;

    private double Available => _remaining - _inFlight;

    public TimeSpan WaitFor(double price, TimeSpan now)
    {
        BeginAnew(now);
        if (!_isKnown || Available >= Math.Min(price, _limit ?? price)) return TimeSpan.Zero;
        // A limit that never told its end is only shown: nobody could say when to go on.
        if (_resetsAt is { } resetsAt) return resetsAt - now;
        return _inFlight > 0 ? Timeout.InfiniteTimeSpan : TimeSpan.Zero;
    }

    public void Reserve(double price, TimeSpan now) => _inFlight += price;

    public void Settle(in Admission attempt, double price, double? charged, in QuotaReading? reading, double settledSince, TimeSpan now)
    {
        BeginAnew(now);
        _inFlight = Math.Max(0, _inFlight - price);
        if (reading is { } known) Observe(known, attempt, now);
        else _remaining = Math.Max(0, _remaining - (charged ?? price));
    }

    public RateLimitStatus StatusAt(TimeSpan now)
    {
        BeginAnew(now);
        return new RateLimitStatus(name, unit, _limit, Math.Max(0, Available), _resetsAt - now);
    }

    private void Observe(in QuotaReading reading, in Admission attempt, TimeSpan now)
    {
        if (reading.Limit is { } limit) _limit = limit;
        else if (_limit is null || reading.Remaining > _limit) _limit = reading.Remaining;

        var resetsAt = reading.ResetsAt is { } end ? serverClock.At(end, now) : now + reading.ResetsIn;
        if (IsSameWindow(reading, now))
        {
            _remaining = Math.Min(_remaining, reading.Remaining);
            if (resetsAt < _resetsAt) _resetsAt = resetsAt;
        }
        else if (IsNewWindow(reading, attempt))
        {
            _remaining = reading.Remaining;
            _resetsAt = resetsAt;
            _window = reading.ResetsAt;
        }

        _isKnown = true;
    }

    private bool IsSameWindow(in QuotaReading reading, TimeSpan now) =>
        _isKnown && (reading.ResetsAt is { } end ? end == _window && _resetsAt is not null : _resetsAt > now);

    private bool IsNewWindow(in QuotaReading reading, in Admission attempt) =>
        !_isKnown || (reading.ResetsAt is { } end && _window is { } known ? end > known : attempt.At >= _begunAt);

    private void BeginAnew(TimeSpan now)
    {
        if (_resetsAt is not { } resetsAt || now < resetsAt) return;
        _begunAt = resetsAt;
        _resetsAt = null;
        _remaining = _limit ?? 0;
    }
}
