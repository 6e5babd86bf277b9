using GqlTools.Language.Execution;
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

    [Fact]
    public async Task Limits_hold_on_both_sides()
    {
        var limited = new ExecutionRequest
        {
            Schema = Schema,
            Document = GqlTools.Language.Syntax.Parser.Parse("{ a b }"),
            RootValue = Root,
            CancellationToken = TestContext.Current.CancellationToken,
        };

        Assert.Equal("{'data':{'a':1,'b':2}}", Run.Json(await Executor.ExecuteAsync(limited with { Limits = new ExecutionLimits { MaxFields = 2 } })));
        var result = await Executor.ExecuteAsync(limited with { Limits = new ExecutionLimits { MaxFields = 1 } });
        Assert.Equal("{'errors':[{'message':'The operation resolves more than 1 fields (ExecutionLimits.MaxFields).'}],'data':null}", Run.Json(result));
    }

    [Fact]
    public async Task A_fragment_cycle_of_an_unvalidated_document_ends_at_the_depth_limit()
    {
        const string Document = "{ __type(name: \"Query\") { ...f } } fragment f on __Type { fields { type { ...f } } ofType { ...f } name }";
        var schema = SchemaBuilder.Build("type Query { self: Query }");

        var result = await Run.Result(schema, Document);

        Assert.Contains(result.Errors, error => error.Message == "The response nests deeper than 300 levels (ExecutionLimits.MaxDepth).");
    }
}
