using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace GqlTools.Demo.Shop;

/// <summary>The shop as its mutations have left it: the generated data, and over it the few things that were changed.</summary>
internal sealed class ShopData(DemoServerOptions options, DemoServerCounters counters)
{
    private readonly ShopGenerator _generator = new(options);
    private readonly ConcurrentDictionary<int, Product> _changedProducts = new();
    private readonly ConcurrentDictionary<int, ImmutableList<int>> _createdByCustomer = new();
    private readonly ShopFeed<Order> _ordersPlaced = new();
    private readonly ShopFeed<PriceChange> _pricesChanged = new();
    private readonly ConcurrentDictionary<string, Lazy<object>> _applied = new(StringComparer.Ordinal);
    private ImmutableList<Order> _created = [];
    private int _count;

    /// <summary>Orders from now on.</summary>
    public IAsyncEnumerable<Order> OrdersPlaced() => _ordersPlaced.Listen();

    /// <summary>Changes of prices from now on.</summary>
    public IAsyncEnumerable<PriceChange> PricesChanged() => _pricesChanged.Listen();

    public int ProductCount => options.ProductCount;

    public int CustomerCount => options.CustomerCount;

    public int OrderCount => GeneratedOrderCount + Volatile.Read(ref _created).Count;

    private int GeneratedOrderCount => options.CustomerCount * options.OrdersPerCustomer;

    public Product? Product(int index)
    {
        if (index < 0 || index >= ProductCount)
            return null;
        return _changedProducts.IsEmpty || !_changedProducts.TryGetValue(index, out var changed) ? ShopGenerator.Product(index) : changed;
    }

    public Customer? Customer(int index) => index < 0 || index >= CustomerCount ? null : ShopGenerator.Customer(index);

    public Order? Order(int index)
    {
        if (index < 0)
            return null;
        if (index < GeneratedOrderCount)
            return _generator.Order(index);
        var created = Volatile.Read(ref _created);
        var position = index - GeneratedOrderCount;
        return position < created.Count ? created[position] : null;
    }

    public object? Node(ShopKind kind, int index) => kind switch
    {
        ShopKind.Product => Product(index),
        ShopKind.Customer => Customer(index),
        ShopKind.Order => Order(index),
        _ => null,
    };

    public ShopSlice<Product> Products(string? category)
    {
        if (category is null)
            return new ShopSlice<Product>(ProductCount, index => Product(index)!);
        var step = ShopGenerator.Categories.Length;
        var offset = Array.IndexOf(ShopGenerator.Categories, category);
        var count = (ProductCount - offset + step - 1) / step;
        return new ShopSlice<Product>(count, index => Product(index * step + offset)!);
    }

    public ShopSlice<Customer> Customers() => new(CustomerCount, ShopGenerator.Customer);

    public ShopSlice<Order> Orders() => new(OrderCount, index => Order(index)!);

    public ShopSlice<Order> OrdersOf(Customer customer)
    {
        var own = options.OrdersPerCustomer;
        var created = _createdByCustomer.GetValueOrDefault(customer.Index, []);
        return new ShopSlice<Order>(own + created.Count, index => Order(index < own ? customer.Index * own + index : created[index - own])!);
    }

    public Order CreateOrder(int customerIndex, IReadOnlyList<(int ProductIndex, int Quantity)> lines, string? note)
    {
        counters.FieldCounted("Mutation.createOrder");
        var ordered = lines.Select(line => ShopGenerator.Line(line.ProductIndex, line.Quantity)).ToArray();
        Order? order = null;
        ImmutableInterlocked.Update(ref _created, created =>
        {
            order = new Order(GeneratedOrderCount + created.Count, customerIndex, "OPEN", DateTimeOffset.UtcNow, note, ordered);
            return created.Add(order);
        });
        _createdByCustomer.AddOrUpdate(customerIndex, _ => [order!.Index], (_, list) => list.Add(order!.Index));
        _ordersPlaced.Publish(order!);
        return order!;
    }

    public Product Change(string mutation, int index, Func<Product, Product> change)
    {
        counters.FieldCounted(mutation);
        return _changedProducts.AddOrUpdate(index, key => change(ShopGenerator.Product(key)), (_, product) => change(product));
    }

    public Product SetPrice(int index, decimal amount)
    {
        var previous = Product(index)!.Price;
        var changed = Change("Mutation.setPrice", index, product => product with { Price = product.Price with { Amount = amount } });
        _pricesChanged.Publish(new PriceChange(changed, previous));
        return changed;
    }

    public int Count()
    {
        counters.FieldCounted("Mutation.count");
        return Interlocked.Increment(ref _count);
    }

    /// <summary>Applies a mutation, or gives the result it had when the same key came before.</summary>
    public (T Result, bool Replayed) Once<T>(string mutation, string? key, Func<T> apply)
        where T : class
    {
        if (string.IsNullOrEmpty(key))
            return (apply(), false);
        var mine = new Lazy<object>(apply);
        var kept = _applied.GetOrAdd($"{mutation} {key}", mine);
        return ((T)kept.Value, !ReferenceEquals(kept, mine));
    }
}
