using System.Collections.Concurrent;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;

namespace GqlTools.Client.Paging;

/// <summary>
/// Fetches what the connections within an element lack, and puts it into the element. One element's lists are fetched one after another; elements may be
/// completed at the same time, as many as the owner lets.
/// </summary>
/// <typeparam name="T">What JSON values become.</typeparam>
/// <param name="fetchFor">Sends the requests of a plan.</param>
/// <param name="navigator">Looks into values, and changes them.</param>
internal sealed class NestedCompletion<T>(Func<PagePlan, PageFetch<T>> fetchFor, IPageNavigator<T> navigator)
{
    private readonly ConcurrentDictionary<NestedPlan, bool> _warned = new();

    /// <summary>Completes all lists of an element.</summary>
    /// <param name="element">The element.</param>
    /// <param name="plans">Its lists.</param>
    /// <param name="neighbour">The cursor next to which the element stands in its list; null for the list's end.</param>
    /// <returns>What is to be told of it.</returns>
    /// <exception cref="OperationCanceledException">The walk was cancelled.</exception>
    public async Task<IReadOnlyList<GqlEvent<T>>> CompleteAsync(T? element, IEnumerable<NestedPlan> plans, string? neighbour)
    {
        List<GqlEvent<T>>? events = null;
        foreach (var plan in plans)
        {
            foreach (var (connection, owner) in Find(element, default, plan, 0))
            {
                await CompleteElementsAsync(connection, plan.Lists, plan.Nested, Add).ConfigureAwait(false);
                if (!LacksMore(connection, plan, out var cursor)) continue;
                if (cursor is null) Add(Incomplete(plan, $"It says that there is more, but its '{plan.PageInfo.Cursor}' is null."));
                else if (plan.Rest is null) Warn(plan, Add);
                else if (plan.IdName is null) await FetchRestAsync(connection, plan, cursor, neighbour, Add).ConfigureAwait(false);
                else if (OwnerId(owner, plan.IdName) is { } id) await FetchRestAsync(connection, plan, cursor, id, Add).ConfigureAwait(false);
                else Add(Incomplete(plan, $"Its owner's '{plan.IdName}' is null."));
            }
        }

        return events ?? [];

        void Add(GqlEvent<T> happened) => (events ??= []).Add(happened);
    }

    private async Task CompleteElementsAsync(T connection, IReadOnlyList<string> lists, IReadOnlyList<NestedPlan> plans, Action<GqlEvent<T>> add)
    {
        foreach (var list in plans.Count == 0 ? [] : lists)
        {
            var own = plans.Where(plan => plan.OuterList == list).ToArray();
            foreach (var element in ElementsOf(connection, list))
            {
                foreach (var happened in await CompleteAsync(element, own, null).ConfigureAwait(false)) add(happened);
            }
        }
    }

    private async Task FetchRestAsync(T connection, NestedPlan plan, string cursor, string? owner, Action<GqlEvent<T>> add)
    {
        var rest = plan.Rest!;
        var (fetch, reader, guard) = (fetchFor(rest), new PageReader<T>(rest, navigator), new CursorGuard());
        var all = plan.Lists.ToDictionary(static list => list, list => new List<T?>(ElementsOf(connection, list)), StringComparer.Ordinal);
        for (string? position = cursor; position is not null;)
        {
            var outcome = await fetch.Send(position, rest.PageSize ?? 0, owner).ConfigureAwait(false);
            if (outcome.Response is not { } response)
            {
                add(GqlEvent<T>.OfError(outcome.Failure!.Within($"The list '{plan.PathText}' of one element is incomplete. {outcome.Failure.Message}")));
                break;
            }

            foreach (var error in response.Errors) add(GqlEvent<T>.OfError(response.ToException(error)));
            var page = reader.Read(response, position, rest.PageSize ?? 0, 0);
            if (page.Holder is { } holder)
            {
                await CompleteElementsAsync(holder, rest.Lists, rest.Nested, add).ConfigureAwait(false);
                foreach (var (list, elements) in all) elements.InsertRange(plan.IsBackward ? 0 : elements.Count, ElementsOf(holder, list));
                if (page.PageInfo is { } pageInfo) navigator.SetEntry(connection, plan.PageInfo.PageInfo, pageInfo);
            }

            var problem = page.Problem ?? (page.Holder is null ? "Its owner is gone." : null);
            if (problem is null && page.Next is { } next && guard.IsRepeated(next)) problem = $"The cursor '{next}' came before: the list goes in a circle.";
            if (problem is not null) add(Incomplete(plan, problem));
            position = problem is null ? page.Next : null;
        }

        foreach (var (list, elements) in all) navigator.SetElements(connection, list, elements);
    }

    // The connection values of a plan within an element, each with its owner.
    private IEnumerable<(T Connection, T? Owner)> Find(T? value, T? owner, NestedPlan plan, int depth)
    {
        if (navigator.TryGetElements(value, out var elements)) return elements.SelectMany(element => Find(element, owner, plan, depth));
        if (value is null) return [];
        if (depth == plan.Path.Count) return [(value, owner)];
        if (depth == plan.OwnerDepth) owner = value;
        return navigator.TryGetEntry(value, plan.Path[depth], out var entry) ? Find(entry, owner, plan, depth + 1) : [];
    }

    private bool LacksMore(T connection, NestedPlan plan, out string? cursor)
    {
        cursor = null;
        if (!navigator.TryGetEntry(connection, plan.PageInfo.PageInfo, out var pageInfo)) return false;
        if (!navigator.TryGetEntry(pageInfo, plan.PageInfo.HasMore, out var more) || !navigator.IsTrue(more)) return false;
        cursor = navigator.TryGetEntry(pageInfo, plan.PageInfo.Cursor, out var entry) ? navigator.GetText(entry) : null;
        return true;
    }

    private string? OwnerId(T? owner, string idName) => navigator.TryGetEntry(owner, idName, out var id) ? navigator.GetText(id) : null;

    private IReadOnlyList<T?> ElementsOf(T connection, string list) =>
        navigator.TryGetEntry(connection, list, out var value) && navigator.TryGetElements(value, out var elements) ? elements : [];

    private static GqlEvent<T> Incomplete(NestedPlan plan, string problem) =>
        GqlEvent<T>.OfError(new GqlException(FailureKind.PagingBroken, $"The list '{plan.PathText}' of one element is incomplete. {problem}"));

    private void Warn(NestedPlan plan, Action<GqlEvent<T>> add)
    {
        if (!_warned.TryAdd(plan, true)) return;
        add(GqlEvent<T>.OfWarning(
            $"The lists '{plan.PathText}' are incomplete: some have more than their first page, and there is no way to ask for the rest. It takes a schema with 'node(id:)' and a type that implements Node, or 'edges' selected in the list around it. Else ask for more at once, or for these lists one by one."));
    }
}
