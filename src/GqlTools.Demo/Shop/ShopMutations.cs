using GqlTools.Language.Execution;
using GqlTools.Language.Sdl;

namespace GqlTools.Demo.Shop;

/// <summary>The fields that change the shop, by schema coordinate.</summary>
internal sealed class ShopMutations(ShopData shop, DemoServerCounters counters)
{
    public void Bind(SchemaBindings bindings)
    {
        bindings.ResolveValue("Mutation.createOrder", context => Once(context, CreateOrder));
        bindings.ResolveValue("Mutation.renameProduct", context => Once(context, RenameProduct));
        bindings.ResolveValue("Mutation.setStock", context => Once(context, SetStock));
        bindings.ResolveValue("Mutation.setPrice", context => Once(context, SetPrice));
        bindings.Resolve("Mutation.count", CountAsync);
        bindings.ResolveValue("Mutation.failMutation", Fail);
        foreach (var (payload, result) in ((string, string)[])[("CreateOrder", "order"), ("RenameProduct", "product"), ("SetStock", "product"), ("SetPrice", "product")])
        {
            bindings.ResolveValue($"{payload}Payload.clientMutationId", context => ((MutationPayload)context.Source!).ClientMutationId);
            bindings.ResolveValue($"{payload}Payload.replayed", context => ((MutationPayload)context.Source!).Replayed);
            bindings.ResolveValue($"{payload}Payload.{result}", context => ((MutationPayload)context.Source!).Result);
        }
    }

    private MutationPayload Once(ResolveContext context, Func<IReadOnlyDictionary<string, object?>, object> apply)
    {
        var input = context.Input();
        var clientMutationId = input.Value<string>("clientMutationId");
        var key = context.Request().IdempotencyKey(clientMutationId);
        var (result, replayed) = shop.Once(context.FieldName, key, () => apply(input));
        return new MutationPayload(clientMutationId, result, replayed);
    }

    private Order CreateOrder(IReadOnlyDictionary<string, object?> input)
    {
        var customer = Index(input, "customerId", ShopKind.Customer);
        var lines = input.Value<IReadOnlyList<object?>>("lines")!.Cast<IReadOnlyDictionary<string, object?>>().Select(line =>
        {
            var quantity = line.Value<int>("quantity");
            return quantity > 0
                ? (Index(line, "productId", ShopKind.Product), quantity)
                : throw new ArgumentException($"A line's quantity is at least 1, not {quantity}.");
        }).ToArray();
        return lines.Length > 0
            ? shop.CreateOrder(customer, lines, input.Value<string>("note"))
            : throw new ArgumentException("An order has at least one line.");
    }

    private Product RenameProduct(IReadOnlyDictionary<string, object?> input)
    {
        var name = input.Value<string>("name")!;
        if (string.IsNullOrWhiteSpace(name))
            throw new ArgumentException("A product's name is not empty.");
        return shop.Change("Mutation.renameProduct", Index(input, "id", ShopKind.Product), product => product with { Name = name });
    }

    private Product SetStock(IReadOnlyDictionary<string, object?> input)
    {
        var stock = input.Value<int>("stock");
        if (stock < 0)
            throw new ArgumentException($"A stock is at least 0, not {stock}.");
        return shop.Change("Mutation.setStock", Index(input, "id", ShopKind.Product), product => product with { Stock = stock });
    }

    private Product SetPrice(IReadOnlyDictionary<string, object?> input)
    {
        var amount = input.Value<decimal>("amount");
        return amount >= 0
            ? shop.SetPrice(Index(input, "id", ShopKind.Product), amount)
            : throw new ArgumentException($"A price is at least 0, not {amount}.");
    }

    private async ValueTask<object?> CountAsync(ResolveContext context)
    {
        var count = shop.Count();
        await Task.Delay(context.Argument<int>("milliseconds"), context.CancellationToken);
        return count;
    }

    private object? Fail(ResolveContext context)
    {
        counters.FieldCounted("Mutation.failMutation");
        throw new ArgumentException(context.Argument<string>("message"));
    }

    private int Index(IReadOnlyDictionary<string, object?> input, string name, ShopKind wanted)
    {
        var id = input.Value<string>(name)!;
        return OpaqueText.TryReadId(id, out var kind, out var index) && kind == wanted && shop.Node(kind, index) is not null
            ? index
            : throw new ArgumentException($"'{name}' is '{id}', which is the id of no {wanted} of this shop.");
    }
}
