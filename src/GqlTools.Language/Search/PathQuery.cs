namespace GqlTools.Language.Search;

/// <summary>Which ways through a schema to find.</summary>
/// <param name="From">The name of the type where the ways begin, such as <c>Query</c>.</param>
/// <param name="To">The name of the type where they end.</param>
public sealed record PathQuery(string From, string To)
{
    /// <summary>The default of <see cref="MaximumPaths"/>: what fits on a screen.</summary>
    public const int DefaultMaximumPaths = 10;

    /// <summary>The default of <see cref="MaximumLength"/>: longer ways are seldom meant.</summary>
    public const int DefaultMaximumLength = 8;

    /// <summary>How many ways to find at most. Default: 10.</summary>
    public int MaximumPaths { get; init; } = DefaultMaximumPaths;

    /// <summary>How many fields a way may have at most. Default: 8.</summary>
    public int MaximumLength { get; init; } = DefaultMaximumLength;

    /// <summary>Whether ways through deprecated fields count. Default: false.</summary>
    public bool IncludeDeprecated { get; init; }
}
