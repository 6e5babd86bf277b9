using System.Collections.Immutable;

namespace GqlTools.Language.Syntax;

// The parser.
//
// Recursive descent with one token of lookahead (the one the lexer stands on) and no backtracking; a method named after a production of appendix B
// begins on the production's first token and ends on the token after it. Three productions can nest without end: selection sets, values
// and list types. They count their depth together in _depth, so that no document can overflow the stack.

/// <summary>Reads one document; made for one use.</summary>
internal sealed partial class DocumentParser
{
    private const int FoundTextLength = 40;

    private readonly SourceText _source;
    private readonly int _maxDepth;
    private Lexer _lexer;
    private int _depth;
    private NodeBuffer<DefinitionNode> _definitions;
    private NodeBuffer<DirectiveNode> _directives;
    private NodeBuffer<ArgumentNode> _arguments;
    private NodeBuffer<NamedTypeNode> _namedTypes;

    public DocumentParser(SourceText source, ParserOptions options)
    {
        _source = source;
        _maxDepth = options.MaxDepth;
        _lexer = new Lexer(source, options.MaxTokens);
        _lexer.Advance();
    }

    public DocumentNode ParseDocument()
    {
        do
            _definitions.Add(ParseDefinition());
        while (_lexer.Kind != TokenKind.EndOfDocument);
        return new DocumentNode(_definitions.Take(0)) { Location = new SyntaxLocation(_source, 0, _source.Text.Length) };
    }

    public ValueNode ParseWholeValue(bool isConstant)
    {
        var value = ParseValue(isConstant);
        Require(TokenKind.EndOfDocument);
        return value;
    }

    public TypeNode ParseWholeType()
    {
        var type = ParseTypeReference();
        Require(TokenKind.EndOfDocument);
        return type;
    }

    private DefinitionNode ParseDefinition()
    {
        if (_lexer.Kind == TokenKind.BraceOpen)
            return ParseShorthandQuery();
        var start = _lexer.Start;
        var description = ParseDescription();
        if (_lexer.Kind == TokenKind.Name)
        {
            switch (_lexer.Raw)
            {
                case "query":
                    return ParseOperationDefinition(start, description, OperationType.Query);
                case "mutation":
                    return ParseOperationDefinition(start, description, OperationType.Mutation);
                case "subscription":
                    return ParseOperationDefinition(start, description, OperationType.Subscription);
                case "fragment":
                    return ParseFragmentDefinition(start, description);
                case "type":
                    return ParseObjectTypeDefinition(start, description);
                case "interface":
                    return ParseInterfaceTypeDefinition(start, description);
                case "union":
                    return ParseUnionTypeDefinition(start, description);
                case "enum":
                    return ParseEnumTypeDefinition(start, description);
                case "input":
                    return ParseInputObjectTypeDefinition(start, description);
                case "scalar":
                    return ParseScalarTypeDefinition(start, description);
                case "directive":
                    return ParseDirectiveDefinition(start, description);
                case "schema":
                    return ParseSchemaDefinition(start, description);
                case "extend" when description is null:
                    return ParseExtension(start);
            }
        }

        throw description is null
            ? Expected("a definition, such as a query, a fragment or a type")
            : Expected("a definition that can have a description (not an extension, nor a query in short form)");
    }

    private StringValueNode? ParseDescription() =>
        _lexer.Kind is TokenKind.String or TokenKind.BlockString ? ParseStringValue() : null;

    private NameNode ParseName()
    {
        Require(TokenKind.Name);
        var name = new NameNode(_lexer.GetName()) { Location = new SyntaxLocation(_source, _lexer.Start, _lexer.End) };
        _lexer.Advance();
        return name;
    }

    private ImmutableArray<DirectiveNode> ParseDirectives(bool isConstant)
    {
        if (_lexer.Kind != TokenKind.At)
            return [];
        var first = _directives.Count;
        do
        {
            var start = _lexer.Start;
            _lexer.Advance();
            _directives.Add(new DirectiveNode { Name = ParseName(), Arguments = ParseArguments(isConstant), Location = Since(start) });
        }
        while (_lexer.Kind == TokenKind.At);
        return _directives.Take(first);
    }

