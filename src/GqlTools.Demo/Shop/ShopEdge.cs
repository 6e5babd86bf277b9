namespace GqlTools.Demo.Shop;

/// <summary>A node and where it stands in its connection.</summary>
internal sealed record ShopEdge(string Cursor, object? Node);
