using System.Globalization;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Scheduling;

/// <summary>
/// What holds a session's attempts back, and what their ends teach of it.
/// <para>
/// An attempt goes when the circuit is not open, the concurrency in force allows it, no pause is on, every limit that the server told of has its price left, and the
/// user's pace allows it. While none of that was ever in the way, it costs a comparison to know.
/// </para>
/// <para>Knows neither who waits nor a lock: used under the scheduler's.</para>
/// </summary>
internal sealed class Restraints
{
    /// <summary>Retry-After and the reset of a window are both whole seconds; within this they mean the same moment.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    private readonly GqlSessionOptions _options;
    private readonly ConcurrencyLimit _concurrency;
    private readonly PaceBucket? _pace;
    private readonly Circuit _circuit;
    private readonly RetryBudget _retryBudget;
    private readonly ServerLimits _limits;
    private readonly PauseClock _pause;
    private bool _any;
    private int _inFlight;
    private long _admitted;
    private long _connectionRound;

    public Restraints(GqlSessionOptions options)
    {
        _options = options;
        _concurrency = new ConcurrencyLimit(options.MaximumConcurrency);
        _pace = options.RequestsPerSecond is { } pace ? new PaceBucket(pace) : null;
        _circuit = new Circuit(options.Circuit);
        _retryBudget = new RetryBudget(options.Retry);
        _limits = new ServerLimits(options.TimeProvider);
        _pause = new PauseClock(options.Retry);
        _any = _pace is not null;
    }

    /// <summary>Requests that may be in flight now.</summary>
    public int Concurrency => _concurrency.Current;

    /// <summary>Whether the session troubles the server.</summary>
    public CircuitState Circuit => _circuit.State;

    /// <summary>Attempts that the server refused for a limit's sake.</summary>
    public long Refused { get; private set; }

    /// <summary>What an attempt that goes beside the line can be settled by.</summary>
    public Admission Beside(TimeSpan now) => new(0, now, 0, _limits.SettledCost);

    public IReadOnlyList<RateLimitStatus> LimitsAt(TimeSpan now) => _limits.StatusAt(now);

    /// <summary>Whether an attempt may go with no further look, which is no more than the concurrency.</summary>
    public bool AreNone(int inside) => !_any && inside < _concurrency.Current;

    /// <summary>What is in the way of an attempt, and for how long; infinite where only the end of another can tell.</summary>
    public (WaitReason Reason, TimeSpan Wait) Hindrance(PreparedRequest request, int inside, TimeSpan now)
    {
        if (_circuit.State == CircuitState.HalfOpen && _circuit.IsProbing) return (WaitReason.Circuit, Timeout.InfiniteTimeSpan);
        if (inside >= _concurrency.Current) return (WaitReason.Concurrency, Timeout.InfiniteTimeSpan);
        if (!_any) return default;
        if (_pause.Left(now) is var pause && pause > TimeSpan.Zero) return (WaitReason.Pause, pause);
        if (_limits.WaitFor(request, now) is var wait && wait != TimeSpan.Zero) return (WaitReason.RateLimit, wait);
        if (_pace?.Wait(now) is { } pace && pace > TimeSpan.Zero) return (WaitReason.Pace, pace);
        _any = _pace is not null || !_limits.IsEmpty || _circuit.State != CircuitState.Closed;
        return default;
    }

    /// <summary>Why nobody may even wait, the circuit being open; null where it is not.</summary>
    public GqlException? FailureFor(TimeSpan now)
    {
        if (_circuit.State != CircuitState.Open || now >= _circuit.HalfOpensAt) return null;
        var wait = _circuit.HalfOpensAt - now;
        return new GqlException(
            FailureKind.CircuitOpen,
            string.Create(CultureInfo.InvariantCulture, $"Not sent: {_options.EndpointText} failed {_circuit.Failures} times in a row. In {wait.TotalSeconds:0.#} s ({_options.TimeProvider.GetUtcNow() + wait:HH:mm:ss} UTC) one request tries again; if it is answered, all go on."))
        {
            RetryAfter = wait,
        };
    }

