using System.Globalization;
using GqlTools.Client.Authentication;
using GqlTools.Client.Failures;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Sessions;

/// <content>Tokens: one before the first attempt, and once another when the server refuses it.</content>
internal sealed partial class Exchange
{
    private bool _tokenRefused;

    private ValueTask<GqlResponse<T>> AuthorizeAsync<T>(Func<IJsonValueReader<T>> dataReader, CancellationToken cancellationToken) =>
        _context.Token is { } token ? AuthorizeAsync(token, dataReader, cancellationToken) : DeliverAsync(dataReader, cancellationToken);

    private async ValueTask EnsureTokenAsync(SessionToken token)
    {
        try
        {
            await token.EnsureAsync(_end!.Token).ConfigureAwait(false);
        }
        catch (GqlException) when (_context.Abort.IsCancellationRequested)
        {
            throw Cancellation();
        }
        catch (OperationCanceledException exception) when (!_caller.IsCancellationRequested && !_context.Abort.IsCancellationRequested)
        {
            throw new GqlException(
                FailureKind.Timeout,
                string.Create(CultureInfo.InvariantCulture, $"The token provider '{token.Provider.Name}' gave no token within the request's {_timeout.TotalSeconds:0.###} s (OperationTimeout). Nothing was sent."),
                exception);
        }
    }

    private async ValueTask<GqlResponse<T>> AuthorizeAsync<T>(SessionToken token, Func<IJsonValueReader<T>> dataReader, CancellationToken cancellationToken)
    {
        var sent = _context.Transport.Authentication;
        GqlResponse<T>? answer = null;
        GqlException? refusal = null;
        try
        {
            answer = await DeliverAsync(dataReader, cancellationToken).ConfigureAwait(false);
            if (_tokenRefused || !IsRefused(answer)) return answer;
        }
        catch (GqlException failure) when (!_tokenRefused && failure.Kind == FailureKind.Unauthorized && MayBeRepeated(failure.Errors))
        {
            refusal = failure;
        }

        _tokenRefused = true;
        var renewal = await token.ReplaceAsync(sent, cancellationToken).ConfigureAwait(false);
        if (renewal.Renewed)
        {
            _attempts[^1] = _attempts[^1] with { Failure = FailureKind.Unauthorized, Verdict = new RetryVerdict(true, TimeSpan.Zero, RetryReason.TokenRenewed) };
            _uncounted++;
            _context.Counters.CountRetry();
            ReserveAgain();
            return await DeliverAsync(dataReader, cancellationToken).ConfigureAwait(false);
        }

        if (answer is not null) return answer;
        throw renewal.Failure is null ? refusal! : token.Explain(refusal!, renewal.Failure);
    }

    // Data that is there is the caller's, whatever one field thought of the token.
    private bool IsRefused<T>(GqlResponse<T> answer) =>
        !answer.HasData && SessionToken.IsRefusedBy(answer.Errors) && MayBeRepeated(answer.Errors);

    // An error with a path was raised by a field: by then others of a mutation may have had their effect.
    private bool MayBeRepeated(IReadOnlyList<GqlError> errors) =>
        _request.CanSendAgain && (_request.Repeatable || errors.All(static error => error.Path is null));
}
