namespace GqlTools.Help.Reading;

/// <summary>Types as PowerShell writes them in a command's syntax.</summary>
internal static class TypeNames
{
    // The type accelerators whose names differ from the type's own, as far as parameters use them.
    private static readonly Dictionary<string, string> Accelerators = new(StringComparer.Ordinal)
    {
        ["System.Boolean"] = "bool",
        ["System.Byte"] = "byte",
        ["System.Char"] = "char",
        ["System.Collections.Hashtable"] = "hashtable",
        ["System.DateTime"] = "datetime",
        ["System.Decimal"] = "decimal",
        ["System.Double"] = "double",
        ["System.Guid"] = "guid",
        ["System.Int32"] = "int",
        ["System.Int64"] = "long",
        ["System.Management.Automation.PSCredential"] = "pscredential",
        ["System.Management.Automation.PSObject"] = "psobject",
        ["System.Management.Automation.ScriptBlock"] = "scriptblock",
        ["System.Management.Automation.SwitchParameter"] = "switch",
        ["System.Security.SecureString"] = "securestring",
        ["System.String"] = "string",
        ["System.Text.RegularExpressions.Regex"] = "regex",
        ["System.TimeSpan"] = "timespan",
        ["System.Uri"] = "uri",
        ["System.Version"] = "version",
        ["System.Xml.XmlDocument"] = "xml",
    };

    /// <summary>The type that values have: a nullable one's own.</summary>
    public static Type Underlying(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition().FullName == "System.Nullable`1" ? type.GetGenericArguments()[0] : type;

    /// <summary>Short, such as <c>string[]</c>.</summary>
    public static string Short(Type type)
    {
        var value = Underlying(type);
        if (value.IsArray) return Short(value.GetElementType()!) + "[]";
        if (value.IsGenericType) return $"{value.Name.Split('`')[0]}[{string.Join(",", value.GetGenericArguments().Select(Short))}]";
        return Accelerators.GetValueOrDefault(value.FullName!) ?? value.Name;
    }

    /// <summary>With namespace, such as <c>System.String[]</c>.</summary>
    public static string Full(Type type)
    {
        var value = Underlying(type);
        if (value.IsArray) return Full(value.GetElementType()!) + "[]";
        return value.IsGenericType
            ? $"{value.Namespace}.{value.Name.Split('`')[0]}[{string.Join(",", value.GetGenericArguments().Select(Full))}]"
            : value.FullName!;
    }
}