    /// <summary>Lets an attempt go that nothing is in the way of.</summary>
    public Admission Admit(PreparedRequest request, TimeSpan now)
    {
        _ = _circuit.Admits(_admitted + 1, now);
        _pace?.Take();
        return AdmitAgain(request, now);
    }

    /// <summary>Lets an attempt go in the place of the one before.</summary>
    public Admission AdmitAgain(PreparedRequest request, TimeSpan now)
    {
        _inFlight++;
        _admitted++;
        return new Admission(_admitted, now, _limits.Reserve(request, now), _limits.SettledCost);
    }

    /// <summary>Learns from an attempt's end.</summary>
    /// <returns>Whether the circuit opened by it.</returns>
    public bool Learn(in Admission admission, PreparedRequest request, AttemptEnd end, LimitObservation limits, TimeSpan now)
    {
        if (admission.Number > 0) _inFlight--;
        if (!_limits.IsEmpty || limits.Quotas is not null) _limits.Settle(admission, request, IsCharged(end), limits, _inFlight, now);
        var opened = false;
        switch (end)
        {
            case AttemptEnd.Answered:
                _concurrency.Succeeded(_inFlight + 1, now);
                _circuit.Answered();
                _retryBudget.Answered();
                _pause.Answered(admission);
                break;
            case AttemptEnd.AnsweredToRetry:
                _circuit.Answered();
                _retryBudget.Failed();
                break;
            case AttemptEnd.Refused:
                _circuit.Answered();
                Refuse(admission, request, limits, now);
                break;
            case AttemptEnd.Overloaded:
                _concurrency.Slowed(admission, _admitted);
                _retryBudget.Failed();
                opened = _circuit.Failed(admission.Number, now);
                break;
            case AttemptEnd.ConnectionLost:
                // A lost connection takes all of its streams along: that is one failure, not a hundred.
                if (admission.Number >= _connectionRound)
                {
                    _retryBudget.Failed();
                    _connectionRound = _admitted + 1;
                }

                opened = _circuit.Failed(admission.Number, now);
                break;
            case AttemptEnd.Failed or AttemptEnd.NotSent:
                opened = _circuit.Failed(admission.Number, now);
                break;
            case AttemptEnd.TimedOut:
                _concurrency.Slowed(admission, _admitted);
                opened = _circuit.TimedOut(admission.Number, now);
                break;
            case AttemptEnd.NotProcessed:
                _concurrency.Slowed(admission, _admitted);
                _circuit.Unknown(admission.Number);
                break;
            default:
                _circuit.Unknown(admission.Number);
                break;
        }

        if (end != AttemptEnd.Refused && limits.RetryAfter is { } wait) _pause.Until(now + wait);
        if (!_any) _any = !_limits.IsEmpty || _pause.Left(now) > TimeSpan.Zero || _circuit.State != CircuitState.Closed;
        return opened;
    }

    /// <summary>What there is to say to whoever thinks of another attempt.</summary>
    public Outlook OutlookFor(PreparedRequest request, bool opened, TimeSpan now)
    {
        var wait = _pause.Left(now);
        var quota = _limits.WaitFor(request, now);
        return new Outlook(quota > wait ? quota : wait, _retryBudget.Allows, _circuit.State, opened ? _circuit.Failures : 0);
    }

    private static bool IsCharged(AttemptEnd end) =>
        end is not (AttemptEnd.NotMade or AttemptEnd.Refused or AttemptEnd.NotSent or AttemptEnd.NotProcessed);

    private void Refuse(in Admission admission, PreparedRequest request, LimitObservation limits, TimeSpan now)
    {
        Refused++;
        if (limits.Refusal == LimitRefusal.Unannounced) _concurrency.Refused(admission, _admitted, _inFlight + 1, now);
        // A limit that says when it resets needs no pause beside it, unless the server asks for a longer one.
        var quota = _limits.WaitFor(request, now);
        if (limits.RetryAfter is { } wait)
        {
            if (quota <= TimeSpan.Zero || wait > quota + Rounding) _pause.Until(now + wait);
        }
        else if (quota == TimeSpan.Zero)
        {
            _pause.Back(admission, _admitted, limits.LeastWait, now);
        }
    }
}
