using GqlTools.Language.Syntax;

namespace GqlTools.Language.Tests.Syntax;

public sealed class GraphQLSyntaxExceptionTests
{
    [Fact]
    public void The_message_names_the_place_and_shows_the_line_with_a_caret()
    {
        var error = Assert.Throws<GraphQLSyntaxException>(() => Parser.Parse("{\n  a\n    b: }\n}"));

        Assert.Equal((3, 8, 13), (error.Line, error.Column, error.Offset));
        Assert.Equal("Syntax error at line 3, column 8: expected Name, found \"}\".\n3 |     b: }\n  |        ^", error.Message);
    }

    [Fact]
    public void A_named_source_is_named()
    {
        var error = Assert.Throws<GraphQLSyntaxException>(() => Parser.Parse(new SourceText("{", "shop.graphql")));

        Assert.Equal("shop.graphql", error.SourceName);
        Assert.StartsWith("Syntax error in shop.graphql at line 1, column 2: expected Name, found the end of the document.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_line_is_cut_around_the_column()
    {
        var error = Assert.Throws<GraphQLSyntaxException>(() => Parser.Parse("{ " + new string('a', 500) + " ? " + new string('b', 500) + " }"));

        var lines = error.Message.Split('\n');
        Assert.All(lines, line => Assert.True(line.Length < 100, line));
        Assert.Equal('?', lines[1][lines[2].Length - 1]);
    }

    [Fact]
    public void Control_characters_do_not_reach_the_terminal()
    {
        var error = Assert.Throws<GraphQLSyntaxException>(() => Parser.Parse("{ a \u001B[31m }"));

        Assert.DoesNotContain('\u001B', error.Message);
    }

    [Theory]
    [InlineData("", 1, "a definition, such as a query, a fragment or a type, found the end of the document")]
    [InlineData("{ }", 3, "Name, found \"}\"")]
    [InlineData("{ a(b: ) }", 8, "a value, found \")\"")]
    [InlineData("{ a() }", 5, "Name, found \")\"")]
    [InlineData("{ a { } }", 7, "Name, found \"}\"")]
    [InlineData("{ a } }", 7, "a definition, such as a query, a fragment or a type, found \"}\"")]
    [InlineData("query Q() { a }", 9, "\"$\", found \")\"")]
    [InlineData("query ($a) { a }", 10, "\":\", found \")\"")]
    [InlineData("query ($a: Int = $b) { a }", 18, "a constant value (variables cannot stand here), found \"$\"")]
    [InlineData("query ($a: Int @b(c: $d)) { a }", 22, "a constant value (variables cannot stand here), found \"$\"")]
    [InlineData("fragment on on T { a }", 10, "the name of a fragment (\"on\" cannot be one), found Name \"on\"")]
    [InlineData("fragment a { b }", 12, "\"on\", found \"{\"")]
    [InlineData("{ ... on }", 10, "Name, found \"}\"")]
    [InlineData("\"text\" { a }", 8, "a definition that can have a description (not an extension, nor a query in short form), found \"{\"")]
    [InlineData("notAnOperation Foo { field }", 1, "a definition, such as a query, a fragment or a type, found Name \"notAnOperation\"")]
    public void A_wrong_document_says_what_was_expected_and_found(string text, int column, string says)
    {
        var error = Assert.Throws<GraphQLSyntaxException>(() => Parser.Parse(text));

        Assert.Equal("expected " + says, error.Problem);
        Assert.Equal((1, column), (error.Line, error.Column));
    }
}
