using System.Globalization;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Scheduling;

/// <summary>
/// Says when each attempt of a session goes. All callers share it.
/// <para>
/// There is one line, first come, first served. Its first goes when the circuit is not open, the concurrency in force allows it, no pause is on, every
/// limit that the server told of has its price left, and the user's pace allows it. Whoever is refused by a limit comes back to the front, before
/// all who were never sent. What holds the first one back holds them all back: one timer wakes the line, however long it is.
/// </para>
/// <para>
/// An attempt is admitted (<see cref="EnterAsync"/>, <see cref="ReenterAsync"/>), settled with all that its end tells (<see cref="Settle"/>), and its
/// place is given up (<see cref="Leave(in Admission, PreparedRequest, AttemptEnd, LimitObservation)"/>, which settles as well). Between two attempts
/// a request keeps its place, so that one that waits to try again holds back those that would only fail the same way.
/// </para>
/// <para>
/// One lock guards everything here; nothing is awaited under it, and whoever is let in goes on elsewhere. While nothing restrains the session, entering
/// and leaving are a comparison and a count each.
/// </para>
/// </summary>
internal sealed class RequestScheduler
{
    /// <summary>Retry-After and the reset of a window are both whole seconds; within this they mean the same moment.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private readonly LinkedList<Waiter> _line = new();
    private readonly GqlSessionOptions _options;
    private readonly TimeProvider _clock;
    private readonly long _origin;
    private readonly ITimer _timer;
    private readonly ConcurrencyLimit _concurrency;
    private readonly PaceBucket? _pace;
    private readonly Circuit _circuit;
    private readonly RetryBudget _retryBudget;
    private readonly ServerLimits _limits;
    private readonly PauseClock _pause;
    private bool _restrained;
    private bool _closed;
    private int _inside;
    private int _inFlight;
    private long _admitted;
    private long _refused;
    private long _connectionRound;
    private TaskCompletionSource? _nextAnswer;

