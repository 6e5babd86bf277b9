namespace GqlTools.Help;

/// <summary>What the build asks for: the lines of its request file.</summary>
/// <param name="Assembly">The module's assembly.</param>
/// <param name="DocumentationFile">The documentation file that the compiler wrote beside it.</param>
/// <param name="References">All assemblies that it was compiled against.</param>
/// <param name="SourceFiles">Its source files, to which errors point.</param>
/// <param name="TopicFiles">The about topics.</param>
/// <param name="OutputDirectory">Where to write; what is there is removed first.</param>
internal sealed record GenerationRequest(
    string Assembly,
    string DocumentationFile,
    IReadOnlyList<string> References,
    IReadOnlyList<string> SourceFiles,
    IReadOnlyList<string> TopicFiles,
    string OutputDirectory)
{
    /// <summary>Reads a request file.</summary>
    /// <param name="path">A file of key=value lines; some keys come several times.</param>
    /// <exception cref="InvalidDataException">A key that must come once does not.</exception>
    public static GenerationRequest Read(string path)
    {
        var values = File.ReadAllLines(path)
            .Select(line => line.Split('=', 2))
            .ToLookup(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return new GenerationRequest(
            Single("assembly"), Single("documentation"), [.. values["reference"]], [.. values["source"]], [.. values["topic"]], Single("output"));

        string Single(string key) => values[key].ToArray() is [var value]
            ? value
            : throw new InvalidDataException($"{path} must have one line {key}=..., and has {values[key].Count()}.");
    }
}