    private ImmutableArray<ArgumentNode> ParseArguments(bool isConstant)
    {
        if (!Skip(TokenKind.ParenOpen))
            return [];
        var first = _arguments.Count;
        do
        {
            var name = ParseName();
            Expect(TokenKind.Colon);
            var value = ParseValue(isConstant);
            _arguments.Add(new ArgumentNode(name, value) { Location = Since(name.Location.Start) });
        }
        while (!Skip(TokenKind.ParenClose));
        return _arguments.Take(first);
    }

    private TypeNode ParseTypeReference()
    {
        var start = _lexer.Start;
        TypeNode type;
        if (Skip(TokenKind.BracketOpen))
        {
            Enter(start);
            var itemType = ParseTypeReference();
            Expect(TokenKind.BracketClose);
            _depth--;
            type = new ListTypeNode(itemType) { Location = Since(start) };
        }
        else
        {
            type = ParseNamedType();
        }

        return Skip(TokenKind.Bang) ? new NonNullTypeNode(type) { Location = Since(start) } : type;
    }

    private NamedTypeNode ParseNamedType()
    {
        var name = ParseName();
        return new NamedTypeNode(name) { Location = name.Location };
    }

    private void Enter(int start)
    {
        if (++_depth > _maxDepth)
            throw _lexer.Error(start, $"the document nests deeper than {_maxDepth} levels (ParserOptions.MaxDepth)");
    }

    private SyntaxLocation Since(int start) => new(_source, start, _lexer.PreviousEnd);

    private bool Skip(TokenKind kind)
    {
        if (_lexer.Kind != kind)
            return false;
        _lexer.Advance();
        return true;
    }

    private void Expect(TokenKind kind)
    {
        Require(kind);
        _lexer.Advance();
    }

    private void Require(TokenKind kind)
    {
        if (_lexer.Kind != kind)
            throw Expected(Name(kind));
    }

    private void ExpectKeyword(string keyword)
    {
        if (!_lexer.IsName(keyword))
            throw Expected($"\"{keyword}\"");
        _lexer.Advance();
    }

    private bool SkipKeyword(string keyword)
    {
        if (!_lexer.IsName(keyword))
            return false;
        _lexer.Advance();
        return true;
    }

    private GraphQLSyntaxException Expected(string what) => _lexer.Error(_lexer.Start, $"expected {what}, found {DescribeToken()}");

    private string DescribeToken()
    {
        var name = Name(_lexer.Kind);
        if (_lexer.Kind is not (TokenKind.Name or TokenKind.Int or TokenKind.Float or TokenKind.String or TokenKind.BlockString))
            return name;
        var text = _lexer.Kind is TokenKind.String or TokenKind.BlockString ? _lexer.StringValue : _lexer.GetText();
        var isLong = text.Length > FoundTextLength;
        return $"{name} \"{(isLong ? text[..FoundTextLength] : text)}{(isLong ? "..." : string.Empty)}\"";
    }

    private static string Name(TokenKind kind) => kind switch
    {
        TokenKind.EndOfDocument => "the end of the document",
        TokenKind.Name => "Name",
        TokenKind.Int => "Int",
        TokenKind.Float => "Float",
        TokenKind.String => "String",
        TokenKind.BlockString => "BlockString",
        TokenKind.Bang => "\"!\"",
        TokenKind.Dollar => "\"$\"",
        TokenKind.Ampersand => "\"&\"",
        TokenKind.ParenOpen => "\"(\"",
        TokenKind.ParenClose => "\")\"",
        TokenKind.Spread => "\"...\"",
        TokenKind.Colon => "\":\"",
        TokenKind.EqualsSign => "\"=\"",
        TokenKind.At => "\"@\"",
        TokenKind.BracketOpen => "\"[\"",
        TokenKind.BracketClose => "\"]\"",
        TokenKind.BraceOpen => "\"{\"",
        TokenKind.Pipe => "\"|\"",
        TokenKind.BraceClose => "\"}\"",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a token kind"),
    };
}
