using System.Globalization;
using System.Text;

namespace GqlTools.Language.Syntax;

/// <summary>String literals between single double quotes. Specification section 2.9.4.</summary>
internal static class QuotedString
{
    /// <summary>Writes a string with quotes; control characters, quotes and backslashes are escaped, all else stays as it is.</summary>
    public static void Write(StringBuilder target, string value)
    {
        target.Append('"');
        foreach (var character in value)
        {
            switch (character)
            {
                case '"' or '\\':
                    target.Append('\\').Append(character);
                    break;
                case '\b':
                    target.Append("\\b");
                    break;
                case '\f':
                    target.Append("\\f");
                    break;
                case '\n':
                    target.Append("\\n");
                    break;
                case '\r':
                    target.Append("\\r");
                    break;
                case '\t':
                    target.Append("\\t");
                    break;
                default:
                    if (char.IsControl(character))
                        target.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
                    else
                        target.Append(character);
                    break;
            }
        }

        target.Append('"');
    }
}
