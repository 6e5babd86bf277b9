using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Paging;

/// <summary>Sends the requests of a plan. Thread-safe.</summary>
/// <typeparam name="T">What JSON values become.</typeparam>
internal sealed class PageFetch<T>(
    GqlSession session, GqlRequest request, PagePlan plan, Func<IJsonValueReader<T>> dataReader, CancellationToken cancellationToken)
{
    private readonly GqlRequest _request = request with { Query = plan.Query, OperationName = plan.OperationName, DocumentId = null };

    /// <summary>Sends the request for a page. What keeps its answer from coming becomes its outcome.</summary>
    /// <param name="position">Cursor, offset or page number; null for the beginning.</param>
    /// <param name="count">Elements to ask for.</param>
    /// <param name="owner">Whose list it is; null where the plan has one list only.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<RequestOutcome<T>> Send(string? position, int count, string? owner = null)
    {
        var page = _request with { Variables = plan.VariablesFor(position, count, owner) };
        try
        {
            var response = await session.SendAsync(page, dataReader, cancellationToken).ConfigureAwait(false);
            if (response.Errors.Count > 0) response.Errors = [.. response.Errors.Select(plan.Sent.InCallersText)];
            return new RequestOutcome<T>(page, response, null);
        }
        catch (GqlException exception)
        {
            return new RequestOutcome<T>(page, null, exception);
        }
    }
}
