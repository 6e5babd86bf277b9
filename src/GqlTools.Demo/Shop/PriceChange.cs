namespace GqlTools.Demo.Shop;

/// <summary>A product with its new price, and the price before.</summary>
internal sealed record PriceChange(Product Product, Money Previous);