    public RequestScheduler(GqlSessionOptions options)
    {
        _options = options;
        _clock = options.TimeProvider;
        _origin = _clock.GetTimestamp();
        _concurrency = new ConcurrencyLimit(options.MaximumConcurrency);
        _pace = options.RequestsPerSecond is { } pace ? new PaceBucket(pace) : null;
        _circuit = new Circuit(options.Circuit);
        _retryBudget = new RetryBudget(options.Retry);
        _limits = new ServerLimits(_clock);
        _pause = new PauseClock(options.Retry);
        _restrained = _pace is not null;
        _timer = _clock.CreateTimer(static state => ((RequestScheduler)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Now => _clock.GetElapsedTime(_origin);

    public SchedulerStatus Status
    {
        get
        {
            lock (_lock)
            {
                var now = Now;
                var (reason, wait) = _line.First is { } first ? Hindrance(first.Value.Request, now) : (WaitReason.None, TimeSpan.Zero);
                return new SchedulerStatus
                {
                    Inside = _inside,
                    Waiting = _line.Count,
                    Concurrency = _concurrency.Current,
                    Refused = _refused,
                    RateLimits = _limits.StatusAt(now),
                    Reason = reason,
                    WaitsFor = wait > TimeSpan.Zero ? wait : null,
                    Circuit = _circuit.State,
                };
            }
        }
    }

    /// <summary>Completes when the server next answers a request.</summary>
    public Task NextAnswer
    {
        get
        {
            lock (_lock) return (_nextAnswer ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Waits for a request's turn.</summary>
    /// <exception cref="GqlException">
    /// <see cref="FailureKind.CircuitOpen"/>, <see cref="FailureKind.RateLimited"/> or, where the session closes, <see cref="FailureKind.Cancelled"/>.
    /// </exception>
    public ValueTask<Admission> EnterAsync(PreparedRequest request, CancellationToken cancellationToken)
    {
        LinkedListNode<Waiter> place;
        lock (_lock)
        {
            if (_closed) throw Closed(wasSent: false);
            if (!_restrained && _line.Count == 0 && _inside < _concurrency.Current) return new ValueTask<Admission>(Admit(0, default));
            place = _line.AddLast(new Waiter(request, Waiter.Unsent));
            Pump(Now);
        }

        return WaitAsync(place, cancellationToken);
    }

    /// <summary>Gives up the place of a settled attempt and waits at the front of the line for the next one's turn.</summary>
    /// <exception cref="GqlException">As for <see cref="EnterAsync"/>.</exception>
    public ValueTask<Admission> ReenterAsync(PreparedRequest request, long number, CancellationToken cancellationToken)
    {
        LinkedListNode<Waiter> place;
        lock (_lock)
        {
            _inside--;
            if (_closed) throw Closed(wasSent: true);
            place = new LinkedListNode<Waiter>(new Waiter(request, number));
            var next = _line.First;
            while (next is not null && next.Value.Number < number) next = next.Next;
            if (next is null) _line.AddLast(place);
            else _line.AddBefore(next, place);
            Pump(Now);
        }

        return WaitAsync(place, cancellationToken);
    }

    /// <summary>What an attempt beside the line, such as the test of a connection, can be settled by.</summary>
    public Admission Attend()
    {
        lock (_lock) return new Admission(0, Now, 0, _limits.SettledCost);
    }

    /// <summary>Learns from an attempt's end; its place stays taken.</summary>
    public Outlook Settle(in Admission admission, PreparedRequest request, AttemptEnd end, LimitObservation limits)
    {
        lock (_lock)
        {
            var now = Now;
            var opened = Learn(admission, request, end, limits, now);
            Pump(now);
            var wait = _pause.Left(now);
            var quota = _limits.WaitFor(request, now);
            return new Outlook(quota > wait ? quota : wait, _retryBudget.Allows, _circuit.State, opened ? _circuit.Failures : 0);
        }
    }

    /// <summary>Learns from an attempt's end and admits at once the one that follows in its place.</summary>
    public Admission Renew(in Admission admission, PreparedRequest request, AttemptEnd end, LimitObservation limits)
    {
        lock (_lock)
        {
            var now = Now;
            Learn(admission, request, end, limits, now);
            _inside--;
            return Admit(_limits.Reserve(request, now), now);
        }
    }

    /// <summary>Learns from an attempt's end and gives its place to the next.</summary>
    public void Leave(in Admission admission, PreparedRequest request, AttemptEnd end, LimitObservation limits)
    {
        lock (_lock)
        {
            var now = Now;
            Learn(admission, request, end, limits, now);
            _inside--;
            Pump(now);
        }
    }

    /// <summary>Gives up the place of a settled attempt.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _inside--;
            Pump(Now);
        }
    }

    /// <summary>Turns away all who wait and all who come.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var waiter in _line) waiter.TrySetException(Closed(waiter.WasSent));
            _line.Clear();
        }

        _timer.Dispose();
    }

    private static GqlException Closed(bool wasSent) => wasSent
        ? new(FailureKind.Cancelled, "The session closed before the turn of this request's next attempt came.")
        : new(FailureKind.Cancelled, "The session closed before this request's turn came; it was not sent.") { Evidence = Evidence.NotSent };

    private void Wake()
    {
        lock (_lock) Pump(Now);
    }

    private Admission Admit(double cost, TimeSpan now)
    {
        _inside++;
        _inFlight++;
        _admitted++;
        return new Admission(_admitted, now, cost, _limits.SettledCost);
    }

    // Lets in whoever may go, turns away whom nothing can be promised, and sets the timer for the first of the rest.
    private void Pump(TimeSpan now)
    {
        while (_line.First is { } first)
        {
            var waiter = first.Value;
            if (FailureFor(now) is { } failure)
            {
                _line.RemoveFirst();
                waiter.TrySetException(failure);
                continue;
            }

            var (reason, wait) = Hindrance(waiter.Request, now);
            if (reason is WaitReason.RateLimit or WaitReason.Pause && wait > _options.MaximumRateLimitWait)
            {
                _line.RemoveFirst();
                waiter.TrySetException(TooLong(wait));
                continue;
            }

            if (reason != WaitReason.None)
            {
                if (wait != Timeout.InfiniteTimeSpan) _timer.Change(RoundUp(wait), Timeout.InfiniteTimeSpan);
                return;
            }

            _line.RemoveFirst();
            _ = _circuit.Admits(_admitted + 1, now);
            _pace?.Take();
            waiter.TrySetResult(Admit(_limits.Reserve(waiter.Request, now), now));
        }
    }

    private GqlException? FailureFor(TimeSpan now)
    {
        if (_circuit.State != CircuitState.Open || now >= _circuit.HalfOpensAt) return null;
        var wait = _circuit.HalfOpensAt - now;
        return new GqlException(
            FailureKind.CircuitOpen,
            string.Create(CultureInfo.InvariantCulture, $"Not sent: {_options.EndpointText} failed {_circuit.Failures} times in a row. In {wait.TotalSeconds:0.#} s ({_clock.GetUtcNow() + wait:HH:mm:ss} UTC) one request tries again; if it is answered, all go on."))
        {
            RetryAfter = wait,
        };
    }

    private GqlException TooLong(TimeSpan wait) => new(
        FailureKind.RateLimited,
        string.Create(CultureInfo.InvariantCulture, $"Not sent: the rate limit of {_options.EndpointText} lets nothing through for {wait.TotalSeconds:0.#} s (until {_clock.GetUtcNow() + wait:yyyy-MM-dd HH:mm:ss} UTC), and the session waits {_options.MaximumRateLimitWait.TotalSeconds:0.#} s at most (MaximumRateLimitWait)."))
    {
        RetryAfter = wait,
    };

    private (WaitReason Reason, TimeSpan Wait) Hindrance(PreparedRequest request, TimeSpan now)
    {
        if (_circuit.State == CircuitState.HalfOpen && _circuit.IsProbing) return (WaitReason.Circuit, Timeout.InfiniteTimeSpan);
        if (_inside >= _concurrency.Current) return (WaitReason.Concurrency, Timeout.InfiniteTimeSpan);
        if (!_restrained) return default;
        if (_pause.Left(now) is var pause && pause > TimeSpan.Zero) return (WaitReason.Pause, pause);
        if (_limits.WaitFor(request, now) is var wait && wait != TimeSpan.Zero) return (WaitReason.RateLimit, wait);
        if (_pace?.Wait(now) is { } pace && pace > TimeSpan.Zero) return (WaitReason.Pace, pace);
        _restrained = _pace is not null || !_limits.IsEmpty || _circuit.State != CircuitState.Closed;
        return default;
    }

    private bool Learn(in Admission admission, PreparedRequest request, AttemptEnd end, LimitObservation limits, TimeSpan now)
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
                _nextAnswer?.SetResult();
                _nextAnswer = null;
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
        if (!_restrained) _restrained = !_limits.IsEmpty || _pause.Left(now) > TimeSpan.Zero || _circuit.State != CircuitState.Closed;
        return opened;
    }

    private static bool IsCharged(AttemptEnd end) =>
        end is not (AttemptEnd.NotMade or AttemptEnd.Refused or AttemptEnd.NotSent or AttemptEnd.NotProcessed);

    private void Refuse(in Admission admission, PreparedRequest request, LimitObservation limits, TimeSpan now)
    {
        _refused++;
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

    // A timer counts whole milliseconds; one that fires too early would only be set again.
    private static TimeSpan RoundUp(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(Math.Min(wait.TotalMilliseconds, int.MaxValue))));

    private async ValueTask<Admission> WaitAsync(LinkedListNode<Waiter> place, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (scheduler, place) = ((RequestScheduler, LinkedListNode<Waiter>))state!;
                scheduler.GiveUp(place, token);
            },
            (this, place));
        return await place.Value.Task.ConfigureAwait(false);
    }

    private void GiveUp(LinkedListNode<Waiter> place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (place.List is null) return;
            _line.Remove(place);
            place.Value.TrySetCanceled(cancellationToken);
            Pump(Now);
        }
    }

    private sealed class Waiter(PreparedRequest request, long number) : TaskCompletionSource<Admission>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        /// <summary>The number of one that was never sent, so that it stands behind all that were.</summary>
        public const long Unsent = long.MaxValue;

        public PreparedRequest Request => request;

        public long Number => number;

        public bool WasSent => number != Unsent;
    }
}
