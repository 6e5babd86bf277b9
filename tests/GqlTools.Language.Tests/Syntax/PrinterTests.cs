using System.Collections.Immutable;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.Tests.Syntax;

public sealed class PrinterTests
{
    [Theory]
    [InlineData(KitchenSink.Executable)]
    [InlineData(KitchenSink.Schema)]
    public void What_is_printed_reads_as_the_same_tree(string text)
    {
        var document = Parser.Parse(text);

        var printed = Printer.Print(document);

        Assert.Equal(Outline(document), Outline(Parser.Parse(printed)));
        Assert.Equal(printed, Printer.Print(Parser.Parse(printed)));
    }

    [Theory]
    [InlineData(KitchenSink.Executable)]
    [InlineData(KitchenSink.Schema)]
    public void What_is_minified_reads_as_the_same_tree(string text)
    {
        var minified = Printer.Minify(text);

        Assert.Equal(Outline(Parser.Parse(text)), Outline(Parser.Parse(minified)));
        Assert.Equal(minified, Printer.Minify(minified));
        Assert.True(minified.Length < text.Length);
    }

    [Theory]
    [InlineData("query Q($a:Int=1,$b:[T!]!)@x{a}", "query Q($a: Int = 1, $b: [T!]!) @x {\n  a\n}")]
    [InlineData("query($a:Int){a}", "query ($a: Int) {\n  a\n}")]
    [InlineData("query{a}", "{\n  a\n}")]
    [InlineData("query @x{a}", "query @x {\n  a\n}")]
    [InlineData("mutation{a{b}}", "mutation {\n  a {\n    b\n  }\n}")]
    [InlineData("\"d\" query{a}", "\"d\"\nquery {\n  a\n}")]
    [InlineData("{a:b(c:{d:[1,2],e:{}})@f}", "{\n  a: b(c: { d: [1, 2], e: {  } }) @f\n}")]
    [InlineData("{...on A{b}...{c}...@x{d}...e@y}", "{\n  ... on A {\n    b\n  }\n  ... {\n    c\n  }\n  ... @x {\n    d\n  }\n  ...e @y\n}")]
    [InlineData("query(\"d\"$a:Int $b:Int){a}", "query (\n\"d\"\n$a: Int\n$b: Int\n) {\n  a\n}")]
    [InlineData("type A{\"\"\"b\n\nc\"\"\"d(\"e\"f:G h:I):J}", "type A {\n  \"\"\"\n  b\n  \n  c\n  \"\"\"\n  d(\n    \"e\"\n    f: G\n    h: I\n  ): J\n}")]
    [InlineData("extend schema@a{query:B}", "extend schema @a {\n  query: B\n}")]
    [InlineData("directive@a(b:C=1 d:E)repeatable on|FIELD|OBJECT", "directive @a(b: C = 1, d: E) repeatable on FIELD | OBJECT")]
    public void A_definition_has_the_customary_layout(string text, string printed) =>
        Assert.Equal(printed, Printer.Print(Parser.Parse(text)));

    [Theory]
    [InlineData("type A query { b }", "type A\n\nquery {\n  b\n}")]
    [InlineData("extend input A @c query { b }", "extend input A @c\n\nquery {\n  b\n}")]
    [InlineData("scalar A query { b }", "scalar A\n\n{\n  b\n}")]
    public void A_query_behind_a_type_without_fields_is_not_taken_for_its_fields(string text, string printed) =>
        Assert.Equal(printed, Printer.Print(Parser.Parse(text)));

    [Fact]
    public void Arguments_stand_on_their_own_lines_where_the_line_would_pass_80_characters()
    {
        var fits = new string('x', 66);
        Assert.Equal($"{{\n  abc(d: \"{fits}\")\n}}", Printer.Print(Parser.Parse($"{{abc(d:\"{fits}\")}}")));
        var long1 = new string('x', 60);
        Assert.Equal(
            $"{{\n  abc(\n    d: \"{long1}\"\n    efghijkl: 123456\n  )\n}}",
            Printer.Print(Parser.Parse($"{{abc(d:\"{long1}\",efghijkl:123456)}}")));
    }

    [Fact]
    public void Long_lists_and_objects_are_spread_from_the_outside_in()
    {
        var text = new string('y', 78);

        Assert.Equal($"[\n  \"{text}\"\n]", Printer.Print(Parser.ParseValue($"[\"{text}\"]")));
        Assert.Equal($"{{\n  a: \"{text}\"\n  b: [1, 2]\n}}", Printer.Print(Parser.ParseValue($"{{a:\"{text}\",b:[1,2]}}")));
        Assert.Equal($"[\n  [\n    \"{text}\"\n  ]\n]", Printer.Print(Parser.ParseValue($"[[\"{text}\"]]")));
    }

