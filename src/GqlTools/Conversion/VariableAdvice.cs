using System.Management.Automation;
using System.Security;
using System.Xml;

namespace GqlTools.Conversion;

/// <summary>Knows the types that are refused, and what would be right in their place.</summary>
internal static class VariableAdvice
{
    /// <summary>The Json.NET object model enumerates its scalars, too; PowerShell ships it, but its types are not ours to reference.</summary>
    private const string JsonNetNamespace = "Newtonsoft.Json.Linq";

    /// <summary>Whether a value enumerates and yet is no list of values.</summary>
    /// <param name="value">Any value.</param>
    public static bool IsNoList(object value) => value is string or byte[] or XmlNode || IsJsonNet(value);

    /// <summary>What to pass instead.</summary>
    /// <param name="value">A value that is refused. It is never part of the advice.</param>
    public static string For(object value) => value switch
    {
        byte[] or Memory<byte> or ReadOnlyMemory<byte> => "Pass text, [Convert]::ToBase64String($bytes), or numbers, [int[]] $bytes, whichever the server's type asks for.",
        SecureString or PSCredential => "A secret is sent only where you say so: convert it with ConvertFrom-SecureString -AsPlainText.",
        ScriptBlock or Delegate => "Call it, and pass what it returns.",
        Type => "Pass its name: $type.FullName.",
        Stream or TextReader => "Read it, and pass the text.",
        FileSystemInfo => "Pass its path, $file.FullName, or its text, Get-Content -Raw.",
        XmlNode => "Pass its text: $xml.OuterXml.",
        _ when IsJsonNet(value) => "Pass its text as JSON, or convert it: $json.ToString() | ConvertFrom-Json.",
        _ => "Select the properties you need, $value | Select-Object Id, Name, or pass its text, [string] $value.",
    };

    private static bool IsJsonNet(object value) => value.GetType().Namespace == JsonNetNamespace;
}
