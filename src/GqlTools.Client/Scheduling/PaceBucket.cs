namespace GqlTools.Client.Scheduling;

/// <summary>The pace that the user sets: so many attempts a second, evenly spread. After a pause at most a tenth of a second's worth goes at once.</summary>
internal sealed class PaceBucket(double perSecond)
{
    private const double BurstSeconds = 0.1;

    private readonly double _capacity = Math.Max(1, perSecond * BurstSeconds);
    private double _tokens = Math.Max(1, perSecond * BurstSeconds);
    private TimeSpan _filledAt;

    /// <summary>How long until the next may go.</summary>
    public TimeSpan Wait(TimeSpan now)
    {
        _tokens = Math.Min(_capacity, _tokens + ((now - _filledAt).TotalSeconds * perSecond));
        _filledAt = now;
        return _tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - _tokens) / perSecond);
    }

    public void Take() => _tokens--;
}
