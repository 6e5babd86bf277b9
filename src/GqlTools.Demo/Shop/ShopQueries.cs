using GqlTools.Language.Execution;

namespace GqlTools.Demo.Shop;

/// <summary>The fields that read the shop, by schema coordinate.</summary>
internal sealed class ShopQueries(ShopData shop, DemoServerOptions options)
{
    private const int SearchDepth = 1_000;

    public IEnumerable<(string Coordinate, Func<ResolveContext, ValueTask<object?>> Resolve)> Fields()
    {
        yield return Field("Query.node", context => Node(context.Argument<string>("id")!));
        yield return Field("Query.nodes", context => context.Argument<IReadOnlyList<object?>>("ids")!.Select(id => Node((string)id!)).ToArray());
        yield return Field("Query.product", FindProduct);
        yield return Field("Query.customer", context => Node(context.Argument<string>("id")!) as Customer);
        yield return Field("Query.order", context => Node(context.Argument<string>("id")!) as Order);
        yield return Field("Query.products", context => PageOf(shop.Products(context.Argument<string>("category")), context));
        yield return Field("Query.customers", context => PageOf(shop.Customers(), context));
        yield return Field("Query.orders", context => PageOf(shop.Orders(), context));
        yield return Field("Query.productsAt", ProductsAt);
        yield return Field("Query.search", Search);

        yield return On<Product>("Product.id", product => product.Id);
        yield return On<Product>("Product.sku", product => product.Sku);
        yield return On<Product>("Product.name", product => product.Name);
        yield return On<Product>("Product.title", product => product.Name);
        yield return On<Product>("Product.description", product => product.Description);
        yield return On<Product>("Product.category", product => product.Category);
        yield return On<Product>("Product.price", product => product.Price);
        yield return On<Product>("Product.stock", product => product.Stock);
        yield return On<Product>("Product.barcode", product => product.Barcode);
        yield return On<Product>("Product.tags", product => product.Tags);
        yield return On<Product>("Product.weightKilograms", product => product.WeightKilograms);
        yield return On<Product>("Product.createdAt", product => product.CreatedAt);
        yield return Field("Product.related", Related);

        yield return On<Customer>("Customer.id", customer => customer.Id);
        yield return On<Customer>("Customer.name", customer => customer.Name);
        yield return On<Customer>("Customer.email", customer => customer.Email);
        yield return On<Customer>("Customer.since", customer => customer.Since);
        yield return Field("Customer.orders", context => PageOf(shop.OrdersOf((Customer)context.Source!), context));

        yield return On<Order>("Order.id", order => order.Id);
        yield return On<Order>("Order.number", order => order.Index + 1);
        yield return On<Order>("Order.customer", order => shop.Customer(order.CustomerIndex));
        yield return On<Order>("Order.status", order => order.Status);
        yield return On<Order>("Order.placedAt", order => order.PlacedAt);
        yield return On<Order>("Order.note", order => order.Note);
        yield return On<Order>("Order.lines", order => order.Lines);
        yield return On<Order>("Order.total", order => order.Total);
        yield return On<OrderLine>("OrderLine.product", line => shop.Product(line.ProductIndex));
        yield return On<OrderLine>("OrderLine.quantity", line => line.Quantity);
        yield return On<OrderLine>("OrderLine.price", line => line.Price);
        yield return On<Money>("Money.amount", money => money.Amount);
        yield return On<Money>("Money.currency", money => money.Currency);

        foreach (var connection in (string[])["Product", "Customer", "Order"])
        {
            yield return On<ShopPage>($"{connection}Connection.edges", page => page.Edges());
            yield return On<ShopPage>($"{connection}Connection.nodes", page => page.Nodes());
            yield return On<ShopPage>($"{connection}Connection.pageInfo", page => page);
            yield return On<ShopPage>($"{connection}Connection.totalCount", page => page.TotalCount);
            yield return On<ShopEdge>($"{connection}Edge.cursor", edge => edge.Cursor);
            yield return On<ShopEdge>($"{connection}Edge.node", edge => edge.Node);
        }

        yield return On<ShopPage>("PageInfo.hasNextPage", page => page.HasNextPage);
        yield return On<ShopPage>("PageInfo.hasPreviousPage", page => page.HasPreviousPage);
        yield return On<ShopPage>("PageInfo.startCursor", page => page.StartCursor);
        yield return On<ShopPage>("PageInfo.endCursor", page => page.EndCursor);
    }

    private static (string, Func<ResolveContext, ValueTask<object?>>) Field(string coordinate, Func<ResolveContext, object?> resolve) =>
        (coordinate, context => new ValueTask<object?>(resolve(context)));

    private static (string, Func<ResolveContext, ValueTask<object?>>) On<T>(string coordinate, Func<T, object?> resolve) =>
        (coordinate, context => new ValueTask<object?>(resolve((T)context.Source!)));

    private object? Node(string id) => OpaqueText.TryReadId(id, out var kind, out var index)
        ? shop.Node(kind, index)
        : throw new ArgumentException($"'{id}' is no id of this shop. Ids are opaque: give back one that a field named 'id' gave out.");

    private ShopPage PageOf<T>(ShopSlice<T> slice, ResolveContext context)
        where T : class
    {
        var (start, end) = context.Page().RangeOf(slice.Count, options.MaximumPageSize);
        return new ShopPage(slice.Count, slice.At, start, end);
    }

    private Product? FindProduct(ResolveContext context)
    {
        if (context.Argument<string>("id") is { } id)
            return Node(id) as Product;
        if (context.Argument<string>("sku") is not { } sku)
            throw new ArgumentException("A product is looked up by 'id' or by 'sku'; give one of them.");
        return ShopGenerator.TryReadSku(sku, out var index) ? shop.Product(index) : null;
    }

    private Product[] ProductsAt(ResolveContext context)
    {
        var offset = context.Argument<int>("offset");
        var limit = context.Argument<int>("limit");
        if (offset < 0 || limit < 0 || limit > options.MaximumPageSize)
            throw new ArgumentException($"'offset' is from 0 and 'limit' from 0 to {options.MaximumPageSize}; they are {offset} and {limit}.");
        var end = (int)Math.Min(shop.ProductCount, (long)offset + limit);
        return offset >= end ? [] : [.. Enumerable.Range(offset, end - offset).Select(index => shop.Product(index)!)];
    }

    private object[] Search(ResolveContext context)
    {
        var text = context.Argument<string>("text")!;
        var products = First(shop.Products(null), product => product.Name.Contains(text, StringComparison.OrdinalIgnoreCase));
        var customers = First(shop.Customers(), customer => customer.Name.Contains(text, StringComparison.OrdinalIgnoreCase));
        var orders = First(shop.Orders(), order => $"{order.Index + 1}" == text);
        return [.. products.Concat(customers).Concat(orders).Take(context.Argument<int>("first"))];

        static IEnumerable<object> First<T>(ShopSlice<T> slice, Func<T, bool> isMatch)
            where T : class => Enumerable.Range(0, Math.Min(slice.Count, SearchDepth)).Select(slice.At).Where(isMatch);
    }

    private Product[] Related(ResolveContext context)
    {
        var index = ((Product)context.Source!).Index;
        var count = Math.Clamp(context.Argument<int>("first"), 0, Math.Min(options.MaximumPageSize, shop.ProductCount));
        return [.. Enumerable.Range(1, count).Select(step => shop.Product((int)((index + (long)step) % shop.ProductCount))!)];
    }
}
