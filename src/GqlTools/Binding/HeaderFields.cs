using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace GqlTools.Binding;

/// <summary>Reads header fields from a dictionary: names to values, a list of values becoming one, with commas (RFC 9110, section 5.3).</summary>
internal static class HeaderFields
{
    public static IReadOnlyList<KeyValuePair<string, string>> From(IDictionary? headers)
    {
        if (headers is null) return [];
        var fields = new List<KeyValuePair<string, string>>(headers.Count);
        foreach (DictionaryEntry header in headers)
            fields.Add(new(TextOf(header.Key), TextOf(header.Value)));
        return fields;
    }

    private static string TextOf(object? value) => value switch
    {
        PSObject wrapper => TextOf(wrapper.BaseObject),
        string text => text,
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(TextOf)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
