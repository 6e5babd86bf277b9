namespace GqlTools.Help;

/// <summary>What the sources lack. Every entry fails the build.</summary>
internal sealed class ProblemList(SourceFiles sources)
{
    private readonly List<string> _lines = [];

    /// <summary>How many there are.</summary>
    public int Count => _lines.Count;

    /// <summary>Adds what a type or property lacks.</summary>
    /// <param name="code">Stable code of the rule.</param>
    /// <param name="typeName">The type.</param>
    /// <param name="propertyName">Its property; null for the type itself.</param>
    /// <param name="message">What is missing and what would be right.</param>
    public void Add(string code, string typeName, string? propertyName, string message) => Add(code, sources.Locate(typeName, propertyName), message);

    /// <summary>Adds what a file lacks.</summary>
    /// <param name="code">Stable code of the rule.</param>
    /// <param name="file">The file.</param>
    /// <param name="message">What is missing and what would be right.</param>
    public void Add(string code, string file, string message) => _lines.Add($"{file}: error {code}: {message}");

    /// <summary>Writes them in MSBuild's form, one a line.</summary>
    public void WriteTo(TextWriter writer) => _lines.ForEach(writer.WriteLine);
}
