using GqlTools.Language.Sdl;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Demo.Shop;

/// <summary>Puts the shop's schema document and its resolvers together.</summary>
internal static class ShopSchema
{
    public static Schema Build(DemoServerOptions options, DemoServerCounters counters)
    {
        var shop = new ShopData(options, counters);
        var bindings = new SchemaBindings();
        ShopScalars.Bind(bindings);
        new ShopQueries(shop, options).Bind(bindings);
        new ShopMutations(shop, counters).Bind(bindings);
        new ShopSubscriptions(shop, options.TimeProvider).Bind(bindings);
        ShopUploads.Bind(bindings);
        new ShopProbes(counters, options.TimeProvider).Bind(bindings);
        return SchemaBuilder.Build(ReadDocument(), bindings);
    }

    private static string ReadDocument()
    {
        using var stream = typeof(ShopSchema).Assembly.GetManifestResourceStream("shop.graphql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
