using System.Collections;
using System.Management.Automation;
using GqlTools.Errors;

namespace GqlTools.Binding;

/// <summary>Reads which .NET types scalars and enums become.</summary>
internal static class ScalarTypes
{
    /// <summary>The types by the names of scalars and enums, or the record of what is wrong with them.</summary>
    public static (IReadOnlyDictionary<string, Type> Types, ErrorRecord? Problem) From(IDictionary? scalars)
    {
        var types = new Dictionary<string, Type>(StringComparer.Ordinal);
        if (scalars is null) return (types, null);
        foreach (DictionaryEntry entry in scalars)
        {
            var name = entry.Key.ToString()!;
            var value = entry.Value is PSObject wrapper ? wrapper.BaseObject : entry.Value;
            if (value is Type type || (value is string text && LanguagePrimitives.TryConvertTo(text, out type))) types[name] = type;
            else return (types, ErrorRecords.ScalarTypeInvalid(name, value));
        }

        return (types, null);
    }
}
