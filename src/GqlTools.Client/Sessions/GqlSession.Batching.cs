using GqlTools.Client.Batching;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Sessions;

/// <content>Sending several requests as one (C7), and what the session learns of its server by that.</content>
public sealed partial class GqlSession
{
    private readonly MergedDocuments _merged = new();
    private volatile bool _refusesArrays;

    /// <summary>Whether the server has shown that it takes no arrays of requests.</summary>
    internal bool RefusesArrays
    {
        get => _refusesArrays;
        set => _refusesArrays = value;
    }

    /// <summary>
    /// The document of a request for so many inputs; null where it cannot be merged, or goes by its id: a server that takes known documents takes no merged ones.
    /// </summary>
    internal MergedDocument? MergedDocumentFor(PreparedRequest request, int count) =>
        request is { Document: { } document, DocumentId: null } ? _merged.Get(document, request.Operation, count) : null;

    /// <summary>Sends a batch, whose requests are checked already, as one exchange. It goes past the cache and is shared with nobody.</summary>
    internal async Task<GqlResponse<ReadOnlyMemory<byte>>> SendBatchAsync(PreparedRequest batch, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(batch.Request, static () => new JsonBytesReader(), check: false, cancellationToken, batch).ConfigureAwait(false);
        }
        finally
        {
            if (batch.Operation.Type != OperationType.Query) _coalescer?.StartEpoch();
        }
    }
}
