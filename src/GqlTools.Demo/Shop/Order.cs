namespace GqlTools.Demo.Shop;

/// <summary>An order; <see cref="Index"/> counts from 0, first the generated orders, then those that mutations created.</summary>
internal sealed record Order(int Index, int CustomerIndex, string Status, DateTimeOffset PlacedAt, string? Note, OrderLine[] Lines)
{
    public string Id => OpaqueText.Id(ShopKind.Order, Index);

    public Money Total => new(Lines.Sum(line => line.Price.Amount), Lines[0].Price.Currency);
}
