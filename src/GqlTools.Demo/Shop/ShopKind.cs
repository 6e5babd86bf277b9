namespace GqlTools.Demo.Shop;

/// <summary>What a global id names.</summary>
internal enum ShopKind
{
    Product,
    Customer,
    Order,
}
