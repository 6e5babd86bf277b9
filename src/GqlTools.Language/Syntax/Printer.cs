using System.Text;

namespace GqlTools.Language.Syntax;

/// <summary>Writes syntax trees as text. All methods are thread-safe.</summary>
public static class Printer
{
    /// <summary>
    /// The text of a node in the customary layout: two spaces a level, one selection a line, arguments on lines of their own where the line
    /// would be longer than 80 characters. Comments are no part of the tree and do not appear. Reading the text gives an equal tree.
    /// </summary>
    /// <param name="node">The node, usually a <see cref="DocumentNode"/>.</param>
    public static string Print(SyntaxNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return new NodePrinter().Print(node);
    }

    /// <summary>
    /// The text of a document with no more than its meaning needs: no comments, no optional white space and commas; block strings lose
    /// their indentation. Strings keep their spelling.
    /// </summary>
    /// <param name="source">The text of any number of tokens; it need not be a whole document.</param>
    /// <exception cref="GraphQLSyntaxException">The text has something that is no token.</exception>
    public static string Minify(string source)
    {
        var lexer = new Lexer(new SourceText(source), int.MaxValue);
        var minified = new StringBuilder(source.Length);
        var afterWord = false;
        for (lexer.Advance(); lexer.Kind != TokenKind.EndOfDocument; lexer.Advance())
        {
            var isWord = lexer.Kind is TokenKind.Name or TokenKind.Int or TokenKind.Float or TokenKind.String or TokenKind.BlockString;

            // A number must not meet a name, nor a number the dots of a spread.
            if (afterWord && (isWord || lexer.Kind == TokenKind.Spread))
                minified.Append(' ');
            if (lexer.Kind == TokenKind.BlockString)
                BlockString.Write(minified, lexer.StringValue, minimize: true);
            else
                minified.Append(lexer.Raw);
            afterWord = isWord;
        }

        return minified.ToString();
    }

    /// <summary>The text of a node with no more than its meaning needs; see <see cref="Minify(string)"/>.</summary>
    /// <param name="node">The node, usually a <see cref="DocumentNode"/>.</param>
    public static string Minify(SyntaxNode node) => Minify(Print(node));
}
