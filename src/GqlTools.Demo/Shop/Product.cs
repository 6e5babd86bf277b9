namespace GqlTools.Demo.Shop;

/// <summary>A product; <see cref="Index"/> counts from 0.</summary>
internal sealed record Product(
    int Index, string Sku, string Name, string? Description, string Category, Money Price, int Stock, long Barcode, string[] Tags,
    double? WeightKilograms, DateTimeOffset CreatedAt)
{
    public string Id => OpaqueText.Id(ShopKind.Product, Index);
}
