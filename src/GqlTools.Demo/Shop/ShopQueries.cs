using GqlTools.Language.Execution;
using GqlTools.Language.Sdl;

namespace GqlTools.Demo.Shop;

/// <summary>The fields that read the shop, by schema coordinate.</summary>
internal sealed class ShopQueries(ShopData shop, DemoServerOptions options)
{
    private const int SearchDepth = 1_000;

    public void Bind(SchemaBindings bindings)
    {
        bindings.ResolveValue("Query.node", context => Node(context.Argument<string>("id")!));
        bindings.ResolveValue("Query.nodes", context => context.Argument<IReadOnlyList<object?>>("ids")!.Select(id => Node((string)id!)).ToArray());
        bindings.ResolveValue("Query.product", FindProduct);
        bindings.ResolveValue("Query.requireProduct", RequireProduct);
        bindings.ResolveValue("Query.customer", context => Node(context.Argument<string>("id")!) as Customer);
        bindings.ResolveValue("Query.order", context => Node(context.Argument<string>("id")!) as Order);
        bindings.ResolveValue("Query.products", context => PageOf(shop.Products(context.Argument<string>("category")), context));
        bindings.ResolveValue("Query.customers", context => PageOf(shop.Customers(), context));
        bindings.ResolveValue("Query.orders", context => PageOf(shop.Orders(), context));
        bindings.ResolveValue("Query.productsAt", ProductsAt);
        bindings.ResolveValue("Query.search", Search);

        On<Product>(bindings, "Product.id", product => product.Id);
        On<Product>(bindings, "Product.sku", product => product.Sku);
        On<Product>(bindings, "Product.name", product => product.Name);
        On<Product>(bindings, "Product.title", product => product.Name);
        On<Product>(bindings, "Product.description", product => product.Description);
        On<Product>(bindings, "Product.category", product => product.Category);
        On<Product>(bindings, "Product.price", product => product.Price);
        On<Product>(bindings, "Product.stock", product => product.Stock);
        On<Product>(bindings, "Product.barcode", product => product.Barcode);
        On<Product>(bindings, "Product.tags", product => product.Tags);
        On<Product>(bindings, "Product.weightKilograms", product => product.WeightKilograms);
        On<Product>(bindings, "Product.createdAt", product => product.CreatedAt);
        bindings.ResolveValue("Product.related", Related);

        On<Customer>(bindings, "Customer.id", customer => customer.Id);
        On<Customer>(bindings, "Customer.name", customer => customer.Name);
        On<Customer>(bindings, "Customer.email", customer => customer.Email);
        On<Customer>(bindings, "Customer.since", customer => customer.Since);
        bindings.ResolveValue("Customer.orders", context => PageOf(shop.OrdersOf((Customer)context.Source!), context));

        On<Order>(bindings, "Order.id", order => order.Id);
        On<Order>(bindings, "Order.number", order => order.Index + 1);
        On<Order>(bindings, "Order.customer", order => shop.Customer(order.CustomerIndex));
        On<Order>(bindings, "Order.status", order => order.Status);
        On<Order>(bindings, "Order.placedAt", order => order.PlacedAt);
        On<Order>(bindings, "Order.note", order => order.Note);
        On<Order>(bindings, "Order.lines", order => order.Lines);
        On<Order>(bindings, "Order.total", order => order.Total);
        On<OrderLine>(bindings, "OrderLine.product", line => shop.Product(line.ProductIndex));
        On<OrderLine>(bindings, "OrderLine.quantity", line => line.Quantity);
        On<OrderLine>(bindings, "OrderLine.price", line => line.Price);
        On<Money>(bindings, "Money.amount", money => money.Amount);
        On<Money>(bindings, "Money.currency", money => money.Currency);

        foreach (var connection in (string[])["Product", "Customer", "Order"])
        {
            On<ShopPage>(bindings, $"{connection}Connection.edges", page => page.Edges());
            On<ShopPage>(bindings, $"{connection}Connection.nodes", page => page.Nodes());
            On<ShopPage>(bindings, $"{connection}Connection.pageInfo", page => page);
            On<ShopPage>(bindings, $"{connection}Connection.totalCount", page => page.TotalCount);
            On<ShopEdge>(bindings, $"{connection}Edge.cursor", edge => edge.Cursor);
            On<ShopEdge>(bindings, $"{connection}Edge.node", edge => edge.Node);
        }

        On<ShopPage>(bindings, "PageInfo.hasNextPage", page => page.HasNextPage);
        On<ShopPage>(bindings, "PageInfo.hasPreviousPage", page => page.HasPreviousPage);
        On<ShopPage>(bindings, "PageInfo.startCursor", page => page.StartCursor);
        On<ShopPage>(bindings, "PageInfo.endCursor", page => page.EndCursor);
    }

    private static void On<T>(SchemaBindings bindings, string coordinate, Func<T, object?> resolve) =>
        bindings.ResolveValue(coordinate, context => resolve((T)context.Source!));

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

    private Product RequireProduct(ResolveContext context)
    {
        var sku = context.Argument<string>("sku")!;
        return ShopGenerator.TryReadSku(sku, out var index) && shop.Product(index) is { } product
            ? product
            : throw new FieldErrorException($"There is no product '{sku}'.", new Dictionary<string, object?> { ["code"] = "NOT_FOUND", ["sku"] = sku });
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
