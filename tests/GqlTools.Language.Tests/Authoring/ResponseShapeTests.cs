using GqlTools.Language.Authoring;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.Tests.Authoring;

public sealed class ResponseShapeTests
{
    [Fact]
    public void It_holds_response_names_with_their_types_through_fragments_and_aliases()
    {
        var schema = SchemaBuilder.Build("type Query { a: A } interface A { id: ID! } type B implements A { id: ID! when: Date other: A } scalar Date");

        var shape = Of("{ first: a { id ... on B { when } ...F } } fragment F on B { other { at: id } }", schema);

        var first = shape.Fields["first"];
        Assert.Equal(["id", "when", "other"], first.Fields.Keys);
        Assert.Equal("Date", first.Fields["when"].Type!.ToString());
        Assert.Equal("ID!", first.Fields["other"].Fields["at"].Type!.ToString());
    }

    [Fact]
    public void Without_a_schema_it_holds_the_names() => Assert.Equal(["b", "d"], Of("{ a { b c: d { e } d } }").Fields["a"].Fields.Keys.Order().Where(name => name != "c"));

    [Fact]
    public void Fragments_in_a_circle_end() => Assert.NotNull(Of("{ ...F } fragment F on Query { a { ...F } b { ...F } ...F }"));

    [Fact]
    public void Fragments_that_multiply_end()
    {
        var text = "{ ...F0 } " + string.Concat(Enumerable.Range(0, 60).Select(level => $"fragment F{level} on Query {{ a {{ ...F{level + 1} }} b {{ ...F{level + 1} }} }} ")) + "fragment F60 on Query { leaf }";

        Assert.Contains("a", Of(text).Fields.Keys);
    }

    private static ResponseShape Of(string text, GqlTools.Language.TypeSystem.Schema? schema = null)
    {
        var document = Parser.Parse(text);
        return ResponseShape.Of(document, document.Definitions.OfType<OperationDefinitionNode>().First(), schema);
    }
}
