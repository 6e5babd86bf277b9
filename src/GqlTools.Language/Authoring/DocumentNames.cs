using GqlTools.Language.Syntax;

namespace GqlTools.Language.Authoring;

/// <summary>
/// The variables and fragments that a half-written document names. Read token by token, as such a document seldom parses: <c>$name :</c> stands
/// nowhere but in a declaration.
/// </summary>
internal sealed class DocumentNames
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Declared variables and the names at the core of their types.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>Fragments and the types that they apply to.</summary>
    public Dictionary<string, string> Fragments { get; } = new(StringComparer.Ordinal);

    /// <summary>Variables that are used and not declared.</summary>
    public IEnumerable<string> UndeclaredVariables => _used.Where(name => !Variables.ContainsKey(name)).Order(StringComparer.Ordinal);

    /// <summary>Reads a part of the document, as far as it consists of tokens.</summary>
    public void Read(string part)
    {
        var lexer = new Lexer(new SourceText(part), int.MaxValue);
        try
        {
            lexer.Advance();
            while (lexer.Kind != TokenKind.EndOfDocument)
            {
                if (lexer.Kind == TokenKind.Dollar) ReadVariable(ref lexer);
                else if (lexer.IsName("fragment")) ReadFragment(ref lexer);
                else lexer.Advance();
            }
        }
        catch (GraphQLSyntaxException)
        {
            // Half-written text ends somewhere. What was read until there counts.
        }
    }

    private void ReadVariable(ref Lexer lexer)
    {
        lexer.Advance();
        if (lexer.Kind != TokenKind.Name) return;
        var name = lexer.GetName();
        lexer.Advance();
        if (lexer.Kind != TokenKind.Colon)
        {
            _used.Add(name);
            return;
        }

        do lexer.Advance();
        while (lexer.Kind == TokenKind.BracketOpen);
        Variables[name] = lexer.Kind == TokenKind.Name ? lexer.GetName() : "";
    }

    private void ReadFragment(ref Lexer lexer)
    {
        lexer.Advance();
        if (lexer.Kind != TokenKind.Name) return;
        var name = lexer.GetName();
        lexer.Advance();
        if (!lexer.IsName("on")) return;
        lexer.Advance();
        if (lexer.Kind == TokenKind.Name) Fragments[name] = lexer.GetName();
    }
}
