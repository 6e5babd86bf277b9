using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Tests.Operations;

public sealed class DocumentCacheTests
{
    [Fact]
    public void A_document_is_read_once()
    {
        var cache = new DocumentCache();
        Assert.Same(cache.Get("{ a }"), cache.Get("{ a " + "}"));
    }

    [Fact]
    public void What_is_in_use_survives_a_flood_of_other_documents_and_the_rest_goes()
    {
        var cache = new DocumentCache();
        var used = cache.Get("{ used }");
        var unused = cache.Get("{ unused }");
        for (var index = 0; index < 3 * DocumentCache.GenerationSize; index++)
        {
            cache.Get($"{{ f{index} }}");
            cache.Get("{ used }");
        }

        Assert.Same(used, cache.Get("{ used }"));
        Assert.NotSame(unused, cache.Get("{ unused }"));
    }

    [Fact]
    public void A_syntax_error_names_line_column_and_shows_the_line()
    {
        var exception = Assert.Throws<GqlException>(() => new DocumentCache().Get("query {\n  user(id: ) { name }\n}"));
        Assert.Equal(FailureKind.SyntaxError, exception.Kind);
        Assert.Equal((2, 12), (exception.Line, exception.Column));
        Assert.Contains("user(id: ) { name }", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operations_are_selected_by_name()
    {
        var document = GqlDocument.Parse("query A($x: Int! $y: Int! = 1 $z: Int) { a } mutation B { b }");
        Assert.Equal(OperationType.Mutation, document.Select("B").Type);
        Assert.Equal(["x", "y", "z"], document.Select("A").Variables);
        Assert.Equal(["x"], document.Select("A").RequiredVariables);
        Assert.Contains("A, B", Assert.Throws<GqlException>(() => document.Select(null)).Message, StringComparison.Ordinal);
        Assert.Contains("no operation 'C'", Assert.Throws<GqlException>(() => document.Select("C")).Message, StringComparison.Ordinal);
    }
}
