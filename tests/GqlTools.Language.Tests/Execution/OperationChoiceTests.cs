using GqlTools.Language.Sdl;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Tests.Execution;

public sealed class OperationChoiceTests
{
    private static readonly Schema Schema = SchemaBuilder.Build("type Query { a: Int b: Int }");
    private static readonly IReadOnlyDictionary<string, object?> Root = Run.Values("{'a': 1, 'b': 2}");

    [Fact]
    public async Task The_named_operation_is_executed()
    {
        const string Document = "query A { a } query B { b }";

        Assert.Equal("{'data':{'a':1}}", await Run.Json(Schema, Document, Root, operationName: "A"));
        Assert.Equal("{'data':{'b':2}}", await Run.Json(Schema, Document, Root, operationName: "B"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task The_only_operation_needs_no_name(string? name) =>
        Assert.Equal("{'data':{'a':1}}", await Run.Json(Schema, "query A { ...f } fragment f on Query { a }", Root, operationName: name));

    [Theory]
    [InlineData("query A { a } query B { b }", null, "The document has 2 operations; name the one to execute. It has \"A\", \"B\".")]
    [InlineData("query A { a }", "C", "The document has no operation named \"C\". It has \"A\".")]
    [InlineData("{ a }", "C", "The document has no operation named \"C\".")]
    [InlineData("fragment f on Query { a }", null, "The document has no operation to execute.")]
    [InlineData("mutation { a }", null, "The schema has no mutation type, so that no mutation can be executed.")]
    [InlineData("subscription { a }", null, "The operation is a subscription; it has a stream of responses and must be subscribed to.")]
    public async Task A_request_without_an_operation_to_execute_has_no_data(string document, string? name, string message)
    {
        var result = await Run.Result(Schema, document, Root, operationName: name);

        Assert.False(result.HasData);
        Assert.Null(result.Data);
        Assert.Equal(message, Assert.Single(result.Errors).Message);
        Assert.DoesNotContain("'data'", Run.Json(result), StringComparison.Ordinal);
    }
}
