using System.Runtime.CompilerServices;
using System.Text.Json;
using GqlTools.Language.Execution;
using GqlTools.Language.Sdl;

namespace GqlTools.Demo.Shop;

/// <summary>The fields that are there to try a client: slow, failing, large, deep, and those that show what arrived. By schema coordinate.</summary>
internal sealed class ShopProbes(DemoServerCounters counters, TimeProvider clock)
{
    private const int MaximumBigBytes = 1 << 30;
    private const int MaximumDepth = 100_000;

    // Every part of one source object; the fields below them decide what there is to see.
    private static readonly object Here = new();

    public void Bind(SchemaBindings bindings)
    {
        bindings.ResolveValue("Query.request", _ => Here);
        bindings.ResolveValue("RequestFacts.method", context => context.Request().Http.Request.Method);
        bindings.ResolveValue("RequestFacts.httpVersion", context => context.Request().Http.Request.Protocol);
        bindings.ResolveValue("RequestFacts.scheme", context => context.Request().Http.Request.Scheme);
        bindings.ResolveValue("RequestFacts.host", context => context.Request().Http.Request.Host.Value);
        bindings.ResolveValue("RequestFacts.connectionId", context => context.Request().Http.Connection.Id);
        bindings.ResolveValue("RequestFacts.header", Header);
        bindings.ResolveValue("RequestFacts.connectionPayload", context => context.Request().ConnectionPayload);
        bindings.ResolveValue("RequestFacts.clientCertificate", context => context.Request().Http.Connection.ClientCertificate?.Subject);

        bindings.ResolveValue("Query.echo", Value);
        bindings.ResolveValue("Query.typed", _ => Here);
        foreach (var type in (string[])["string", "int", "float", "boolean", "id", "category", "long", "decimal", "dateTime", "list", "input"])
            bindings.ResolveValue($"Echo.{type}", Value);

        bindings.Resolve("Query.slow", SlowAsync);
        bindings.ResolveValue("Query.fail", Fail);
        bindings.ResolveValue("Query.failNonNull", Fail);
        bindings.ResolveValue("Query.big", context => Text(context.Argument<int>("bytes")));
        bindings.ResolveValue("Query.deep", Deep);
        bindings.ResolveValue("Query.numbers", context => NumbersAsync(context.Argument<int>("to"), TimeSpan.FromMilliseconds(context.Argument<int>("intervalMilliseconds"))));
        bindings.ResolveValue("Query.tree", context => context.Argument<int>("level"));
        bindings.ResolveValue("Tree.level", context => context.Source);
        bindings.ResolveValue("Tree.child", context => (int)context.Source! + 1);
        bindings.ResolveValue("Tree.nullableChild", context => (int)context.Source! + 1);
        bindings.ResolveValue("Tree.fail", Fail);
    }

    private static string? Header(ResolveContext context)
    {
        var headers = context.Request().Http.Request.Headers;
        return headers.TryGetValue(context.Argument<string>("name")!, out var value) ? value.ToString() : null;
    }

    private static object? Value(ResolveContext context) => context.Argument<object>("value");

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

    private async IAsyncEnumerable<object?> NumbersAsync(int to, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var number = 1; number <= to; number++)
        {
            if (interval > TimeSpan.Zero)
                await Task.Delay(interval, clock, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            yield return number;
        }
    }

    private static object? Fail(ResolveContext context) =>
        throw new FieldErrorException(
            context.Argument<string>("message") ?? "It failed.",
            context.Argument<string>("code") is { } code ? new Dictionary<string, object?> { ["code"] = code } : null);

    public static string Text(int bytes) =>
        bytes is >= 0 and <= MaximumBigBytes
            ? new string('x', bytes)
            : throw new ArgumentException($"'bytes' is from 0 to {MaximumBigBytes}, not {bytes}.");

    private static object? Deep(ResolveContext context)
    {
        var levels = context.Argument<int>("levels");
        if (levels is < 0 or > MaximumDepth)
            throw new ArgumentException($"'levels' is from 0 to {MaximumDepth}, not {levels}.");
        // As JSON text, because a nest of real lists would have to be written by recursion.
        using var json = JsonDocument.Parse(
            new string('[', levels) + "null" + new string(']', levels), new JsonDocumentOptions { MaxDepth = levels + 1 });
        return json.RootElement.Clone();
    }
}
