using System.Runtime.CompilerServices;
using GqlTools.Client.Coalescing;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Client.Scheduling;
using GqlTools.Client.Streaming.Incremental;
using Polly;
using Polly.Retry;

namespace GqlTools.Client.Sessions;

/// <summary>
/// One request on its way, from leaving the session's line to its answer or failure.
/// <para>
/// Its timeout starts with its first attempt and covers all attempts and the waits between them, but not the line: before each further attempt the
/// request passes through it again, and its time stands still there. So one that a limit refuses waits for the limit as those do that were
/// never sent. Everything about the way is kept in this object; the session learns of it only as counters, and through the scheduler.
/// </para>
/// </summary>
internal sealed partial class Exchange : IDisposable
{
    private static readonly ResiliencePropertyKey<Exchange> Key = new("GqlTools.Exchange");

    private readonly ExchangeContext _context;
    private readonly PreparedRequest _request;
    private readonly TimeSpan _timeout;
    private readonly CancellationToken _caller;
    private readonly SharedExchange? _shared;
    private Attempt[] _attempts = [];
    private CancellationTokenSource? _end;
    private CancellationTokenRegistration _callerRegistration;
    private long _started;
    private long _attemptStarted;
    private TimeSpan _inLine;
    private TimeSpan _limitWaits;

    // Attempts that are none of the retries: those that a limit refused, or that only showed that the token was over or the shape was wrong.
    private int _uncounted;
    private GqlException? _failure;
    private Admission _admission;
    private Place _place;
    private AttemptEnd _attemptEnd;
    private LimitObservation _limits = LimitObservation.None;

    public Exchange(ExchangeContext context, PreparedRequest request, CancellationToken caller, SharedExchange? shared = null)
    {
        _context = context;
        _request = request;
        _caller = caller;
        // Those who share an exchange watch their own timeouts.
        _shared = shared;
        _timeout = shared is not null ? Timeout.InfiniteTimeSpan : request.Request.Timeout ?? context.Options.OperationTimeout;
    }

    private enum Place
    {
        /// <summary>Beside the line, which only tests of the connection are.</summary>
        Beside,
        Admitted,

        /// <summary>Between two attempts: the scheduler knows how the last one ended, and keeps the place.</summary>
        Settled,
        Outside,
    }

    private GqlSessionOptions Options => _context.Options;

    private TimeProvider Clock => Options.TimeProvider;

    private bool IsEnded => _end is { IsCancellationRequested: true };

    // What limits hold back waits in the line, with all others; what could not connect waits for the server to be heard of.
    private TimeSpan DelayBeforeTheLine => Verdict.Reason is RetryReason.RateLimited or RetryReason.NotSent ? TimeSpan.Zero : Verdict.Delay;

    // What follows the last attempt, which failed: it stands with that.
    private RetryVerdict Verdict
    {
        get => _attempts[^1].Verdict.GetValueOrDefault();
        set => _attempts[^1] = _attempts[^1] with { Verdict = value };
    }

    private TimeSpan Remaining => _shared is not null ? _shared.Remaining
        : _timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue
        : _timeout + _inLine - Elapsed(_started);

