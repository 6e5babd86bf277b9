using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.TypeSystem;

/// <summary>Shows a value in an error message: short, on one line, in GraphQL's notation where there is one.</summary>
internal static class ValueText
{
    /// <summary>Longer texts are cut, so that a message stays readable.</summary>
    private const int MaximumLength = 80;

    /// <summary>Items past this many are left out.</summary>
    private const int MaximumItems = 5;

    /// <summary>Deeper values are left out.</summary>
    private const int MaximumDepth = 3;

    public static string Show(object? value)
    {
        var text = new StringBuilder();
        Append(text, value, 0);
        return text.Length <= MaximumLength ? text.ToString() : string.Concat(text.ToString().AsSpan(0, MaximumLength), "...");
    }

    private static void Append(StringBuilder text, object? value, int depth)
    {
        if (text.Length > MaximumLength)
            return;
        switch (value)
        {
            case null or NullValueNode:
                text.Append("null");
                break;
            case string or StringValueNode:
                text.Append('"').Append(JsonEncodedText.Encode(value as string ?? ((StringValueNode)value).Value, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)).Append('"');
                break;
            case bool truth:
                text.Append(truth ? "true" : "false");
                break;
            case BooleanValueNode node:
                text.Append(node.Value ? "true" : "false");
                break;
            case IntValueNode node:
                text.Append(node.Value);
                break;
            case FloatValueNode node:
                text.Append(node.Value);
                break;
            case EnumValueNode node:
                text.Append(node.Value);
                break;
            case VariableNode node:
                text.Append('$').Append(node.Name.Value);
                break;
            case ListValueNode node:
                AppendList(text, node.Values, depth);
                break;
            case ObjectValueNode node:
                AppendObject(text, node.Fields.Select(field => new KeyValuePair<string, object?>(field.Name.Value, field.Value)), depth);
                break;
            case JsonElement element:
                text.Append(element.GetRawText());
                break;
            case IReadOnlyDictionary<string, object?> dictionary:
                AppendObject(text, dictionary, depth);
                break;
            case IEnumerable list:
                AppendList(text, list.Cast<object?>(), depth);
                break;
            case IFormattable formattable:
                text.Append(formattable.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                text.Append("a ").Append(value.GetType().Name);
                break;
        }
    }

    private static void AppendList(StringBuilder text, IEnumerable<object?> items, int depth)
    {
        text.Append('[');
        var count = 0;
        foreach (var item in items)
        {
            if (count++ > 0)
                text.Append(", ");
            if (count > MaximumItems || depth >= MaximumDepth)
            {
                text.Append("...");
                break;
            }

            Append(text, item, depth + 1);
        }

        text.Append(']');
    }

    private static void AppendObject(StringBuilder text, IEnumerable<KeyValuePair<string, object?>> fields, int depth)
    {
        text.Append('{');
        var count = 0;
        foreach (var (name, value) in fields)
        {
            if (count++ > 0)
                text.Append(", ");
            if (count > MaximumItems || depth >= MaximumDepth)
            {
                text.Append("...");
                break;
            }

            text.Append(name).Append(": ");
            Append(text, value, depth + 1);
        }

        text.Append('}');
    }
}
