using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.TypeSystem;

/// <summary>
/// Turns literals and JSON into plain values and back. Plain values are null, bool, string, int, long, <see cref="BigInteger"/>,
/// <see cref="decimal"/>, double, dictionaries of string and plain value, and lists of plain values.
/// </summary>
public static class PlainValue
{
    private static readonly IReadOnlyDictionary<string, object?> NoVariables = ImmutableDictionary<string, object?>.Empty;

    /// <summary>Reads a literal without a type: enum values become strings, missing variables null.</summary>
    /// <param name="literal">The literal.</param>
    /// <param name="variables">The coerced variables, or null for none.</param>
    /// <returns>The plain value.</returns>
    public static object? FromLiteral(ValueNode literal, IReadOnlyDictionary<string, object?>? variables = null)
    {
        ArgumentNullException.ThrowIfNull(literal);
        variables ??= NoVariables;
        switch (literal)
        {
            case IntValueNode node:
                return WholeNumber(node.Value);
            case FloatValueNode node:
                return double.Parse(node.Value, NumberStyles.Float, CultureInfo.InvariantCulture);
            case StringValueNode node:
                return node.Value;
            case BooleanValueNode node:
                return node.Value;
            case EnumValueNode node:
                return node.Value;
            case VariableNode node:
                return variables.GetValueOrDefault(node.Name.Value);
            case ListValueNode node:
                var list = new List<object?>(node.Values.Length);
                foreach (var item in node.Values)
                    list.Add(FromLiteral(item, variables));
                return list;
            case ObjectValueNode node:
                var fields = new Dictionary<string, object?>(node.Fields.Length, StringComparer.Ordinal);
                foreach (var field in node.Fields)
                {
                    if (field.Value is not VariableNode variable || variables.ContainsKey(variable.Name.Value))
                        fields[field.Name.Value] = FromLiteral(field.Value, variables);
                }

                return fields;
            default:
                return null;
        }
    }

    /// <summary>Reads JSON; whole numbers keep all their digits, other numbers are a <see cref="decimal"/> where that is exact, else a double.</summary>
    /// <param name="element">The JSON value.</param>
    /// <returns>The plain value.</returns>
    public static object? FromJson(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.Number:
                var text = element.GetRawText();
                if (text.AsSpan().IndexOfAny(".eE") < 0)
                    return WholeNumber(text);
                return element.TryGetDecimal(out var exact) && text.AsSpan().IndexOfAny("eE") < 0 ? exact : element.GetDouble();
            case JsonValueKind.Array:
                var list = new List<object?>(element.GetArrayLength());
                foreach (var item in element.EnumerateArray())
                    list.Add(FromJson(item));
                return list;
            case JsonValueKind.Object:
                var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
                foreach (var property in element.EnumerateObject())
                    fields[property.Name] = FromJson(property.Value);
                return fields;
            default:
                return null;
        }
    }

    /// <summary>Writes a plain value as a literal; texts become string literals.</summary>
    /// <param name="value">The plain value.</param>
    /// <returns>The literal.</returns>
    /// <exception cref="ArgumentException">The value is not plain, or a number that is not finite.</exception>
    public static ValueNode ToLiteral(object? value)
    {
        switch (value)
        {
            case null:
                return new NullValueNode();
            case ValueNode literal:
                return literal;
            case string text:
                return new StringValueNode(text);
            case bool truth:
                return new BooleanValueNode(truth);
            case int or long or uint or ulong or short or ushort or byte or sbyte or BigInteger:
                return new IntValueNode(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
            case decimal number:
                return NumberLiteral(number.ToString(CultureInfo.InvariantCulture));
            case double number when double.IsFinite(number):
                return NumberLiteral(number.ToString("R", CultureInfo.InvariantCulture));
            case float number when float.IsFinite(number):
                return NumberLiteral(number.ToString("R", CultureInfo.InvariantCulture));
            case JsonElement element:
                return ToLiteral(FromJson(element));
            case IEnumerable<KeyValuePair<string, object?>> fields:
                return new ObjectValueNode([.. fields.Select(static field => new ObjectFieldNode(new NameNode(field.Key), ToLiteral(field.Value)))]);
            case IEnumerable items:
                return new ListValueNode([.. items.Cast<object?>().Select(ToLiteral)]);
            default:
                throw new ArgumentException($"{ValueText.Show(value)} ({value.GetType()}) cannot stand in a document as a literal.", nameof(value));
        }
    }

    private static ValueNode NumberLiteral(string text) =>
        text.AsSpan().IndexOfAny(".eE") < 0 ? new IntValueNode(text) : new FloatValueNode(text.Replace("E+", "e", StringComparison.Ordinal));

    private static object WholeNumber(string text)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small))
            return small;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large)
            ? (object)large
            : BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }
}