    /// <summary>The pipeline that repeats attempts. It belongs to a session: it carries the session's clock.</summary>
    public static ResiliencePipeline CreateRetryPipeline(GqlSessionOptions options) =>
        new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                // How many there are is RetryDecision's to say: those that a limit refused do not count.
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = static arguments => new ValueTask<bool>(
                    arguments.Context.Properties.TryGetValue(Key, out var exchange)
                    && arguments.Outcome.Exception is GqlException failure
                    && exchange.Judge(failure)),
                DelayGenerator = static arguments => new ValueTask<TimeSpan?>(
                    arguments.Context.Properties.TryGetValue(Key, out var exchange) ? exchange.DelayBeforeTheLine : null),
                OnRetry = static arguments =>
                {
                    if (arguments.Context.Properties.TryGetValue(Key, out var exchange)) exchange._context.Counters.CountRetry();
                    return ValueTask.CompletedTask;
                },
            })
            .Build();

    /// <summary>Waits for the request's turn.</summary>
    public ValueTask EnterAsync()
    {
        var turn = _context.Scheduler.EnterAsync(_request, _caller);
        if (!turn.IsCompletedSuccessfully) return WaitAsync(turn);
        Admit(turn.Result);
        return default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<GqlResponse<T>> RunAsync<T>(ResiliencePipeline retry, Func<IJsonValueReader<T>> dataReader)
    {
        Start();
        try
        {
            if (_context.Token is { } token) await EnsureTokenAsync(token).ConfigureAwait(false);
            GqlResponse<T> response;
            try
            {
                response = await AuthorizeAsync(dataReader, _end!.Token).ConfigureAwait(false);
            }
            catch (GqlException failure)
            {
                // Only who fails goes through the pipeline, which costs a tenth of a whole request.
                response = await RepeatAsync(retry, failure, dataReader).ConfigureAwait(false);
            }

            return Complete(response);
        }
        catch (GqlException exception) when (exception.Answer is GqlResponse<T> answer)
        {
            return Complete(answer);
        }
        catch (OperationCanceledException) when (!_caller.IsCancellationRequested)
        {
            // The wait between two attempts was cut short.
            throw WithFacts(Cancellation());
        }
        catch (GqlException exception)
        {
            throw WithFacts(exception);
        }
    }

    public void Dispose()
    {
        _parts?.Stream.Dispose();
        switch (_place)
        {
            case Place.Admitted:
                _context.Scheduler.Leave(_admission, _request, _attemptEnd, _limits);
                break;
            case Place.Settled:
                _context.Scheduler.Leave();
                break;
            case Place.Beside:
                _ = _context.Scheduler.Settle(_admission, _request, _attemptEnd, _limits);
                break;
        }

        if (_end is null) return;
        _callerRegistration.Dispose();
        _context.Ends.Return(_end);
    }

    private void Start()
    {
        if (_place == Place.Beside) _admission = _context.Scheduler.Attend();
        _started = Clock.GetTimestamp();
        _shared?.Begin();
        // One source that three things cancel: its own timer, the session and the caller.
        _end = _context.Ends.Rent(_timeout);
        _callerRegistration = _caller.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), _end);
    }

    private GqlResponse<T> Complete<T>(GqlResponse<T> response)
    {
        response.Duration = _attempts[^1].StartedAfter + _attempts[^1].Duration;
        response.Attempts = _attempts;
        _context.Counters.Latency.Add(response.Duration - _inLine);
        return response;
    }

    private void Admit(in Admission admission) => (_admission, _place) = (admission, Place.Admitted);

    private async ValueTask WaitAsync(ValueTask<Admission> turn) => Admit(await turn.ConfigureAwait(false));

    // The pipeline's first outcome is the failure that is there already; from the second on it makes attempts.
    private async ValueTask<GqlResponse<T>> RepeatAsync<T>(ResiliencePipeline retry, GqlException first, Func<IJsonValueReader<T>> dataReader)
    {
        var context = ResilienceContextPool.Shared.Get(_end!.Token);
        context.Properties.Set(Key, this);
        try
        {
            return await retry.ExecuteAsync(
                static (context, state) => state.Exchange._attempts[^1].Verdict is null
                    ? ValueTask.FromException<GqlResponse<T>>(state.First)
                    : state.Exchange.AttemptAgainAsync(state.DataReader, context.CancellationToken),
                context,
                (Exchange: this, First: first, DataReader: dataReader)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<GqlResponse<T>> AttemptAgainAsync<T>(Func<IJsonValueReader<T>> dataReader, CancellationToken cancellationToken)
    {
        if (Verdict.Reason == RetryReason.NotSent) await AwaitServerAsync(cancellationToken).ConfigureAwait(false);
        await PassLineAsync(cancellationToken).ConfigureAwait(false);
        return await AuthorizeAsync(dataReader, cancellationToken).ConfigureAwait(false);
    }

    // While no connection comes about, each request tries by its own schedule; the first that is answered calls the others in. They come spread over the first
    // interval: a server that is just back is not met by all at once, and where only some connections fail, retries are not used up in no time.
    private async ValueTask AwaitServerAsync(CancellationToken cancellationToken)
    {
        var began = Clock.GetTimestamp();
        var heard = _context.Scheduler.NextAnswer;
        await heard.WaitAsync(Verdict.Delay, Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        var left = Verdict.Delay - Elapsed(began);
        var spread = Options.Retry.BaseDelay * Options.Random();
        if (left > spread) left = spread;
        if (heard.IsCompleted && left > TimeSpan.Zero) await Task.Delay(left, Clock, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask PassLineAsync(CancellationToken cancellationToken)
    {
        var entered = Clock.GetTimestamp();
        _end!.CancelAfter(Timeout.InfiniteTimeSpan);
        _place = Place.Outside;
        _shared?.EnterLine();
        try
        {
            Admit(await _context.Scheduler.ReenterAsync(_request, _admission.Number, cancellationToken).ConfigureAwait(false));
        }
        catch (GqlException turnedAway) when (turnedAway.Kind is FailureKind.CircuitOpen or FailureKind.RateLimited)
        {
            // The request was sent: what came of that is what its caller has to know.
            Verdict = new RetryVerdict(
                false, TimeSpan.Zero, turnedAway.Kind == FailureKind.CircuitOpen ? RetryReason.CircuitOpen : RetryReason.RateLimitWaitExceeded);
            throw _failure!;
        }
        finally
        {
            _shared?.LeaveLine();
        }

        var waited = Elapsed(entered);
        _inLine += waited;
        if (Verdict.Reason == RetryReason.RateLimited) _limitWaits += waited;
        if (_timeout != Timeout.InfiniteTimeSpan) _end.CancelAfter(Remaining > TimeSpan.Zero ? Remaining : TimeSpan.Zero);
    }

    // An attempt that follows at once, in the place of the one before, costs its price again.
    private void ReserveAgain()
    {
        if (_place == Place.Admitted) _admission = _context.Scheduler.Renew(_admission, _request, _attemptEnd, _limits);
    }
}
