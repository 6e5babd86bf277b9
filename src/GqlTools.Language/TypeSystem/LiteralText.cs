using System.Globalization;
using System.Text;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.TypeSystem;

/// <summary>Writes a literal on one line, as default values stand in introspection results.</summary>
internal static class LiteralText
{
    public static string Print(ValueNode literal)
    {
        var text = new StringBuilder();
        Append(text, literal);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ValueNode literal)
    {
        switch (literal)
        {
            case IntValueNode node:
                text.Append(node.Value);
                break;
            case FloatValueNode node:
                text.Append(node.Value);
                break;
            case EnumValueNode node:
                text.Append(node.Value);
                break;
            case BooleanValueNode node:
                text.Append(node.Value ? "true" : "false");
                break;
            case NullValueNode:
                text.Append("null");
                break;
            case VariableNode node:
                text.Append('$').Append(node.Name.Value);
                break;
            case StringValueNode node:
                AppendString(text, node.Value);
                break;
            case ListValueNode node:
                text.Append('[');
                for (var i = 0; i < node.Values.Length; i++)
                {
                    if (i > 0)
                        text.Append(", ");
                    Append(text, node.Values[i]);
                }

                text.Append(']');
                break;
            case ObjectValueNode node:
                text.Append("{ ");
                for (var i = 0; i < node.Fields.Length; i++)
                {
                    if (i > 0)
                        text.Append(", ");
                    text.Append(node.Fields[i].Name.Value).Append(": ");
                    Append(text, node.Fields[i].Value);
                }

                text.Append(" }");
                break;
        }
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' or (>= '\u007f' and <= '\u009f') => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
                _ => text.Append(character),
            };
        }

        text.Append('"');
    }
}
