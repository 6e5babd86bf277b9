using System.Globalization;
using GqlTools.Client.Failures;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Client.Scheduling;
using GqlTools.Client.Streaming.Incremental;

namespace GqlTools.Client.Sessions;

/// <content>
/// What a failure means: for the next attempt, for the scheduler, and for the caller who is told of it.
/// </content>
internal sealed partial class Exchange
{
    private bool Judge(GqlException failure)
    {
        // Turned away in the line: the scheduler knows how the last attempt ended, and the place is given up.
        if (_place == Place.Outside) return false;
        _failure = failure;
        if (_attemptEnd == AttemptEnd.Refused) _uncounted++;
        var outlook = _context.Scheduler.Settle(_admission, _request, _attemptEnd, _limits);
        _place = Place.Settled;
        Verdict = RetryDecision.For(
            new FailedAttempt
            {
                Failure = failure.Kind,
                StatusCode = failure.StatusCode,
                RetryAfter = failure.RetryAfter,
                Repeatable = _request.Repeatable,
                UploadConsumed = !_request.CanSendAgain,
                Evidence = failure.Evidence,
                HasRetriedCode = failure.Answer is not null,
                Number = _attempts.Length - _uncounted,
                LimitWait = outlook.LimitWait,
                LimitWaitRemaining = Options.MaximumRateLimitWait - _limitWaits,
                IsBudgetExhausted = !outlook.BudgetAllows,
                IsCircuitOpen = outlook.Circuit == CircuitState.Open,
                Remaining = Remaining,
            },
            Options.Retry,
            Options.Random());
        _shared?.Tried(_attempts);
        Explain(failure, outlook);
        return Verdict.Retry;
    }

    private void Explain(GqlException failure, in Outlook outlook)
    {
        if (outlook.CircuitFailures > 0)
        {
            failure.Noting(string.Create(
                CultureInfo.InvariantCulture,
                $"It was failure {outlook.CircuitFailures} in a row: nothing more is sent for {Options.Circuit.BreakDuration.TotalSeconds:0.###} s, then one request tries again."));
        }

        if (Verdict.Reason == RetryReason.RateLimitWaitExceeded)
        {
            failure.With(outlook.LimitWait).Noting(string.Create(
                CultureInfo.InvariantCulture,
                $"The next try may be made in {outlook.LimitWait.TotalSeconds:0.#} s (at {Clock.GetUtcNow() + outlook.LimitWait:yyyy-MM-dd HH:mm:ss} UTC); the request has waited {_limitWaits.TotalSeconds:0.#} s for limits already, and {Options.MaximumRateLimitWait.TotalSeconds:0.#} s is the most (MaximumRateLimitWait)."));
        }
        else if (Verdict.Reason == RetryReason.RetryBudgetExhausted)
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
        { Kind: FailureKind.HttpStatus, StatusCode: >= 500 } or { Kind: FailureKind.SocketClosed } => AttemptEnd.Failed,
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
            : Refusal(message, failure.Errors);
    }

    private GqlException Refusal(HttpResponseMessage message, IReadOnlyList<GqlError> errors) => new(
        FailureKind.RateLimited, AnswerInterpreter.DescribeRefusal(message.StatusCode, errors, _context.Endpoint))
    {
        StatusCode = (int)message.StatusCode,
        Errors = errors,
        RetryAfter = RetryAfter.Read(message.Headers, Clock),
    };

    private GqlException WithFacts(GqlException failure) => failure.During(_context.Endpoint, _request.Operation.Name, _attempts);

    private void AddAttempt(int? statusCode, FailureKind? failure)
    {
        var attempt = new Attempt(_attempts.Length + 1, Clock.GetElapsedTime(_started, _attemptStarted), Elapsed(_attemptStarted), statusCode, failure, null);
        _attempts = [.. _attempts, attempt];
    }

    private TimeSpan Elapsed(long since) => Clock.GetElapsedTime(since);
}
