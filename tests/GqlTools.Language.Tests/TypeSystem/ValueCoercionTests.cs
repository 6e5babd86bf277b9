using System.Numerics;
using System.Text.Json;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Tests.TypeSystem;

public class ValueCoercionTests
{
    private static readonly Schema Schema = SchemaBuilder.Build("""
        type Query { a: Int }
        input Point { x: Int! y: Int = 7 next: Point tags: [String!] }
        input One @oneOf { a: Int b: String }
        enum Color { RED GREEN }
        scalar Any
        """);

    [Theory]
    [InlineData("Int", "5", 5)]
    [InlineData("Float", "5", 5.0)]
    [InlineData("ID", "5", "5")]
    [InlineData("ID", "123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("Color", "\"GREEN\"", "GREEN")]
    [InlineData("String", "null", null)]
    [InlineData("Boolean", "true", true)]
    public void Values_of_the_type_are_taken(string type, string json, object? expected) => Assert.Equal(expected, Coerce(type, json, out _));

    [Theory]
    [InlineData("Int", "\"5\"", "", "Int must be a whole number, but found \"5\".")]
    [InlineData("Int", "5000000000", "", "between -2147483648 and 2147483647")]
    [InlineData("Int!", "null", "", "Null is no value of type Int!.")]
    [InlineData("String", "5", "", "String must be a text")]
    [InlineData("Color", "\"GREN\"", "", "Did you mean the enum value \"GREEN\"")]
    [InlineData("Point", "{\"y\":1}", "", "\"x\" of type Int! is required")]
    [InlineData("Point", "{\"x\":1,\"nxt\":null}", "", "Did you mean \"next\"")]
    [InlineData("Point", "{\"x\":1,\"next\":{\"x\":true}}", ".next.x", "whole number")]
    [InlineData("[Point]", "[{\"x\":1},{\"x\":1,\"tags\":[\"a\",null]}]", "[1].tags[1]", "Null is no value of type String!")]
    [InlineData("Point", "[]", "", "must be an object")]
    [InlineData("One", "{\"a\":1,\"b\":\"x\"}", "", "exactly one")]
    [InlineData("One", "{\"a\":null}", "", "exactly one")]
    public void Other_values_are_refused_with_their_path(string type, string json, string path, string message)
    {
        Coerce(type, json, out var problems);
        var problem = Assert.Single(problems);
        Assert.Equal(path, problem.PathText);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_filled_in_and_single_values_become_lists()
    {
        var value = Assert.IsType<Dictionary<string, object?>>(Coerce("Point", """{"x":1,"tags":"a"}""", out _));
        Assert.Equal(7, value["y"]);
        Assert.Equal(["a"], Assert.IsType<List<object?>>(value["tags"]));
        Assert.False(value.ContainsKey("next"));
    }

    [Fact]
    public void Custom_scalars_see_every_digit()
    {
        Assert.Equal(BigInteger.Parse("123456789012345678901234567890", System.Globalization.CultureInfo.InvariantCulture), Coerce("Any", "123456789012345678901234567890", out _));
        Assert.Equal(0.1234567890123456789012345m, Coerce("Any", "0.1234567890123456789012345", out _));
    }

    [Theory]
    [InlineData("Point", "{ x: $n }", true)]
    [InlineData("Point", "{ x: $missing }", false)]
    [InlineData("Point", "{ x: 1, y: $missing }", true)]
    [InlineData("[Int]", "[1, $missing]", true)]
    [InlineData("[Int!]", "[1, $missing]", false)]
    [InlineData("[Int]", "$null", true)]
    [InlineData("[Int]!", "$null", false)]
    [InlineData("Color", "RED", true)]
    [InlineData("Color", "\"RED\"", false)]
    [InlineData("One", "{ a: $n }", true)]
    [InlineData("One", "{ a: $null }", false)]
    [InlineData("One", "{ a: 1, b: $missing }", false)]
    [InlineData("Int", "1.0", false)]
    [InlineData("Float", "1", true)]
    [InlineData("Any", "{ a: [1, $n] }", true)]
    public void Literals_are_coerced_with_their_variables(string type, string literal, bool expected)
    {
        var variables = new Dictionary<string, object?> { ["n"] = 3, ["null"] = null };
        Assert.Equal(expected, LiteralCoercion.TryCoerce(Parser.ParseValue(literal), TypeOf(type), variables, out _));
    }

    [Fact]
    public void Plain_values_become_literals_and_come_back()
    {
        const string Text = """{ a: [1, 2.5, "x", true, null], b: { c: 12345678901234567890 } }""";
        Assert.Equal(Text, Printer.Print(PlainValue.ToLiteral(PlainValue.FromLiteral(Parser.ParseConstantValue(Text)))));
    }

    private static object? Coerce(string type, string json, out List<CoercionProblem> problems)
    {
        using var document = JsonDocument.Parse(json);
        problems = [];
        return ValueCoercion.Coerce(document.RootElement, TypeOf(type), problems);
    }

    private static GraphQLType TypeOf(string text) => Resolve(Parser.ParseType(text));

    private static GraphQLType Resolve(TypeNode node) => node switch
    {
        ListTypeNode list => Resolve(list.Type).List(),
        NonNullTypeNode nonNull => Resolve(nonNull.Type).NonNull(),
        NamedTypeNode named => Schema.FindType(named.Name.Value) ?? BuiltInScalars.Find(named.Name.Value)!,
        _ => throw new ArgumentException("No type.", nameof(node)),
    };
}
