using System.Globalization;
using GqlTools.Client.Coalescing;
using GqlTools.Client.Failures;
using GqlTools.Client.PersistedDocuments;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Client.Scheduling;
using GqlTools.Client.Streaming.Incremental;
using GqlTools.Client.Transport;
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
    private readonly List<Attempt> _attempts = new(1);
    private CancellationTokenSource? _end;
    private CancellationTokenRegistration _callerRegistration;
    private CancellationTokenRegistration _abortRegistration;
    private long _started;
    private long _attemptStarted;
    private TimeSpan _inLine;
    private TimeSpan _limitWaits;
    private int _refusals;
    private RetryVerdict _verdict;
    private int _reshaped;
    private GqlException? _failure;
    private Admission _admission;
    private Place _place;
    private AttemptEnd _attemptEnd;
    private LimitObservation _limits;

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

    // What limits hold back waits in the line, with all others.
    private TimeSpan DelayBeforeTheLine => _verdict.Reason == RetryReason.RateLimited ? TimeSpan.Zero : _verdict.Delay;

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

    /// <summary>The request's turn has come.</summary>
    public void Admit(in Admission admission) => (_admission, _place) = (admission, Place.Admitted);

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
        _abortRegistration.Dispose();
        _context.Ends.Return(_end);
    }

    private void Start()
    {
        if (_place == Place.Beside) _admission = _context.Scheduler.Attend();
        _started = Clock.GetTimestamp();
        _shared?.Begin();
        // One source that three things cancel: its own timer, the caller and the session.
        _end = _context.Ends.Rent(_timeout);
        _callerRegistration = _caller.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), _end);
        _abortRegistration = _context.Abort.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), _end);
    }

    private GqlResponse<T> Complete<T>(GqlResponse<T> response)
    {
        response.Duration = Elapsed(_started);
        response.Attempts = _attempts;
        _context.Counters.Latency.Add(response.Duration - _inLine);
        return response;
    }

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
        await PassLineAsync(cancellationToken).ConfigureAwait(false);
        return await AuthorizeAsync(dataReader, cancellationToken).ConfigureAwait(false);
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
            _verdict = new RetryVerdict(
                false, TimeSpan.Zero, turnedAway.Kind == FailureKind.CircuitOpen ? RetryReason.CircuitOpen : RetryReason.RateLimitWaitExceeded);
            _attempts[^1] = _attempts[^1] with { Verdict = _verdict };
            throw _failure!;
        }
        finally
        {
            _shared?.LeaveLine();
        }

        var waited = Elapsed(entered);
        _inLine += waited;
        if (_verdict.Reason == RetryReason.RateLimited) _limitWaits += waited;
        if (_timeout != Timeout.InfiniteTimeSpan) _end.CancelAfter(Remaining > TimeSpan.Zero ? Remaining : TimeSpan.Zero);
    }

    // An attempt that follows at once, in the place of the one before, costs its price again.
    private void ReserveAgain()
    {
        if (_place == Place.Admitted) _admission = _context.Scheduler.Renew(_admission, _request, _attemptEnd, _limits);
    }

    private async ValueTask<GqlResponse<T>> AttemptAsync<T>(IJsonValueReader<T> dataReader, RequestShape shape, CancellationToken cancellationToken)
    {
        _attemptStarted = Clock.GetTimestamp();
        _attemptEnd = AttemptEnd.Unknown;
        _limits = default;
        int? statusCode = null;
        try
        {
            using var message = await _context.Transport.SendAsync(_request, shape, cancellationToken).ConfigureAwait(false);
            statusCode = (int)message.StatusCode;
            var response = await ReadAsync(message, dataReader, cancellationToken).ConfigureAwait(false);
            _attemptEnd = AttemptEnd.Answered;
            AddAttempt(statusCode, null);
            return response;
        }
        catch (OperationCanceledException) when (_caller.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            var failure = IsEnded
                ? Cancellation(exception)
                : FailureTranslator.Translate(exception, Options, isAnswered: statusCode is not null);
            _attemptEnd = EndOf(failure);
            AddAttempt(failure?.StatusCode ?? statusCode, failure?.Kind);
            if (failure is null || ReferenceEquals(failure, exception)) throw;
            throw failure;
        }
    }

    private async ValueTask<GqlResponse<T>> ReadAsync<T>(
        HttpResponseMessage message, IJsonValueReader<T> dataReader, CancellationToken cancellationToken)
    {
        var mediaType = MediaType.Of(message.Content.Headers);
        if (IncrementalStream.Reads(mediaType)) return await ReadPartsAsync(message, mediaType, dataReader, cancellationToken).ConfigureAwait(false);
        using var content = await message.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var stream = ContentDecoder.Decode(content, message.Content.Headers);
        if (!AnswerInterpreter.MayBeGraphQL(mediaType)) throw await ReadPageAsync(message, mediaType, stream, cancellationToken).ConfigureAwait(false);

        using var reader = new AnswerReader<T>(dataReader, Options.AnswerLimits, _request.IsArray);
        Answer<T> answer;
        try
        {
            int count;
            while ((count = await stream.ReadAsync(reader.GetBuffer(), cancellationToken).ConfigureAwait(false)) > 0) reader.Advance(count);
            answer = reader.Complete();
        }
        catch (GqlException exception) when (AnswerInterpreter.OutweighsBody(message.StatusCode, exception.Kind))
        {
            throw WithLimits(AnswerInterpreter.FailureOfPage(message.StatusCode, mediaType, [], _context.Endpoint), message);
        }

        return OrRetry(Interpret(answer, message, mediaType));
    }

    private GqlResponse<T> Interpret<T>(in Answer<T> answer, HttpResponseMessage message, string? mediaType)
    {
        _limits = LimitReader.Read((int)message.StatusCode, message.Headers, answer.HasData, answer.Errors, answer.Extensions, Clock);
        if (AnswerInterpreter.FailureOf(answer, message.StatusCode, mediaType, _context.Endpoint) is { } failure) throw WithLimits(failure, message);
        if (_limits.Refusal != LimitRefusal.None) throw Refusal($"{_context.Endpoint} refused the request: {answer.Errors[0].Message}", message, answer.Errors);
        return new GqlResponse<T>(_request, answer, message, AnswerInterpreter.IsTrusted(message.StatusCode, mediaType));
    }

    private async ValueTask<GqlException> ReadPageAsync(
        HttpResponseMessage message, string? mediaType, Stream stream, CancellationToken cancellationToken)
    {
        var excerpt = new byte[AnswerInterpreter.PageExcerptBytes];
        var count = await stream.ReadAtLeastAsync(excerpt, excerpt.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return WithLimits(
            AnswerInterpreter.FailureOfPage(message.StatusCode, mediaType, excerpt.AsSpan(0, count), _context.Endpoint), message);
    }

    private bool Judge(GqlException failure)
    {
        // Turned away in the line: the scheduler knows how the last attempt ended, and the place is given up.
        if (_place == Place.Outside) return false;
        _failure = failure;
        if (_attemptEnd == AttemptEnd.Refused) _refusals++;
        var outlook = _context.Scheduler.Settle(_admission, _request, _attemptEnd, _limits);
        _place = Place.Settled;
        _verdict = RetryDecision.For(
            new FailedAttempt
            {
                Failure = failure.Kind,
                StatusCode = failure.StatusCode,
                RetryAfter = failure.RetryAfter,
                Repeatable = _request.Repeatable,
                UploadConsumed = !_request.CanSendAgain,
                Evidence = failure.Evidence,
                HasRetriedCode = failure.Answer is not null,
                Number = _attempts.Count - _reshaped - _tokenAttempts - _refusals,
                LimitWait = outlook.LimitWait,
                LimitWaitRemaining = Options.MaximumRateLimitWait - _limitWaits,
                IsBudgetExhausted = !outlook.BudgetAllows,
                IsCircuitOpen = outlook.Circuit == CircuitState.Open,
                Remaining = Remaining,
            },
            Options.Retry,
            Options.Random());
        _attempts[^1] = _attempts[^1] with { Verdict = _verdict };
        _shared?.Tried(_attempts);
        Explain(failure, outlook);
        return _verdict.Retry;
    }

    private void Explain(GqlException failure, in Outlook outlook)
    {
        if (outlook.CircuitFailures > 0)
        {
            failure.Noting(string.Create(
                CultureInfo.InvariantCulture,
                $"It was failure {outlook.CircuitFailures} in a row: nothing more is sent for {Options.Circuit.BreakDuration.TotalSeconds:0.###} s, then one request tries again."));
        }

        if (_verdict.Reason == RetryReason.RateLimitWaitExceeded)
        {
            failure.With(outlook.LimitWait).Noting(string.Create(
                CultureInfo.InvariantCulture,
                $"The next try may be made in {outlook.LimitWait.TotalSeconds:0.#} s (at {Clock.GetUtcNow() + outlook.LimitWait:yyyy-MM-dd HH:mm:ss} UTC); the request has waited {_limitWaits.TotalSeconds:0.#} s for limits already, and {Options.MaximumRateLimitWait.TotalSeconds:0.#} s is the most (MaximumRateLimitWait)."));
        }
        else if (_verdict.Reason == RetryReason.RetryBudgetExhausted)
        {
            failure.Noting("It was not repeated, as too much of what the session sends fails (retry budget).");
        }
    }

    private static AttemptEnd EndOf(GqlException? failure) => failure switch
    {
        null or { Kind: FailureKind.Cancelled } => AttemptEnd.Unknown,
        { Kind: FailureKind.RateLimited } => AttemptEnd.Refused,
        { Kind: FailureKind.Timeout } => AttemptEnd.TimedOut,
        { Kind: FailureKind.ConnectionLost, Evidence: Evidence.NotProcessed } => AttemptEnd.NotProcessed,
        { Kind: FailureKind.ConnectionLost, Evidence: Evidence.None } => AttemptEnd.ConnectionLost,
        {
            Kind: FailureKind.ConnectionLost or FailureKind.ConnectionFailed or FailureKind.HostUnknown or FailureKind.TlsFailed
            or FailureKind.ProxyFailed or FailureKind.HttpVersionUnavailable
        } => AttemptEnd.NotSent,
        { StatusCode: 408 or 502 or 503 or 504 } => AttemptEnd.Overloaded,
        { Kind: FailureKind.HttpStatus, StatusCode: >= 500 } => AttemptEnd.Failed,
        { Answer: not null } => AttemptEnd.AnsweredToRetry,
        _ => AttemptEnd.Answered,
    };

    private GqlResponse<T> OrRetry<T>(GqlResponse<T> response) =>
        response.Errors.Count > 0 && Options.Retry.ErrorCodes.Count > 0 && HasRetriedCode(response.Errors) ? throw ToRetry(response) : response;

    private bool HasRetriedCode(IReadOnlyList<GqlError> errors) => errors.Any(error => error.Code is { } code && Options.Retry.ErrorCodes.Contains(code));

    private static GqlException ToRetry<T>(GqlResponse<T> response) => new(FailureKind.GraphQLError, response.Errors[0].Message)
    {
        StatusCode = response.StatusCode,
        Errors = response.Errors,
        Answer = response,
    };

    private GqlException Cancellation(Exception? cause = null)
    {
        if (_context.Abort.IsCancellationRequested)
            return new GqlException(FailureKind.Cancelled, "The session closed before this request had finished.", cause);
        return new GqlException(
            FailureKind.Timeout,
            string.Create(CultureInfo.InvariantCulture, $"No answer from {_context.Endpoint} within {_timeout.TotalSeconds:0.###} s (OperationTimeout). Only this request ended; the session goes on."),
            cause);
    }

    // A limit outweighs what the status says by itself: a 403 of a limit is not about credentials.
    private GqlException WithLimits(GqlException failure, HttpResponseMessage message)
    {
        _limits = _limits.IsEmpty ? LimitReader.Read((int)message.StatusCode, message.Headers, hasData: false, failure.Errors, extensions: null, Clock) : _limits;
        return _limits.Refusal == LimitRefusal.None
            ? failure.With(RetryAfter.Read(message.Headers, Clock))
            : Refusal(failure.Message, message, failure.Errors);
    }

    private GqlException Refusal(string text, HttpResponseMessage message, IReadOnlyList<GqlError> errors) => new(FailureKind.RateLimited, text)
    {
        StatusCode = (int)message.StatusCode,
        Errors = errors,
        RetryAfter = RetryAfter.Read(message.Headers, Clock),
    };

    private GqlException WithFacts(GqlException failure) => failure.During(_context.Endpoint, _request.Operation.Name, _attempts);

    private void AddAttempt(int? statusCode, FailureKind? failure) => _attempts.Add(new Attempt(
        _attempts.Count + 1,
        Clock.GetElapsedTime(_started, _attemptStarted),
        Elapsed(_attemptStarted),
        statusCode,
        failure,
        null));

    private TimeSpan Elapsed(long since) => Clock.GetElapsedTime(since);
}
