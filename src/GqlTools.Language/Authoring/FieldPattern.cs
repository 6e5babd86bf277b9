namespace GqlTools.Language.Authoring;

/// <summary>A path of field names below the root field, in which <c>*</c> stands for any characters of a name.</summary>
internal sealed class FieldPattern(string text)
{
    private readonly string[] _names = text.Split('.');

    public string Text => text;

    public bool IsSingleName => _names.Length == 1;

    public bool HasWildcards => text.Contains('*', StringComparison.Ordinal);

    /// <summary>Whether anything was selected by the pattern.</summary>
    public bool WasUsed { get; set; }

    /// <summary>Whether the pattern means exactly the field at this path.</summary>
    public bool Matches(IReadOnlyList<string> path) => path.Count == _names.Length && MatchesStart(path);

    /// <summary>Whether the pattern means something below this path.</summary>
    public bool LeadsThrough(IReadOnlyList<string> path) => path.Count < _names.Length && MatchesStart(path);

    /// <summary>Whether the last name of the pattern is this one, wherever it stands.</summary>
    public bool MatchesName(string name) => MatchesName(_names[^1], name);

    /// <summary>Whether the field at this path lies below what the pattern means.</summary>
    public bool Covers(IReadOnlyList<string> path)
    {
        if (path.Count <= _names.Length) return false;
        for (var i = 0; i < _names.Length; i++)
        {
            if (!MatchesName(_names[i], path[i])) return false;
        }

        return true;
    }

    private bool MatchesStart(IReadOnlyList<string> path)
    {
        for (var i = 0; i < path.Count; i++)
        {
            if (!MatchesName(_names[i], path[i])) return false;
        }

        return true;
    }

    private static bool MatchesName(string pattern, string name) =>
        pattern.Contains('*', StringComparison.Ordinal)
            ? System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true)
            : string.Equals(pattern, name, StringComparison.OrdinalIgnoreCase);
}
