using System.Globalization;
using GqlTools.Client.Coalescing;
using GqlTools.Client.Failures;
using GqlTools.Client.PersistedDocuments;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Client.Transport;
using Polly;
using Polly.Retry;

namespace GqlTools.Client.Sessions;

/// <summary>
/// One request on its way, from leaving the session's queue to its answer or failure.
/// <para>
/// Its timeout starts here, so that waiting in the queue does not count, and covers all attempts and the waits between them. Everything
/// about the way is kept in this object; the session learns of it only as counters.
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
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenRegistration _callerRegistration;
    private readonly CancellationTokenRegistration _abortRegistration;
    private readonly List<Attempt> _attempts = new(1);
    private readonly long _started;
    private long _attemptStarted;
    private RetryVerdict _verdict;
    private int _reshaped;

    public Exchange(ExchangeContext context, PreparedRequest request, CancellationToken caller, SharedExchange? shared = null)
    {
        _context = context;
        _request = request;
        _caller = caller;
        // Those who share an exchange watch their own timeouts.
        _shared = shared;
        _timeout = shared is not null ? Timeout.InfiniteTimeSpan : request.Request.Timeout ?? context.Options.OperationTimeout;
        _started = Clock.GetTimestamp();
        shared?.Begin();
        // One source that three things cancel: its own timer, the caller and the session.
        _end = context.Ends.Rent(_timeout);
        _callerRegistration = caller.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), _end);
        _abortRegistration = context.Abort.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), _end);
    }

    private GqlSessionOptions Options => _context.Options;

    private TimeProvider Clock => Options.TimeProvider;

    /// <summary>The pipeline that repeats attempts. It belongs to a session: it carries the session's clock.</summary>
    public static ResiliencePipeline CreateRetryPipeline(GqlSessionOptions options) =>
        options.Retry.MaximumRetryCount == 0
            ? ResiliencePipeline.Empty
            : new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider }
                .AddRetry(new RetryStrategyOptions
                {
                    MaxRetryAttempts = options.Retry.MaximumRetryCount,
                    ShouldHandle = static arguments => new ValueTask<bool>(
                        arguments.Context.Properties.TryGetValue(Key, out var exchange)
                        && arguments.Outcome.Exception is GqlException failure
                        && exchange.Judge(failure)),
                    DelayGenerator = static arguments => new ValueTask<TimeSpan?>(
                        arguments.Context.Properties.TryGetValue(Key, out var exchange) ? exchange._verdict.Delay : null),
                    OnRetry = static arguments =>
                    {
                        if (arguments.Context.Properties.TryGetValue(Key, out var exchange)) exchange._context.Counters.CountRetry();
                        return ValueTask.CompletedTask;
                    },
                })
                .Build();

    public async ValueTask<GqlResponse<T>> RunAsync<T>(ResiliencePipeline retry, Func<IJsonValueReader<T>> dataReader)
    {
        try
        {
            if (_context.Token is { } token) await EnsureTokenAsync(token).ConfigureAwait(false);
            GqlResponse<T> response;
            try
            {
                response = await AuthorizeAsync(dataReader, _end.Token).ConfigureAwait(false);
            }
            catch (GqlException failure)
            {
                // Only who fails goes through the pipeline, which costs a tenth of a whole request.
                response = await RepeatAsync(retry, failure, dataReader).ConfigureAwait(false);
            }

            response.Duration = Elapsed(_started);
            response.Attempts = _attempts;
            _context.Counters.Latency.Add(response.Duration);
            return response;
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

    // The pipeline's first outcome is the failure that is there already; from the second on it makes attempts.
    private async ValueTask<GqlResponse<T>> RepeatAsync<T>(ResiliencePipeline retry, GqlException first, Func<IJsonValueReader<T>> dataReader)
    {
        var context = ResilienceContextPool.Shared.Get(_end.Token);
        context.Properties.Set(Key, this);
        try
        {
            return await retry.ExecuteAsync(
                static (context, state) => state.Exchange._attempts[^1].Verdict is null
                    ? ValueTask.FromException<GqlResponse<T>>(state.First)
                    : state.Exchange.AuthorizeAsync(state.DataReader, context.CancellationToken),
                context,
                (Exchange: this, First: first, DataReader: dataReader)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose()
    {
        _callerRegistration.Dispose();
        _abortRegistration.Dispose();
        _context.Ends.Return(_end);
    }

    private async ValueTask<GqlResponse<T>> AttemptAsync<T>(IJsonValueReader<T> dataReader, RequestShape shape, CancellationToken cancellationToken)
    {
        _attemptStarted = Clock.GetTimestamp();
        int? statusCode = null;
        try
        {
            using var message = await _context.Transport.SendAsync(_request, shape, cancellationToken).ConfigureAwait(false);
            statusCode = (int)message.StatusCode;
            var response = await ReadAsync(message, dataReader, cancellationToken).ConfigureAwait(false);
            AddAttempt(statusCode, null);
            return response;
        }
        catch (OperationCanceledException) when (_caller.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            var failure = _end.IsCancellationRequested
                ? Cancellation(exception)
                : FailureTranslator.Translate(exception, Options);
            AddAttempt(failure?.StatusCode ?? statusCode, failure?.Kind);
            if (failure is null || ReferenceEquals(failure, exception)) throw;
            throw failure;
        }
    }

    private async ValueTask<GqlResponse<T>> ReadAsync<T>(
        HttpResponseMessage message, IJsonValueReader<T> dataReader, CancellationToken cancellationToken)
    {
        var mediaType = MediaType.Of(message.Content.Headers);
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
            throw WithRetryAfter(AnswerInterpreter.FailureOfPage(message.StatusCode, mediaType, [], _context.Endpoint), message);
        }

        if (AnswerInterpreter.FailureOf(answer, message.StatusCode, mediaType, _context.Endpoint) is { } failure) throw WithRetryAfter(failure, message);
        return new GqlResponse<T>(_request, answer, message, AnswerInterpreter.IsTrusted(message.StatusCode, mediaType));
    }

    private async ValueTask<GqlException> ReadPageAsync(
        HttpResponseMessage message, string? mediaType, Stream stream, CancellationToken cancellationToken)
    {
        var excerpt = new byte[AnswerInterpreter.PageExcerptBytes];
        var count = await stream.ReadAtLeastAsync(excerpt, excerpt.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return WithRetryAfter(
            AnswerInterpreter.FailureOfPage(message.StatusCode, mediaType, excerpt.AsSpan(0, count), _context.Endpoint), message);
    }

    private bool Judge(GqlException failure)
    {
        _verdict = RetryDecision.For(
            new FailedAttempt
            {
                Failure = failure.Kind,
                StatusCode = failure.StatusCode,
                RetryAfter = failure.RetryAfter,
                Repeatable = _request.Repeatable,
                UploadConsumed = !_request.CanSendAgain,
                Number = _attempts.Count - _reshaped - _tokenAttempts,
                Remaining = _shared is not null ? _shared.Remaining : _timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _timeout - Elapsed(_started),
            },
            Options.Retry,
            Options.Random());
        _attempts[^1] = _attempts[^1] with { Verdict = _verdict };
        _shared?.Tried(_attempts);
        return _verdict.Retry;
    }

    private GqlException Cancellation(Exception? cause = null)
    {
        if (_context.Abort.IsCancellationRequested)
            return new GqlException(FailureKind.Cancelled, "The session closed before this request had finished.", cause);
        return new GqlException(
            FailureKind.Timeout,
            string.Create(CultureInfo.InvariantCulture, $"No answer from {_context.Endpoint} within {_timeout.TotalSeconds:0.###} s (OperationTimeout). Only this request ended; the session goes on."),
            cause);
    }

    private GqlException WithRetryAfter(GqlException failure, HttpResponseMessage message) =>
        failure.With(RetryAfter.Read(message.Headers.RetryAfter, Clock.GetUtcNow()));

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
