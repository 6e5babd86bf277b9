using GqlTools.Language.Syntax;

namespace GqlTools.Language.Tests.Syntax;

public sealed class ParserOptionsTests
{
    private const int Hostile = 100_000;

    public static TheoryData<string, string> HostileDocuments => new()
    {
        { "braces", Repeat("{a") },
        { "braces without names", Repeat("{") },
        { "inline fragments", "{" + Repeat("...{") },
        { "list values", "{a(b:" + Repeat("[") },
        { "object values", "{a(b:" + Repeat("{c:") },
        { "mixed values", "{a(b:" + Repeat("[{c:") },
        { "list types", "query($a:" + Repeat("[") },
        { "list types of fields", "type A{b:" + Repeat("[") },
        { "closing braces", "{a" + Repeat("}") },
        { "an unclosed string", "{a(b:\"" + Repeat("c") },
        { "an unclosed block string", "{a(b:\"\"\"" + Repeat("c\n") },
        { "quotes", Repeat("\"") },
        { "NULs", Repeat("\0") },
        { "lone surrogates", "{a(b:\"" + Repeat("\uD800") },
        { "backslashes", "{a(b:\"" + Repeat("\\\\") },
        { "dots", Repeat(".") },
        { "commas", Repeat(",") },
        { "comments", Repeat("#\n") },
        { "directives", Repeat("@") },
    };

    [Theory]
    [MemberData(nameof(HostileDocuments))]
    public void A_hostile_document_ends_in_a_syntax_error(string what, string text)
    {
        Assert.NotEmpty(what);
        Assert.Throws<GraphQLSyntaxException>(() => Parser.Parse(text));
    }

    [Fact]
    public void A_document_may_nest_as_deep_as_MaxDepth_says_and_no_deeper()
    {
        var options = new ParserOptions { MaxDepth = 5 };

        Assert.Single(Parser.Parse("{a{a{a{a{a}}}}}", options).Definitions);
        var error = Assert.Throws<GraphQLSyntaxException>(() => Parser.Parse("{a{a{a{a{a{a}}}}}}", options));
        Assert.Equal(11, error.Column);
        Assert.Contains("deeper than 5 levels", error.Problem, StringComparison.Ordinal);
        Assert.Equal(SyntaxKind.ListValue, Parser.ParseValue("[[[[[]]]]]", options).Kind);
        Assert.Throws<GraphQLSyntaxException>(() => Parser.ParseValue("[[[[[[]]]]]]", options));
    }

    [Fact]
    public void Siblings_do_not_add_to_the_depth()
    {
        var options = new ParserOptions { MaxDepth = 3 };

        Assert.Single(Parser.Parse("{" + string.Concat(Enumerable.Repeat("a(b:[{}]){c} ", 100)) + "}", options).Definitions);
    }

    [Fact]
    public void The_default_depth_is_200()
    {
        Assert.Equal(200, ParserOptions.Default.MaxDepth);
        Assert.Equal(SyntaxKind.ListValue, Parser.ParseValue(new string('[', 200) + new string(']', 200)).Kind);
        Assert.Throws<GraphQLSyntaxException>(() => Parser.ParseValue(new string('[', 201) + new string(']', 201)));
    }

    [Fact]
    public void The_default_depth_fits_half_of_the_smallest_usual_stack()
    {
        var depth = ParserOptions.DefaultMaxDepth;
        var selections = string.Concat(Enumerable.Repeat("{ a ", depth)) + new string('}', depth);
        var values = "{ a(b: " + new string('[', depth - 1) + new string(']', depth - 1) + ") }";
        var types = "query($a: " + new string('[', depth) + "Int" + new string(']', depth) + ") { a }";
        var printed = new List<string>();

        var thread = new Thread(
            () =>
            {
                foreach (var text in new[] { selections, values, types })
                {
                    var document = Parser.Parse(text);
                    Visitor.Walk(document, _ => VisitStep.Continue);
                    printed.Add(Printer.Minify(document));
                }
            },
            // Windows gives threads 1 MB. Code that was not optimised yet needs the most.
            512 * 1024);
        thread.Start();
        thread.Join();

        Assert.Equal([Printer.Minify(selections), Printer.Minify(values), Printer.Minify(types)], printed);
    }

    [Fact]
    public void A_document_may_have_as_many_tokens_as_MaxTokens_says_and_no_more()
    {
        Assert.Single(Parser.Parse("{ a b }", new ParserOptions { MaxTokens = 5 }).Definitions);
        var error = Assert.Throws<GraphQLSyntaxException>(() => Parser.Parse("{ a b }", new ParserOptions { MaxTokens = 4 }));
        Assert.Contains("more than 4 tokens", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_may_be_as_long_as_MaxLength_says_and_no_longer()
    {
        Assert.Single(Parser.Parse("{ abc }", new ParserOptions { MaxLength = 7 }).Definitions);
        var error = Assert.Throws<GraphQLSyntaxException>(() => Parser.Parse("{ abc }", new ParserOptions { MaxLength = 6 }));
        Assert.Contains("has 7 characters, more than 6", error.Problem, StringComparison.Ordinal);
    }

    private static string Repeat(string part) => string.Concat(Enumerable.Repeat(part, Hostile));
}
