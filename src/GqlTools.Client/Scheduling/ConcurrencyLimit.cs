namespace GqlTools.Client.Scheduling;

/// <summary>
/// How many requests may be in flight: additive increase, multiplicative decrease (RFC 5681 has the idea for TCP).
/// <para>
/// It starts at the session's maximum. A server that refuses or cannot keep up halves it, once per round: attempts that were on their way when
/// it was halved say nothing new. A round without that raises it by one, as long as it is made use of. Where the server refused outright, the limit
/// recovers to somewhat below the place of the refusal and goes on from there only after a time, or it would run into the same wall over and over.
/// </para>
/// </summary>
internal sealed class ConcurrencyLimit
{
    private const double DecreaseFactor = 0.5;

    /// <summary>How close to a refused concurrency the limit comes again.</summary>
    private const double CeilingFactor = 0.9;

    /// <summary>How long a refusal is remembered.</summary>
    private static readonly TimeSpan CeilingLifetime = TimeSpan.FromMinutes(5);

    private readonly int _maximum;
    private int _ceiling;
    private TimeSpan _ceilingUntil;
    private int _successes;
    private long _roundBegins;

    public ConcurrencyLimit(int maximum) => Current = _ceiling = _maximum = maximum;

    /// <summary>Requests that may be in flight now.</summary>
    public int Current { get; private set; }

    /// <summary>An attempt was answered.</summary>
    public void Succeeded(int inFlight, TimeSpan now)
    {
        if (Current == _maximum) return;
        if (_ceiling < _maximum && now >= _ceilingUntil) _ceiling = _maximum;
        // What is not used cannot be said to be bearable.
        if (Current >= _ceiling || inFlight * 2 < Current || ++_successes < Current) return;
        _successes = 0;
        Current++;
    }

    /// <summary>The server could not keep up with an attempt.</summary>
    public void Slowed(in Admission admission, long lastAdmitted)
    {
        if (admission.Number < _roundBegins) return;
        _roundBegins = lastAdmitted + 1;
        _successes = 0;
        Current = Math.Max(1, (int)(Current * DecreaseFactor));
    }

    /// <summary>The server refused an attempt, and no limit that it tells of was the reason.</summary>
    public void Refused(in Admission admission, long lastAdmitted, int inFlight, TimeSpan now)
    {
        _ceilingUntil = now + CeilingLifetime;
        if (admission.Number < _roundBegins) return;
        _ceiling = Math.Max(1, (int)(Math.Min(inFlight, Current) * CeilingFactor));
        Slowed(admission, lastAdmitted);
        Current = Math.Min(Current, _ceiling);
    }
}
