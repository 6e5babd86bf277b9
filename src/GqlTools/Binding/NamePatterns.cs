using System.Management.Automation;

namespace GqlTools.Binding;

/// <summary>Turns names with wildcards into a test.</summary>
internal static class NamePatterns
{
    /// <summary>A test that one of the patterns passes; null for no patterns.</summary>
    public static Func<string, bool>? From(params string[]? patterns)
    {
        if (patterns is not { Length: > 0 }) return null;
        var compiled = patterns.Select(static pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase)).ToArray();
        return name => Array.Exists(compiled, pattern => pattern.IsMatch(name));
    }
}
