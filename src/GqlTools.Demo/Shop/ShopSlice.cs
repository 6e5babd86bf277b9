namespace GqlTools.Demo.Shop;

/// <summary>A sequence of which any item can be had by its position.</summary>
internal sealed record ShopSlice<T>(int Count, Func<int, T> At);
