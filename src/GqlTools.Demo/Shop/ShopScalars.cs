using System.Globalization;
using System.Numerics;
using System.Text.Json;
using GqlTools.Language.Execution;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Demo.Shop;

/// <summary>The shop's own scalars. Numbers keep every digit they came with; the JSON scalar passes anything through.</summary>
internal static class ShopScalars
{
    private const string DateTimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    public static void Bind(SchemaBindings bindings)
    {
        bindings.Scalar("Decimal", parseValue: ReadDecimal, parseLiteral: literal => literal switch
        {
            IntValueNode number => ReadDecimal(number.Value),
            FloatValueNode number => ReadDecimal(number.Value),
            _ => throw new CoercionException("A Decimal is a number."),
        });
        bindings.Scalar("Long", parseValue: ReadLong);
        bindings.Scalar("DateTime", value => ((DateTimeOffset)value).ToString(DateTimeFormat, CultureInfo.InvariantCulture), ReadDateTime);
        bindings.Scalar("JSON");
        bindings.ResolveType("Node", NameOf);
        bindings.ResolveType("SearchResult", NameOf);
    }

    private static string? NameOf(object value, ResolveContext context) => value.GetType().Name;

    private static object? ReadDecimal(object value) => value switch
    {
        int number => (decimal)number,
        long number => (decimal)number,
        BigInteger number => (decimal)number,
        decimal => value,
        JsonElement { ValueKind: JsonValueKind.Number } number => ReadDecimal(number.GetRawText()),
        string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new CoercionException($"A Decimal is a number of at most 28 digits, not {value}."),
    };

    private static object? ReadLong(object value) => value switch
    {
        int number => (long)number,
        long => value,
        BigInteger number when number >= long.MinValue && number <= long.MaxValue => (long)number,
        JsonElement { ValueKind: JsonValueKind.Number } json when json.TryGetInt64(out var number) => number,
        _ => throw new CoercionException($"A Long is a whole number of 64 bits, not {value}."),
    };

    private static object? ReadDateTime(object value)
    {
        var text = value is JsonElement { ValueKind: JsonValueKind.String } json ? json.GetString() : value as string;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new CoercionException($"A DateTime is a text such as 2026-01-31T08:30:00+01:00, not {value}.");
    }
}
