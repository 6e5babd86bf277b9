using System.Globalization;
using System.Numerics;
using System.Text.Json;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.TypeSystem;

/// <summary>The five scalars every schema may use without defining them (specification sections 3.5.1 to 3.5.5).</summary>
public static class BuiltInScalars
{
    /// <summary>A 32-bit signed integer; resolvers see <see cref="int"/>.</summary>
    public static ScalarType Int { get; } = new("Int")
    {
        Description = "A whole number between -(2^31) and 2^31 - 1.",
        Serialize = static value => Number(value, "Int") is { } number ? ToInt32(number, value) : throw NotA("Int", "a whole number", value),
        ParseValue = static value => value is string or bool ? throw NotA("Int", "a whole number", value)
            : Number(value, "Int") is { } number ? ToInt32(number, value) : throw NotA("Int", "a whole number", value),
        ParseLiteral = static literal => literal is not IntValueNode node ? throw NotA("Int", "a whole number", literal)
            : int.TryParse(node.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : throw OutOfRange(node.Value),
    };

    /// <summary>A double-precision number; resolvers see <see cref="double"/>.</summary>
    public static ScalarType Float { get; } = new("Float")
    {
        Description = "A double-precision number as in IEEE 754; neither infinite nor NaN.",
        Serialize = static value => Finite(value) ?? throw NotA("Float", "a finite number", value),
        ParseValue = static value => value is string or bool ? throw NotA("Float", "a finite number", value)
            : Finite(value) ?? throw NotA("Float", "a finite number", value),
        ParseLiteral = static literal => literal switch
        {
            IntValueNode node => ParseDouble(node.Value, node),
            FloatValueNode node => ParseDouble(node.Value, node),
            _ => throw NotA("Float", "a finite number", literal),
        },
    };

    /// <summary>A text; resolvers see <see cref="string"/>.</summary>
    public static ScalarType String { get; } = new("String")
    {
        Description = "A text of Unicode characters.",
        Serialize = static value => value switch
        {
            string text => text,
            char character => character.ToString(),
            bool truth => truth ? "true" : "false",
            double number when !double.IsFinite(number) => throw NotA("String", "a text", value),
            float number when !float.IsFinite(number) => throw NotA("String", "a text", value),
            IConvertible or BigInteger => NumberText(value),
            Guid or Uri or DateTimeOffset => value is DateTimeOffset time ? time.ToString("O", CultureInfo.InvariantCulture) : value.ToString(),
            JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
            _ => throw NotA("String", "a text", value),
        },
        ParseValue = static value => value switch
        {
            string text => text,
            JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
            _ => throw NotA("String", "a text", value),
        },
        ParseLiteral = static literal => literal is StringValueNode node ? node.Value : throw NotA("String", "a text", literal),
    };

    /// <summary>True or false; resolvers see <see cref="bool"/>.</summary>
    public static ScalarType Boolean { get; } = new("Boolean")
    {
        Description = "True or false.",
        Serialize = static value => value switch
        {
            bool truth => truth,
            JsonElement { ValueKind: JsonValueKind.True } => true,
            JsonElement { ValueKind: JsonValueKind.False } => false,
            string => throw NotA("Boolean", "true or false", value),
            _ => Finite(value) is { } number ? number != 0 : throw NotA("Boolean", "true or false", value),
        },
        ParseValue = static value => value switch
        {
            bool truth => truth,
            JsonElement { ValueKind: JsonValueKind.True } => true,
            JsonElement { ValueKind: JsonValueKind.False } => false,
            _ => throw NotA("Boolean", "true or false", value),
        },
        ParseLiteral = static literal => literal is BooleanValueNode node ? node.Value : throw NotA("Boolean", "true or false", literal),
    };

    /// <summary>An identifier, a text or a whole number when given, a text in responses; resolvers see <see cref="string"/>.</summary>
    public static ScalarType ID { get; } = new("ID")
    {
        Description = "An identifier: written as a text or a whole number, answered as a text, not meant to be read by people.",
        Serialize = static value => value is Guid or Uri ? value.ToString() : ToId(value),
        ParseValue = ToId,
        ParseLiteral = static literal => literal switch
        {
            StringValueNode node => node.Value,
            IntValueNode node => node.Value,
            _ => throw NotA("ID", "a text or a whole number", literal),
        },
    };

    /// <summary>All five, in the order in which introspection lists them by custom.</summary>
    public static IReadOnlyList<ScalarType> All { get; } = [String, Int, Float, Boolean, ID];

    /// <summary>Finds a built-in scalar.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The scalar, or null when none of the five has that name.</returns>
    public static ScalarType? Find(string name) => name switch
    {
        "Int" => Int,
        "Float" => Float,
        "String" => String,
        "Boolean" => Boolean,
        "ID" => ID,
        _ => null,
    };

    /// <summary>Whether a name is that of a built-in scalar.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True for Int, Float, String, Boolean, ID.</returns>
    public static bool Contains(string name) => name is "Int" or "Float" or "String" or "Boolean" or "ID";

    private static string ToId(object value) => value switch
    {
        string text => text,
        bool => throw NotA("ID", "a text or a whole number", value),
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        _ => Number(value, "ID") is { } number && IsWhole(number) ? NumberText(number) : throw NotA("ID", "a text or a whole number", value),
    };

    // The numeric meaning of a value as int, long, ulong, BigInteger, decimal or double; null when it has none.
    private static object? Number(object value, string type) => value switch
    {
        int or long or ulong or BigInteger or decimal or double => value,
        byte or sbyte or short or ushort => Convert.ToInt32(value, CultureInfo.InvariantCulture),
        uint number => (long)number,
        float number => (double)number,
        bool truth => truth ? 1 : 0,
        string text => text.Length > 0 && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        JsonElement { ValueKind: JsonValueKind.Number } element => JsonNumber(element, type),
        _ => null,
    };

    private static object JsonNumber(JsonElement element, string type) =>
        element.TryGetInt64(out var whole) ? whole
        : type == "ID" && BigInteger.TryParse(element.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var big) ? big
        : element.GetDouble();

    private static bool IsWhole(object number) => number switch
    {
        double value => double.IsFinite(value) && Math.Floor(value) == value,
        decimal value => decimal.Truncate(value) == value,
        _ => true,
    };

    private static int ToInt32(object number, object original)
    {
        if (!IsWhole(number))
            throw NotA("Int", "a whole number", original);
        var value = number is BigInteger big ? (double)big : Convert.ToDouble(number, CultureInfo.InvariantCulture);
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw OutOfRange(Show(original));
    }

    private static double? Finite(object value) => Number(value, "Float") switch
    {
        null => null,
        BigInteger big => double.IsFinite((double)big) ? (double)big : null,
        var number => Convert.ToDouble(number, CultureInfo.InvariantCulture) is var result && double.IsFinite(result) ? result : null,
    };

    private static double ParseDouble(string text, ValueNode node) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw NotA("Float", "a finite number", node);

    private static string NumberText(object number) => number switch
    {
        double value when IsWhole(value) && Math.Abs(value) < 1e21 => new BigInteger(value).ToString(CultureInfo.InvariantCulture),
        decimal value when IsWhole(value) => new BigInteger(value).ToString(CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => number.ToString()!,
    };

    private static CoercionException NotA(string type, string wanted, object found) =>
        new($"{type} must be {wanted}, but found {Show(found)}.");

    private static CoercionException OutOfRange(string found) =>
        new($"Int must be between {int.MinValue} and {int.MaxValue}, but found {found}.");

    private static string Show(object value) => ValueText.Show(value);
}
