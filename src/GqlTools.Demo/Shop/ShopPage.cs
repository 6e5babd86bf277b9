namespace GqlTools.Demo.Shop;

/// <summary>One page of a connection. Nodes are made when a selection asks for them.</summary>
internal sealed class ShopPage(int totalCount, Func<int, object> nodeAt, int start, int end)
{
    public int TotalCount => totalCount;

    public bool HasNextPage => end < totalCount;

    public bool HasPreviousPage => start > 0;

    public string? StartCursor => end == start ? null : OpaqueText.Cursor(start);

    public string? EndCursor => end == start ? null : OpaqueText.Cursor(end - 1);

    public IReadOnlyList<object?> Nodes() => Make(nodeAt);

    public IReadOnlyList<object?> Edges() => Make(position => new ShopEdge(OpaqueText.Cursor(position), nodeAt(position)));

    private object?[] Make(Func<int, object> at)
    {
        var items = new object?[end - start];
        for (var i = 0; i < items.Length; i++)
            items[i] = at(start + i);
        return items;
    }
}
