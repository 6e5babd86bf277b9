using GqlTools.Client.Operations;

namespace GqlTools.Client.Paging;

/// <summary>
/// Completes the elements of the page that is being handed out, a bounded number at the same time and never further ahead than that: who stops pulling
/// stops what is sent. Used by one walk, from one thread at a time.
/// </summary>
/// <typeparam name="T">What JSON values become.</typeparam>
internal sealed class NestedWindow<T>(PagePlan plan, PagingOptions options, IPageNavigator<T> navigator, NestedCompletion<T> completion) : IAsyncDisposable
{
    private readonly Queue<Task<IReadOnlyList<GqlEvent<T>>>> _underWay = new();
    private Page<T>? _page;
    private string? _position;
    private int _next;

    /// <summary>Goes on to a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="first">The index of the first element that is wanted.</param>
    /// <param name="position">What fetched the page.</param>
    public void Begin(Page<T> page, int first, string? position) => (_page, _next, _position) = (page, first, position ?? plan.Start);

    /// <summary>Completes an element; indices must come one after another.</summary>
    /// <returns>What is to be told of it.</returns>
    /// <exception cref="OperationCanceledException">The walk was cancelled.</exception>
    public ValueTask<IReadOnlyList<GqlEvent<T>>> CompleteAsync(int index)
    {
        if (plan.Nested.Count == 0) return new ValueTask<IReadOnlyList<GqlEvent<T>>>([]);
        for (; _next < _page!.Elements.Count && _next < index + options.NestedConcurrency; _next++) _underWay.Enqueue(StartAsync(_page, _next));
        return new ValueTask<IReadOnlyList<GqlEvent<T>>>(_underWay.Dequeue());
    }

    /// <summary>Waits for what is under way; the owner has cancelled it.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_underWay.TryDequeue(out var running)) await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<IReadOnlyList<GqlEvent<T>>> StartAsync(Page<T> page, int index)
    {
        var neighbour = plan.EdgeCursor is null ? null : NeighbourOf(page, index);
        var events = new List<GqlEvent<T>>();
        foreach (var list in options.WholePages ? plan.Lists : [plan.ElementPath[0]])
        {
            if (navigator.TryGetEntry(page.Holder, list, out var value) && navigator.TryGetElements(value, out var elements) && index < elements.Count)
                events.AddRange(await completion.CompleteAsync(elements[index], plan.Nested.Where(nested => nested.OuterList == list), neighbour).ConfigureAwait(false));
        }

        return events;
    }

    // Asking for one element past this cursor gives the element.
    private string? NeighbourOf(Page<T> page, int index)
    {
        var neighbour = plan.IsBackward ? index + 1 : index - 1;
        if (!navigator.TryGetEntry(page.Holder, plan.EdgeCursor!.Value.Edges, out var value) || !navigator.TryGetElements(value, out var edges)) return null;
        if (neighbour < 0 || neighbour >= edges.Count) return _position;
        return navigator.TryGetEntry(edges[neighbour], plan.EdgeCursor.Value.Cursor, out var cursor) ? navigator.GetText(cursor) : null;
    }
}
