using System.Globalization;
using System.Runtime.CompilerServices;
using GqlTools.Language.Execution;
using GqlTools.Language.Sdl;

namespace GqlTools.Demo.Shop;

/// <summary>The fields that give one event after another, by schema coordinate.</summary>
internal sealed class ShopSubscriptions(ShopData shop, TimeProvider clock)
{
    private const int PriceStepCents = 10;

    public void Bind(SchemaBindings bindings)
    {
        Stream(bindings, "count", Count);
        Stream(bindings, "priceChanged", PricesChanged);
        Stream(bindings, "orderPlaced", _ => shop.OrdersPlaced());
        Stream(bindings, "failAtStart", context => throw new FieldErrorException(context.Argument<string>("message")!));
        Stream(bindings, "failAfter", context => FailAfterAsync(context.Argument<int>("events"), context.Argument<string>("message")!));
        Stream(bindings, "failNow", context => CountAsync(1, context.Argument<int>("to"), TimeSpan.Zero));
        Stream(bindings, "silence", _ => SilenceAsync());

        bindings.ResolveValue("CountEvent.id", context => ((int)context.Source!).ToString(CultureInfo.InvariantCulture));
        bindings.ResolveValue("CountEvent.number", context => context.Source);
        bindings.ResolveValue("CountEvent.padding", context => ShopProbes.Text(context.Argument<int>("bytes")));
        bindings.ResolveValue("FailingEvent.number", context => (int)context.Source! % 2 == 1 ? context.Source : throw new FieldErrorException("It failed."));
        bindings.ResolveValue("PriceChange.sku", context => ((PriceChange)context.Source!).Product.Sku);
        bindings.ResolveValue("PriceChange.price", context => ((PriceChange)context.Source!).Product.Price);
        bindings.ResolveValue("PriceChange.previous", context => ((PriceChange)context.Source!).Previous);
        bindings.ResolveValue("PriceChange.product", context => ((PriceChange)context.Source!).Product);
    }

    // What the stream gives is the root value of each event's own execution: the field below it resolves to that.
    private static void Stream(SchemaBindings bindings, string field, Func<ResolveContext, IAsyncEnumerable<object?>> open)
    {
        bindings.Subscribe($"Subscription.{field}", context =>
        {
            var events = open(context);
            context.Request().SourceOpened?.Invoke();
            return ValueTask.FromResult(events);
        });
        bindings.ResolveValue($"Subscription.{field}", context => context.Source);
    }

    private IAsyncEnumerable<object?> Count(ResolveContext context)
    {
        var start = context.Argument<int>("from");
        if (context.Argument<string>("after") is { } after)
        {
            start = int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                ? last + 1
                : throw new FieldErrorException($"'after' is '{after}', which is the id of no event of this count.");
        }

        var interval = context.Argument<int>("intervalMilliseconds");
        return interval >= 0
            ? CountAsync(start, context.Argument<int?>("to") ?? int.MaxValue, TimeSpan.FromMilliseconds(interval))
            : throw new FieldErrorException($"'intervalMilliseconds' is at least 0, not {interval}.");
    }

    private async IAsyncEnumerable<object?> CountAsync(
        int start, int end, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var number = start; number <= end; number++)
        {
            // Not before the first: who waits for it learns at once that the stream is there.
            if (interval > TimeSpan.Zero && number > start)
                await Task.Delay(interval, clock, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            yield return number;
            if (number == int.MaxValue)
                break;
        }
    }

    private IAsyncEnumerable<object?> PricesChanged(ResolveContext context)
    {
        var sku = context.Argument<string>("sku");
        if (sku is not null && (!ShopGenerator.TryReadSku(sku, out var index) || shop.Product(index) is null))
            throw new FieldErrorException($"There is no product '{sku}'.");
        var changes = shop.PricesChanged();
        if (context.Argument<int?>("intervalMilliseconds") is { } interval)
            changes = WithOwnChangesAsync(changes, TimeSpan.FromMilliseconds(Math.Max(1, interval)), sku);
        return sku is null ? changes : OfAsync(changes, sku);
    }

    // The subscription itself is the shop's clerk: as long as it runs, prices move.
    private async IAsyncEnumerable<PriceChange> WithOwnChangesAsync(
        IAsyncEnumerable<PriceChange> changes, TimeSpan interval, string? sku, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var turn = -1;
        using var timer = clock.CreateTimer(_ => ChangeOne(), null, TimeSpan.Zero, interval);
        await foreach (var change in changes.WithCancellation(cancellationToken))
            yield return change;

        void ChangeOne()
        {
            if (sku is null || !ShopGenerator.TryReadSku(sku, out var index))
                index = Interlocked.Increment(ref turn) % shop.ProductCount;
            shop.SetPrice(index, shop.Product(index)!.Price.Amount + Money.OfCents(PriceStepCents).Amount);
        }
    }

    private static async IAsyncEnumerable<PriceChange> OfAsync(
        IAsyncEnumerable<PriceChange> changes, string sku, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var change in changes.WithCancellation(cancellationToken))
        {
            if (change.Product.Sku == sku)
                yield return change;
        }
    }

    private async IAsyncEnumerable<object?> FailAfterAsync(int events, string message, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var number in CountAsync(1, events, TimeSpan.Zero, cancellationToken))
            yield return number;
        throw new FieldErrorException(message);
    }

    private static async IAsyncEnumerable<object?> SilenceAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        yield break;
    }
}
