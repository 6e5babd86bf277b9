using GqlTools.Language.Execution;

namespace GqlTools.Demo.Shop;

/// <summary>The fields that are there to try a client: slow, failing, large, deep, and those that show what arrived. By schema coordinate.</summary>
internal sealed class ShopProbes(DemoServerCounters counters)
{
    private const int MaximumBigBytes = 1 << 30;
    private const int MaximumDepth = 100_000;

    // Every part of one source object; the fields below them decide what there is to see.
    private static readonly object Here = new();

    public IEnumerable<(string Coordinate, Func<ResolveContext, ValueTask<object?>> Resolve)> Fields()
    {
        yield return ("Query.request", _ => new(Here));
        yield return ("RequestFacts.method", context => new(context.Request().Http.Request.Method));
        yield return ("RequestFacts.httpVersion", context => new(context.Request().Http.Request.Protocol));
        yield return ("RequestFacts.scheme", context => new(context.Request().Http.Request.Scheme));
        yield return ("RequestFacts.host", context => new(context.Request().Http.Request.Host.Value));
        yield return ("RequestFacts.connectionId", context => new(context.Request().Http.Connection.Id));
        yield return ("RequestFacts.header", Header);
        yield return ("RequestFacts.clientCertificate", context => new(context.Request().Http.Connection.ClientCertificate?.Subject));

        yield return ("Query.echo", Value);
        yield return ("Query.typed", _ => new(Here));
        foreach (var type in (string[])["string", "int", "float", "boolean", "id", "category", "long", "decimal", "dateTime", "list", "input"])
            yield return ($"Echo.{type}", Value);

        yield return ("Query.slow", SlowAsync);
        yield return ("Query.fail", Fail);
        yield return ("Query.failNonNull", Fail);
        yield return ("Query.big", Big);
        yield return ("Query.deep", Deep);
        yield return ("Query.tree", context => new(context.Argument<int>("level")));
        yield return ("Tree.level", context => new(context.Source));
        yield return ("Tree.child", context => new((int)context.Source! + 1));
        yield return ("Tree.nullableChild", context => new((int)context.Source! + 1));
        yield return ("Tree.fail", Fail);
    }

    private static ValueTask<object?> Header(ResolveContext context)
    {
        var headers = context.Request().Http.Request.Headers;
        return new(headers.TryGetValue(context.Argument<string>("name")!, out var value) ? value.ToString() : null);
    }

    private static ValueTask<object?> Value(ResolveContext context) => new(context.Argument<object>("value"));

    private async ValueTask<object?> SlowAsync(ResolveContext context)
    {
        var milliseconds = context.Argument<int>("milliseconds");
        if (milliseconds < 0)
            throw new ArgumentException($"'milliseconds' is at least 0, not {milliseconds}.");
        counters.FieldCounted("Query.slow");
        try
        {
            await Task.Delay(milliseconds, context.CancellationToken);
            return milliseconds;
        }
        catch (OperationCanceledException)
        {
            counters.FieldCounted("Query.slow cancelled");
            throw;
        }
    }

    private static ValueTask<object?> Fail(ResolveContext context) =>
        throw new ShopException(context.Argument<string>("message") ?? "It failed.", context.Argument<string>("code"));

    private static ValueTask<object?> Big(ResolveContext context)
    {
        var bytes = context.Argument<int>("bytes");
        return bytes is >= 0 and <= MaximumBigBytes
            ? new(new string('x', bytes))
            : throw new ArgumentException($"'bytes' is from 0 to {MaximumBigBytes}, not {bytes}.");
    }

    private static ValueTask<object?> Deep(ResolveContext context)
    {
        var levels = context.Argument<int>("levels");
        if (levels is < 0 or > MaximumDepth)
            throw new ArgumentException($"'levels' is from 0 to {MaximumDepth}, not {levels}.");
        object? value = "bottom";
        for (var level = 0; level < levels; level++)
            value = new object?[] { value };
        return new(value);
    }
}
