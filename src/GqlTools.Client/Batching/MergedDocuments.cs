using System.Collections.Concurrent;
using GqlTools.Client.Operations;

namespace GqlTools.Client.Batching;

/// <summary>Merged documents by operation and size, each merged once; a run needs its batch size and the parts that come of it.</summary>
internal sealed class MergedDocuments
{
    /// <summary>Beyond this all are forgotten: who batches so many operations or sizes gains little from any of them.</summary>
    private const int Kept = 100;

    private readonly ConcurrentDictionary<(GqlDocument Document, GqlOperation Operation, int Count), MergedDocument?> _merged = new();

    /// <summary>The merged document; null where the operation cannot be merged.</summary>
    public MergedDocument? Get(GqlDocument document, GqlOperation operation, int count)
    {
        if (_merged.Count >= Kept) _merged.Clear();
        return _merged.GetOrAdd(
            (document, operation, count),
            static key => MergedDocument.ObstacleTo(key.Document, key.Operation) is null ? MergedDocument.From(key.Document, key.Operation, key.Count) : null);
    }
}
