using System.Text.RegularExpressions;

namespace GqlTools.Help;

/// <summary>Finds types and properties in source files, each type standing in the file that is named after it.</summary>
internal sealed class SourceFiles(IReadOnlyList<string> files)
{
    /// <summary>File and line, such as <c>/repo/Type.cs(12)</c>, as MSBuild and editors read it.</summary>
    /// <param name="typeName">Name of a type, without namespace.</param>
    /// <param name="propertyName">Name of one of its properties; null for the type itself.</param>
    public string Locate(string typeName, string? propertyName)
    {
        if (files.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == typeName) is not { } path) return typeName;
        var declaration = new Regex(propertyName is null ? $@"\bclass {typeName}\b" : $@"^\s*public .*\b{propertyName} *{{");
        var line = Array.FindIndex(File.ReadAllLines(path), declaration.IsMatch);
        return line < 0 ? path : $"{path}({line + 1})";
    }
}
