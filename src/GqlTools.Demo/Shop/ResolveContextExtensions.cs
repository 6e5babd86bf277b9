using GqlTools.Language.Execution;

namespace GqlTools.Demo.Shop;

/// <summary>How the shop's resolvers read their arguments.</summary>
internal static class ResolveContextExtensions
{
    public static T? Argument<T>(this ResolveContext context, string name) => Value<T>(context.Arguments, name);

    public static IReadOnlyDictionary<string, object?> Input(this ResolveContext context) => (IReadOnlyDictionary<string, object?>)context.Arguments["input"]!;

    public static T? Value<T>(this IReadOnlyDictionary<string, object?> values, string name) =>
        values.TryGetValue(name, out var value) ? (T?)value : default;

    public static ShopRequest Request(this ResolveContext context) => (ShopRequest)context.Context!;

    public static PageArguments Page(this ResolveContext context) => new(
        context.Argument<int?>("first"), context.Argument<string>("after"), context.Argument<int?>("last"), context.Argument<string>("before"));
}
