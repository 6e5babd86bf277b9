using System.Globalization;
using System.Text;

namespace GqlTools.Language.TypeSystem;

/// <summary>One reason why a value cannot be one of its type.</summary>
/// <param name="Path">The way into the value: field names and list indexes; empty for the value itself.</param>
/// <param name="Message">What was found and what would be right.</param>
public sealed record CoercionProblem(IReadOnlyList<object> Path, string Message)
{
    /// <summary>The path as text, for example <c>.items[0].name</c>; empty for the value itself.</summary>
    public string PathText
    {
        get
        {
            var text = new StringBuilder();
            foreach (var part in Path)
            {
                if (part is int index)
                    text.Append('[').Append(index.ToString(CultureInfo.InvariantCulture)).Append(']');
                else
                    text.Append('.').Append(part);
            }

            return text.ToString();
        }
    }
}