    [Fact]
    public void A_value_nested_200_deep_prints_in_an_instant()
    {
        var text = new string('[', 199) + "\"" + new string('z', 1000) + "\"" + new string(']', 199);

        var printed = Printer.Print(Parser.ParseValue(text));

        Assert.Equal(text, Printer.Minify(printed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData(" indented")]
    [InlineData("\tindented")]
    [InlineData("trailing space ")]
    [InlineData("two\nlines")]
    [InlineData("first\n  second\n    third")]
    [InlineData("first\n\n  third")]
    [InlineData("ends with a quote\"")]
    [InlineData("ends with a backslash\\")]
    [InlineData("ends with quotes\"\"\"")]
    [InlineData("\"\"\"begins with quotes")]
    [InlineData("\\\"\"\" and \\\\")]
    [InlineData("seventy characters and more, which is why it stands on lines of its own, doesn't it")]
    public void A_block_string_keeps_its_value_printed_and_minified(string value)
    {
        var node = new StringValueNode(value) { Block = true };

        Assert.Equal(value, Assert.IsType<StringValueNode>(Parser.ParseValue(Printer.Print(node))).Value);
        Assert.Equal(value, Assert.IsType<StringValueNode>(Parser.ParseValue(Printer.Minify(node))).Value);
    }

    [Fact]
    public void A_quoted_string_keeps_every_character()
    {
        var value = string.Concat(Enumerable.Range(0, 0x300).Select(code => (char)code)) + "\U0001F600\u2028\uFEFF";
        var node = new StringValueNode(value);

        Assert.Equal(value, Assert.IsType<StringValueNode>(Parser.ParseValue(Printer.Print(node))).Value);
        Assert.Equal("\"\\b\\t\\n\\f\\r\\u0000\\u001F\\u007F\\u009F\\\"\\\\/\"", Printer.Print(new StringValueNode("\b\t\n\f\r\0\u001F\u007F\u009F\"\\/")));
    }

    [Theory]
    [InlineData("{ a , b # c\n d }", "{a b d}")]
    [InlineData("{ a ... b ... on C { d } }", "{a ...b ...on C{d}}")]
    [InlineData("query Q ( $a : [ Int ! ] = [ 1 , 2 -3 ] ) { a ( b : $a , c : \"x y\" \"z\" ) }", "query Q($a:[Int!]=[1 2 -3]){a(b:$a c:\"x y\" \"z\")}")]
    [InlineData("\uFEFF\"\"\"\n    a\n      b\n\"\"\" type A { b : C }", "\"\"\"\na\n  b\"\"\" type A{b:C}")]
    [InlineData("\"\"\" a\n  b\"\"\"", "\"\"\" a\nb\"\"\"")]
    [InlineData("\"\"\"\n  ends with a \"\n\"\"\"", "\"\"\"ends with a \"\n\"\"\"")]
    [InlineData("\"\\u0041\"", "\"\\u0041\"")]
    public void Minifying_removes_only_what_means_nothing(string text, string minified) => Assert.Equal(minified, Printer.Minify(text));

    [Fact]
    public void Minifying_refuses_what_is_no_token() => Assert.Throws<GraphQLSyntaxException>(() => Printer.Minify("{ a ? }"));

    [Fact]
    public void A_tree_made_by_hand_prints()
    {
        var field = new FieldNode
        {
            Alias = new NameNode("here"),
            Name = new NameNode("things"),
            Arguments = [new ArgumentNode(new NameNode("first"), new IntValueNode("3"))],
            SelectionSet = new SelectionSetNode([new FieldNode { Name = new NameNode("id") }]),
        };
        var document = new DocumentNode([new OperationDefinitionNode { SelectionSet = new SelectionSetNode([field]) }]);

        Assert.Equal("{\n  here: things(first: 3) {\n    id\n  }\n}", Printer.Print(document));
        Assert.Equal("{\n  things(first: 3) {\n    id\n  }\n}", Printer.Print(new SelectionSetNode([field with { Alias = null }])));
    }

    /// <summary>Kinds and leaf values in document order: what two trees have in common when they mean the same.</summary>
    private static ImmutableArray<string> Outline(SyntaxNode root)
    {
        var outline = ImmutableArray.CreateBuilder<string>();
        Visitor.Walk(
            root,
            node =>
            {
                outline.Add(node switch
                {
                    NameNode name => name.Value,
                    IntValueNode value => value.Value,
                    FloatValueNode value => value.Value,
                    StringValueNode value => $"{value.Block} {value.Value}",
                    BooleanValueNode value => value.Value.ToString(),
                    EnumValueNode value => value.Value,
                    OperationDefinitionNode operation => operation.Operation.ToString(),
                    OperationTypeDefinitionNode operation => operation.Operation.ToString(),
                    DirectiveDefinitionNode directive => $"repeatable {directive.Repeatable}",
                    _ => node.Kind.ToString(),
                });
                return VisitStep.Continue;
            },
            node => outline.Add($"end of {node.Kind}"));
        return outline.ToImmutable();
    }
}
