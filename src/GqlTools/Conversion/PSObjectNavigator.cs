using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Management.Automation;
using GqlTools.Client.Paging;

namespace GqlTools.Conversion;

/// <summary>Looks into pages that <see cref="PSObjectReader"/> read.</summary>
internal sealed class PSObjectNavigator : IPageNavigator<object?>
{
    public static PSObjectNavigator Instance { get; } = new();

    public bool TryGetEntry(object? value, string name, out object? entry)
    {
        entry = null;
        switch (value)
        {
            case PSObject { BaseObject: PSCustomObject } source when source.Properties[name] is { } property:
                entry = property.Value;
                return true;
            case IDictionary entries when entries.Contains(name):
                entry = entries[name];
                return true;
            default:
                return false;
        }
    }

    public bool TryGetElements(object? value, [NotNullWhen(true)] out IReadOnlyList<object?>? elements)
    {
        elements = value as object[];
        return elements is not null;
    }

    public string? GetText(object? value) => value switch
    {
        string text => text,
        bool or null => null,
        IFormattable number and (int or long or double or decimal or System.Numerics.BigInteger) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    public bool IsTrue(object? value) => value is true;

    public void SetEntry(object? value, string name, object? entry)
    {
        if (value is PSObject source) source.Properties[name].Value = entry;
        else ((IDictionary)value!)[name] = entry;
    }

    public void SetElements(object? value, string name, IReadOnlyList<object?> elements) => SetEntry(value, name, elements.ToArray());
}
