namespace GqlTools.Language.Syntax;

/// <content>Values. Specification section 2.9.</content>
internal sealed partial class DocumentParser
{
    private NodeBuffer<ValueNode> _values;
    private NodeBuffer<ObjectFieldNode> _objectFields;

    private ValueNode ParseValue(bool isConstant)
    {
        switch (_lexer.Kind)
        {
            case TokenKind.Name:
                return ParseNamedValue();
            case TokenKind.Dollar when !isConstant:
                return ParseVariable();
            case TokenKind.Dollar:
                throw Expected("a constant value (variables cannot stand here)");
            case TokenKind.String or TokenKind.BlockString:
                return ParseStringValue();
            case TokenKind.Int:
                var integer = new IntValueNode(_lexer.GetText()) { Location = Here() };
                _lexer.Advance();
                return integer;
            case TokenKind.Float:
                var number = new FloatValueNode(_lexer.GetText()) { Location = Here() };
                _lexer.Advance();
                return number;
            case TokenKind.BracketOpen:
                return ParseListValue(isConstant);
            case TokenKind.BraceOpen:
                return ParseObjectValue(isConstant);
            default:
                throw Expected("a value");
        }
    }

    private ValueNode ParseNamedValue()
    {
        ValueNode value = _lexer.Raw switch
        {
            "true" => new BooleanValueNode(true) { Location = Here() },
            "false" => new BooleanValueNode(false) { Location = Here() },
            "null" => new NullValueNode { Location = Here() },
            _ => new EnumValueNode(_lexer.GetName()) { Location = Here() },
        };
        _lexer.Advance();
        return value;
    }

    private StringValueNode ParseStringValue()
    {
        var value = new StringValueNode(_lexer.StringValue) { Block = _lexer.Kind == TokenKind.BlockString, Location = Here() };
        _lexer.Advance();
        return value;
    }

    private VariableNode ParseVariable()
    {
        var start = _lexer.Start;
        Expect(TokenKind.Dollar);
        return new VariableNode(ParseName()) { Location = Since(start) };
    }

    private ListValueNode ParseListValue(bool isConstant)
    {
        var start = _lexer.Start;
        _lexer.Advance();
        Enter(start);
        var first = _values.Count;
        while (!Skip(TokenKind.BracketClose))
            _values.Add(ParseValue(isConstant));
        _depth--;
        return new ListValueNode(_values.Take(first)) { Location = Since(start) };
    }

    private ObjectValueNode ParseObjectValue(bool isConstant)
    {
        var start = _lexer.Start;
        _lexer.Advance();
        Enter(start);
        var first = _objectFields.Count;
        while (!Skip(TokenKind.BraceClose))
        {
            var name = ParseName();
            Expect(TokenKind.Colon);
            var value = ParseValue(isConstant);
            _objectFields.Add(new ObjectFieldNode(name, value) { Location = Since(name.Location.Start) });
        }

        _depth--;
        return new ObjectValueNode(_objectFields.Take(first)) { Location = Since(start) };
    }

    private ValueNode? ParseDefaultValue() => Skip(TokenKind.EqualsSign) ? ParseValue(isConstant: true) : null;

    private SyntaxLocation Here() => new(_source, _lexer.Start, _lexer.End);
}
