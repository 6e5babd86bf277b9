using System.Globalization;
using System.Management.Automation;
using System.Xml;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Conversion;

/// <summary>Turns one value of a mapped scalar or enum into its .NET type, and back into what goes over the wire.</summary>
internal static class ScalarValue
{
    /// <summary>The value as the .NET type.</summary>
    public static object? ToType(object value, Type type) => value switch
    {
        _ when type.IsInstanceOfType(value) => value,
        // LanguagePrimitives would turn the time into the local one, which loses the offset.
        string text when type == typeof(DateTime) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        string text when type == typeof(DateTimeOffset) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        string text when type == typeof(DateOnly) => DateOnly.Parse(text, CultureInfo.InvariantCulture),
        string text when type == typeof(TimeOnly) => TimeOnly.Parse(text, CultureInfo.InvariantCulture),
        string text when type == typeof(TimeSpan) && text.AsSpan().TrimStart('-').StartsWith("P", StringComparison.Ordinal) => XmlConvert.ToTimeSpan(text),
        // A GraphQL enum writes IN_TRANSIT where a .NET enum writes InTransit.
        string text when type.IsEnum => Enum.Parse(type, text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
        _ => LanguagePrimitives.ConvertTo(value, type, CultureInfo.InvariantCulture),
    };

    /// <summary>The .NET value as it goes over the wire: for an enum, its GraphQL name.</summary>
    public static object? ToWire(object? value, NamedType scalar)
    {
        if (value is not Enum || scalar is not EnumType known) return value;
        var name = value.ToString()!;
        return known.Values.FirstOrDefault(found => string.Equals(found.Name.Replace("_", "", StringComparison.Ordinal), name, StringComparison.OrdinalIgnoreCase))?.Name ?? name;
    }
}
