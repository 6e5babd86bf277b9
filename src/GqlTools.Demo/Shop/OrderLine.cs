namespace GqlTools.Demo.Shop;

/// <summary>So many of a product; <see cref="Price"/> is that of all of them.</summary>
internal sealed record OrderLine(int ProductIndex, int Quantity, Money Price);
