namespace GqlTools.Language.Syntax;

/// <summary>Bounds of the parser. A document past a bound ends in a <see cref="GraphQLSyntaxException"/>.</summary>
public sealed record ParserOptions
{
    /// <summary>The default of <see cref="MaxDepth"/>: several times the depth of real documents, and far from what the smallest usual stack holds.</summary>
    public const int DefaultMaxDepth = 200;

    /// <summary>The options used when none are given: unlimited tokens and length, <see cref="DefaultMaxDepth"/>.</summary>
    public static ParserOptions Default { get; } = new();

    /// <summary>The largest number of tokens, the end of the document included. Default: unlimited.</summary>
    public int MaxTokens { get; init; } = int.MaxValue;

    /// <summary>The largest length of the text, in UTF-16 code units. Default: unlimited.</summary>
    public int MaxLength { get; init; } = int.MaxValue;

    /// <summary>
    /// How deep selection sets, list and object values and list types may nest in each other. Default: 200. What walks the tree recurses as deep:
    /// a larger bound needs a larger stack, of about two kilobytes a level.
    /// </summary>
    public int MaxDepth { get; init; } = DefaultMaxDepth;
}
