namespace GqlTools.Client.Scheduling;

/// <summary>The circuit of a session (see <see cref="CircuitOptions"/>). Used under the scheduler's lock; an answer while all is well costs one comparison.</summary>
internal sealed class Circuit(CircuitOptions options)
{
    private int _failures;
    private TimeSpan _failingSince;
    private long _probe;

    public CircuitState State { get; private set; }

    /// <summary>When an open circuit lets one request try.</summary>
    public TimeSpan HalfOpensAt { get; private set; }

    /// <summary>Failures in a row so far.</summary>
    public int Failures => _failures;

    /// <summary>Whether the one request is on its way that tries whether the server is back.</summary>
    public bool IsProbing => State == CircuitState.HalfOpen && _probe != 0;

    /// <summary>Whether the request with this number may go. The first one after the break is the probe.</summary>
    public bool Admits(long number, TimeSpan now)
    {
        if (State == CircuitState.Open && now >= HalfOpensAt)
        {
            State = CircuitState.HalfOpen;
            _probe = 0;
        }

        if (State == CircuitState.HalfOpen && _probe == 0)
        {
            _probe = number;
            return true;
        }

        return State == CircuitState.Closed;
    }

    /// <summary>The server answered.</summary>
    public void Answered()
    {
        if (_failures == 0) return;
        _failures = 0;
        State = CircuitState.Closed;
    }

    /// <summary>An attempt failed for want of a server.</summary>
    /// <returns>Whether the circuit opened by it.</returns>
    public bool Failed(long number, TimeSpan now)
    {
        if (options.FailureThreshold == 0 || State == CircuitState.Open) return false;
        if (_failures++ == 0) _failingSince = now;
        var opens = State == CircuitState.HalfOpen
            ? number == _probe
            : _failures >= options.FailureThreshold && now - _failingSince >= options.MinimumDuration;
        if (!opens) return false;
        State = CircuitState.Open;
        HalfOpensAt = now + options.BreakDuration;
        return true;
    }

    /// <summary>An attempt was not answered in time. That may be its own fault, but not of the one that was to show that the server is back: the others wait for it.</summary>
    /// <returns>Whether the circuit opened by it.</returns>
    public bool TimedOut(long number, TimeSpan now) => State == CircuitState.HalfOpen && number == _probe && Failed(number, now);

    /// <summary>An attempt ended without telling anything of the server, as when it was cancelled. If it was the probe, another may be.</summary>
    public void Unknown(long number)
    {
        if (State == CircuitState.HalfOpen && number == _probe) _probe = 0;
    }
}
