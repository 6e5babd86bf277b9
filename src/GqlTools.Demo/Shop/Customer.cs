namespace GqlTools.Demo.Shop;

/// <summary>A customer; <see cref="Index"/> counts from 0.</summary>
internal sealed record Customer(int Index, string Name, string Email, DateTimeOffset Since)
{
    public string Id => OpaqueText.Id(ShopKind.Customer, Index);
}
