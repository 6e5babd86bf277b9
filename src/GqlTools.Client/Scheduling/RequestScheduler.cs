using System.Globalization;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Scheduling;

/// <summary>
/// Says when each attempt of a session goes. All callers share it.
/// <para>
/// There is one <see cref="RequestLine"/>. Its first goes when none of the <see cref="Restraints"/> is in the way. Whoever is refused by a limit comes back to the front,
/// before all who were never sent. What holds the first one back holds them all back: one timer wakes the line, however long it is.
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
    private readonly object _lock = new();
    private readonly RequestLine _line = new();
    private readonly Restraints _restraints;
    private readonly GqlSessionOptions _options;
    private readonly TimeProvider _clock;
    private readonly long _origin;
    private readonly ITimer _timer;
    private bool _closed;
    private int _inside;
    private TaskCompletionSource? _nextAnswer;

    public RequestScheduler(GqlSessionOptions options)
    {
        _options = options;
        _clock = options.TimeProvider;
        _origin = _clock.GetTimestamp();
        _restraints = new Restraints(options);
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
                var (reason, wait) = _line.First is { } first ? _restraints.Hindrance(first.Request, _inside, now) : (WaitReason.None, TimeSpan.Zero);
                return new SchedulerStatus
                {
                    Inside = _inside,
                    Waiting = _line.Count,
                    Concurrency = _restraints.Concurrency,
                    Refused = _restraints.Refused,
                    RateLimits = _restraints.LimitsAt(now),
                    Reason = reason,
                    WaitsFor = wait > TimeSpan.Zero ? wait : null,
                    Circuit = _restraints.Circuit,
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
        RequestLine.Waiter waiter;
        lock (_lock)
        {
            if (_closed) throw Closed(wasSent: false);
            if (_line.Count == 0 && _restraints.AreNone(_inside))
            {
                _inside++;
                return new ValueTask<Admission>(_restraints.Admit(request, default));
            }

            waiter = _line.Join(request);
            Pump(Now);
        }

        return WaitAsync(waiter, cancellationToken);
    }

    /// <summary>Gives up the place of a settled attempt and waits at the front of the line for the next one's turn.</summary>
    /// <exception cref="GqlException">As for <see cref="EnterAsync"/>.</exception>
    public ValueTask<Admission> ReenterAsync(PreparedRequest request, long number, CancellationToken cancellationToken)
    {
        RequestLine.Waiter waiter;
        lock (_lock)
        {
            _inside--;
            if (_closed) throw Closed(wasSent: true);
            waiter = _line.Rejoin(request, number);
            Pump(Now);
        }

        return WaitAsync(waiter, cancellationToken);
    }

    /// <summary>What an attempt beside the line, such as the test of a connection, can be settled by.</summary>
    public Admission Attend()
    {
        lock (_lock) return _restraints.Beside(Now);
    }

    /// <summary>Learns from an attempt's end; its place stays taken.</summary>
    public Outlook Settle(in Admission admission, PreparedRequest request, AttemptEnd end, LimitObservation limits)
    {
        lock (_lock)
        {
            var now = Now;
            var opened = Learn(admission, request, end, limits, now);
            Pump(now);
            return _restraints.OutlookFor(request, opened, now);
        }
    }

    /// <summary>Learns from an attempt's end and admits at once the one that follows in its place.</summary>
    public Admission Renew(in Admission admission, PreparedRequest request, AttemptEnd end, LimitObservation limits)
    {
        lock (_lock)
        {
            var now = Now;
            Learn(admission, request, end, limits, now);
            return _restraints.AdmitAgain(request, now);
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
            while (_line.First is { } waiter)
            {
                _line.Remove(waiter);
                waiter.TrySetException(Closed(waiter.WasSent));
            }
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

    // Lets in whoever may go, turns away whom nothing can be promised, and sets the timer for the first of the rest.
    private void Pump(TimeSpan now)
    {
        while (_line.First is { } waiter)
        {
            var failure = _restraints.FailureFor(now);
            if (failure is null)
            {
                var (reason, wait) = _restraints.Hindrance(waiter.Request, _inside, now);
                if (reason is WaitReason.RateLimit or WaitReason.Pause && wait > _options.MaximumRateLimitWait)
                {
                    failure = TooLong(wait);
                }
                else if (reason != WaitReason.None)
                {
                    if (wait != Timeout.InfiniteTimeSpan) _timer.Change(RoundUp(wait), Timeout.InfiniteTimeSpan);
                    return;
                }
            }

            _line.Remove(waiter);
            if (failure is not null)
            {
                waiter.TrySetException(failure);
                continue;
            }

            _inside++;
            waiter.TrySetResult(_restraints.Admit(waiter.Request, now));
        }
    }

    private GqlException TooLong(TimeSpan wait) => new(
        FailureKind.RateLimited,
        string.Create(CultureInfo.InvariantCulture, $"Not sent: the rate limit of {_options.EndpointText} lets nothing through for {wait.TotalSeconds:0.#} s (until {_clock.GetUtcNow() + wait:yyyy-MM-dd HH:mm:ss} UTC), and the session waits {_options.MaximumRateLimitWait.TotalSeconds:0.#} s at most (MaximumRateLimitWait)."))
    {
        RetryAfter = wait,
    };

    private bool Learn(in Admission admission, PreparedRequest request, AttemptEnd end, LimitObservation limits, TimeSpan now)
    {
        if (end == AttemptEnd.Answered)
        {
            _nextAnswer?.SetResult();
            _nextAnswer = null;
        }

        return _restraints.Learn(admission, request, end, limits, now);
    }

    // A timer counts whole milliseconds; one that fires too early would only be set again.
    private static TimeSpan RoundUp(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(Math.Min(wait.TotalMilliseconds, int.MaxValue))));

    private async ValueTask<Admission> WaitAsync(RequestLine.Waiter waiter, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (scheduler, waiter) = ((RequestScheduler, RequestLine.Waiter))state!;
                scheduler.GiveUp(waiter, token);
            },
            (this, waiter));
        return await waiter.Task.ConfigureAwait(false);
    }

    private void GiveUp(RequestLine.Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_line.Remove(waiter)) return;
            waiter.TrySetCanceled(cancellationToken);
            Pump(Now);
        }
    }
}
