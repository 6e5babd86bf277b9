namespace GqlTools.Language.Syntax;

/// <summary>
/// Reads GraphQL text into a syntax tree: executable documents, schema documents and mixtures of both, in the grammar of the September 2025
/// specification (appendix B). All methods are thread-safe.
/// </summary>
public static class Parser
{
    /// <summary>Reads a document.</summary>
    /// <param name="source">The text.</param>
    /// <param name="options">Bounds; null for <see cref="ParserOptions.Default"/>.</param>
    /// <exception cref="GraphQLSyntaxException">The text is no GraphQL document, or past a bound.</exception>
    public static DocumentNode Parse(string source, ParserOptions? options = null) => Parse(new SourceText(source), options);

    /// <inheritdoc cref="Parse(string, ParserOptions?)"/>
    /// <param name="source">The text with its name.</param>
    /// <param name="options">Bounds; null for <see cref="ParserOptions.Default"/>.</param>
    public static DocumentNode Parse(SourceText source, ParserOptions? options = null) => Begin(source, options).ParseDocument();

    /// <summary>Reads a single value, in which variables may stand. Specification section 2.9.</summary>
    /// <inheritdoc cref="Parse(string, ParserOptions?)"/>
    /// <exception cref="GraphQLSyntaxException">The text is no value, goes on after it, or is past a bound.</exception>
    public static ValueNode ParseValue(string source, ParserOptions? options = null) =>
        Begin(new SourceText(source), options).ParseWholeValue(isConstant: false);

    /// <summary>Reads a single value without variables, such as a default value. Specification section 2.9.</summary>
    /// <inheritdoc cref="Parse(string, ParserOptions?)"/>
    /// <exception cref="GraphQLSyntaxException">The text is no constant value, goes on after it, or is past a bound.</exception>
    public static ValueNode ParseConstantValue(string source, ParserOptions? options = null) =>
        Begin(new SourceText(source), options).ParseWholeValue(isConstant: true);

    /// <summary>Reads a type reference such as <c>[Int!]!</c>. Specification section 2.11.</summary>
    /// <inheritdoc cref="Parse(string, ParserOptions?)"/>
    /// <exception cref="GraphQLSyntaxException">The text is no type reference, goes on after it, or is past a bound.</exception>
    public static TypeNode ParseType(string source, ParserOptions? options = null) => Begin(new SourceText(source), options).ParseWholeType();

    private static DocumentParser Begin(SourceText source, ParserOptions? options)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= ParserOptions.Default;
        if (source.Text.Length > options.MaxLength)
        {
            throw new GraphQLSyntaxException(
                source,
                Math.Max(0, options.MaxLength),
                $"the document has {source.Text.Length} characters, more than {options.MaxLength} (ParserOptions.MaxLength)");
        }

        return new DocumentParser(source, options);
    }
}
