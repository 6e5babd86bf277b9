using System.Globalization;

namespace GqlTools.Demo.Shop;

/// <summary>Computes products, customers and orders from their numbers: the same on every machine, and without memory for those nobody asks for.</summary>
internal sealed class ShopGenerator(DemoServerOptions options)
{
    public static readonly string[] Categories = ["BOOKS", "GARDEN", "GAMES", "KITCHEN", "TOOLS"];
    private static readonly string[] Statuses = ["OPEN", "PAID", "SHIPPED", "RETURNED"];
    private static readonly string[] Adjectives = ["Blue", "Folding", "Quiet", "Large", "Grüne", "Wooden", "Pocket", "Second", "日本", "Plain"];
    private static readonly string[] Things = ["Lamp", "Kettle", "Atlas", "Spade", "Chessboard", "Saw", "Teapot", "Novel", "Hose", "Puzzle", "Whisk"];
    private static readonly string[] Tags = ["new", "sale", "heavy", "fragile", "gift"];
    private static readonly string[] Notes = ["Ring twice.", "Leave it at the \"blue\" door.", "Line one\nline two", "Grüße 🎁"];
    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 8, 30, 0, TimeSpan.FromHours(1));
    private const string SkuPrefix = "SKU-";
    private const int LowestPriceCents = 100;
    private const int PriceRangeCents = 50_000;
    private const long BarcodeBase = 4_000_000_000_000; // EAN-13 numbers have thirteen digits

    public static Product Product(int index)
    {
        var random = Scramble(index, 1);
        var name = $"{Pick(Adjectives, random)} {Pick(Things, random >> 8)} {index.ToString(CultureInfo.InvariantCulture)}";
        return new Product(
            index,
            SkuOf(index),
            name,
            random % 7 == 0 ? null : $"{name} comes in a box.",
            Categories[index % Categories.Length],
            Money.OfCents((int)(LowestPriceCents + (random >> 4) % PriceRangeCents)),
            (int)(random >> 20 & 0xFF),
            BarcodeBase + index,
            Tags[..(int)(random >> 12 & 3)],
            random % 5 == 0 ? null : Math.Round((random >> 16 & 0xFFFF) / 1000.0, 3),
            Epoch.AddMinutes(index));
    }

    public static string SkuOf(int productIndex) => string.Create(CultureInfo.InvariantCulture, $"{SkuPrefix}{productIndex:D7}");

    public static bool TryReadSku(string sku, out int index)
    {
        index = 0;
        return sku.StartsWith(SkuPrefix, StringComparison.Ordinal)
            && int.TryParse(sku.AsSpan(SkuPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }

    public static Customer Customer(int index)
    {
        var random = Scramble(index, 2);
        var name = $"{Pick(Adjectives, random)} {Pick(Things, random >> 8)}";
        return new Customer(index, $"{name} {index}", $"customer{index}@example.com", Epoch.AddHours(index));
    }

    public Order Order(int index)
    {
        var random = Scramble(index, 3);
        var lines = new OrderLine[1 + (int)(random & 3)];
        for (var line = 0; line < lines.Length; line++)
            lines[line] = Line((int)(Scramble(index, 4 + line) % (uint)Math.Max(1, options.ProductCount)), 1 + line);
        return new Order(
            index, index / options.OrdersPerCustomer, Pick(Statuses, random >> 4), Epoch.AddMinutes(index * 7L),
            random % 3 == 0 ? Pick(Notes, random >> 8) : null, lines);
    }

    public static OrderLine Line(int productIndex, int quantity) => new(productIndex, quantity, Product(productIndex).Price * quantity);

    private static string Pick(string[] words, uint random) => words[random % (uint)words.Length];

    // The finalizer of MurmurHash3 (public domain): neighbours in, unrelated numbers out.
    private static uint Scramble(int index, int salt)
    {
        var x = (uint)index * 31 + (uint)salt;
        x ^= x >> 16;
        x *= 0x85EBCA6B;
        x ^= x >> 13;
        x *= 0xC2B2AE35;
        return x ^ x >> 16;
    }
}
