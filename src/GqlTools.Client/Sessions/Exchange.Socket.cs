using GqlTools.Client.Failures;
using GqlTools.Client.Responses;
using GqlTools.Client.Scheduling;

namespace GqlTools.Client.Sessions;

/// <content>
/// Attempts over the WebSocket of the subscriptions, where the session says so. What they mean, and what follows, is the same as by HTTP; an answer there has no
/// header fields, so of limits it tells only what stands in it.
/// </content>
internal sealed partial class Exchange
{
    // Arrays, files and answers in parts are HTTP's, and the session's own questions are about it.
    private bool GoesOverSocket =>
        Options.Subscriptions.OperationsOverSocket
        && !_handsOutParts
        && _request is { IsArray: false, HasUploads: false, Operation.IsIncremental: false, Request.IsOfSession: false };

    private async ValueTask<GqlResponse<T>> AskSocketAsync<T>(IJsonValueReader<T> dataReader, CancellationToken cancellationToken)
    {
        var message = await _context.Socket.AskAsync(_request, cancellationToken).ConfigureAwait(false);
        var response = message.Read(_request, dataReader, Options.AnswerLimits);
        _limits = LimitReader.Read(response.StatusCode, headers: null, response.HasData, response.Errors, response.Extensions, Clock);
        if (_limits.Refusal == LimitRefusal.None) return OrRetry(response);
        throw new GqlException(FailureKind.RateLimited, $"{_context.Endpoint} refused the request: {response.Errors[0].Message}") { Errors = response.Errors };
    }
}
