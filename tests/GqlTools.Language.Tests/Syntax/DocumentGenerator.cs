using System.Text;

namespace GqlTools.Language.Tests.Syntax;

/// <summary>Writes random documents that the grammar allows: the same ones for the same seed.</summary>
internal sealed class DocumentGenerator(int seed)
{
    private const int MaximumDepth = 5;

    private static readonly string[] Names =
        ["a", "b", "id", "on", "type", "query", "fragment", "input", "true", "null", "_", "__typename", "veryLongNameWithDigits0123456789", "extend", "repeatable", "implements"];

    private static readonly string[] Locations = ["QUERY", "FIELD", "OBJECT", "VARIABLE_DEFINITION", "INPUT_FIELD_DEFINITION"];

    private static readonly string[] Strings =
    [
        "\"\"", "\"text\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0041\\u{1F600}\\uD83D\\uDE00\"", "\"\U0001F600 é \t\"", "\"# no comment\"",
        "\"\"\"\"\"\"", "\"\"\"block\"\"\"", "\"\"\"\n  two\n    lines\n  \"\"\"", "\"\"\"quotes \\\"\"\" and \\ \"\"\"", "\"\"\" \r\n\t\r\n x\r\n\"\"\"",
    ];

    private static readonly string[] Gaps = [" ", " ", " ", "\n", ", ", "\r\n", "\t", " # comment\n", "\uFEFF "];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();

    /// <summary>The next document.</summary>
    public string Next()
    {
        _text.Clear();
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            switch (_random.Next(5))
            {
                case 0:
                    SelectionSet(0);
                    break;
                case 1:
                    Operation();
                    break;
                case 2:
                    Put("fragment").Name(except: "on").Put("on").Name().Directives().SelectionSet(0);
                    break;
                default:
                    TypeSystem();
                    break;
            }
        }

        return _text.ToString();
    }

    private void Operation()
    {
        Maybe(() => String());
        Put(Pick("query", "mutation", "subscription"));
        Maybe(() => Name());
        Maybe(() => Many("(", ")", () =>
        {
            Maybe(() => String());
            Put("$").Name().Put(":").Type(0);
            Maybe(() => Put("=").Value(0, isConstant: true));
            Directives(isConstant: true);
        }));
        Directives().SelectionSet(0);
    }

    private void TypeSystem()
    {
        var isExtension = _random.Next(3) == 0;
        if (isExtension)
            Put("extend");
        else
            Maybe(() => String());
        switch (_random.Next(isExtension ? 6 : 8))
        {
            case 0:
                Put("scalar").Name().Put("@").Name();
                break;
            case 1:
                Put(Pick("type", "interface")).Name();
                Maybe(() => Put("implements").Put(Pick("", "&")).Name().Put("&").Name());
                Directives(isConstant: true).Many("{", "}", FieldDefinition);
                break;
            case 2:
                Put("union").Name().Directives(isConstant: true).Put("=").Put(Pick("", "|")).Name().Put("|").Name();
                break;
            case 3:
                Put("enum").Name().Directives(isConstant: true).Many("{", "}", () =>
                {
                    Maybe(() => String());
                    Put(Pick("RED", "GREEN", "type")).Directives(isConstant: true);
                });
                break;
            case 4:
                Put("input").Name().Directives(isConstant: true).Many("{", "}", InputValue);
                break;
            case 5:
                Put("schema").Directives(isConstant: true).Many("{", "}", () => Put(Pick("query", "mutation", "subscription")).Put(":").Name());
                break;
            default:
                Put("directive").Put("@").Name();
                Maybe(() => Many("(", ")", InputValue));
                Put(Pick("", "repeatable")).Put("on").Put(Pick("", "|")).Put(Pick(Locations)).Put("|").Put(Pick(Locations));
                break;
        }
    }

    private void FieldDefinition()
    {
        Maybe(() => String());
        Name();
        Maybe(() => Many("(", ")", InputValue));
        Put(":").Type(0).Directives(isConstant: true);
    }

    private void InputValue()
    {
        Maybe(() => String());
        Name().Put(":").Type(0);
        Maybe(() => Put("=").Value(0, isConstant: true));
        Directives(isConstant: true);
    }

    private void SelectionSet(int depth) => Many("{", "}", () =>
    {
        switch (_random.Next(6))
        {
            case 0:
                Put("...").Name(except: "on").Directives();
                break;
            case 1 when depth < MaximumDepth:
                Put("...");
                Maybe(() => Put("on").Name());
                Directives().SelectionSet(depth + 1);
                break;
            default:
                Maybe(() => Name().Put(":"));
                Name();
                Maybe(() => Arguments(depth, isConstant: false));
                Directives();
                if (depth < MaximumDepth)
                    Maybe(() => SelectionSet(depth + 1));
                break;
        }
    });

    private DocumentGenerator Directives(bool isConstant = false)
    {
        Maybe(() =>
        {
            Put("@").Name();
            Maybe(() => Arguments(2, isConstant));
        });
        return this;
    }

    private void Arguments(int depth, bool isConstant) => Many("(", ")", () => Name().Put(":").Value(depth, isConstant));

    private void Value(int depth, bool isConstant)
    {
        switch (_random.Next(depth < MaximumDepth ? 8 : 6))
        {
            case 0:
                String();
                break;
            case 1:
                Put(Pick("0", "-0", "1", "-12", "98765432109876543210"));
                break;
            case 2:
                Put(Pick("0.0", "-1.5", "1e5", "1.5E-10", "-0.1e+9"));
                break;
            case 3:
                Put(Pick("true", "false", "null"));
                break;
            case 4 when !isConstant:
                Put("$").Name();
                break;
            case 4 or 5:
                Put(Pick("RED", "query", "on"));
                break;
            case 6:
                Put("[");
                for (var i = _random.Next(3); i > 0; i--)
                    Value(depth + 1, isConstant);
                Put("]");
                break;
            default:
                Put("{");
                for (var i = _random.Next(3); i > 0; i--)
                    Name().Put(":").Value(depth + 1, isConstant);
                Put("}");
                break;
        }
    }

    private DocumentGenerator Type(int depth)
    {
        if (depth < MaximumDepth && _random.Next(3) == 0)
            Put("[").Type(depth + 1).Put("]");
        else
            Name();
        return Put(Pick("", "!"));
    }

    private void String() => Put(Pick(Strings));

    private DocumentGenerator Name(string? except = null)
    {
        var name = Pick(Names);
        return Put(name == except ? "other" : name);
    }

    private DocumentGenerator Many(string open, string close, Action item)
    {
        Put(open);
        for (var i = _random.Next(1, 4); i > 0; i--)
            item();
        return Put(close);
    }

    private void Maybe(Action part)
    {
        if (_random.Next(2) == 0)
            part();
    }

    private string Pick(params string[] from) => from[_random.Next(from.Length)];

    private DocumentGenerator Put(string token)
    {
        if (token.Length > 0)
            _text.Append(token).Append(Gaps[_random.Next(Gaps.Length)]);
        return this;
    }
}
