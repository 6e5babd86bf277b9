using GqlTools.Language.Execution;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Tests.Execution;

public sealed class ExecutionLimitsTests
{
    private static readonly Schema Schema = SchemaBuilder.Build("type Query { a: Int b: Int }");
    private static readonly IReadOnlyDictionary<string, object?> Root = Run.Values("{'a': 1, 'b': 2}");

    [Fact]
    public async Task An_operation_may_resolve_as_many_fields_as_MaxFields_says_and_no_more()
    {
        var limited = new ExecutionRequest
        {
            Schema = Schema,
            Document = Parser.Parse("{ a b }"),
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

    [Fact]
    public async Task A_response_may_nest_as_deep_as_MaxDepth_says_and_no_deeper()
    {
        var request = new ExecutionRequest
        {
            Schema = SchemaBuilder.Build("type Query { self: Query a: Int }", new SchemaBindings().ResolveValue("Query.self", _ => 1).ResolveValue("Query.a", _ => 1)),
            Document = Parser.Parse("{ self { self { a } } }"),
            CancellationToken = TestContext.Current.CancellationToken,
        };

        Assert.Equal("{'data':{'self':{'self':{'a':1}}}}", Run.Json(await Executor.ExecuteAsync(request with { Limits = new ExecutionLimits { MaxDepth = 2 } })));
        var result = await Executor.ExecuteAsync(request with { Limits = new ExecutionLimits { MaxDepth = 1 } });
        Assert.EndsWith("'data':{'self':{'self':null}}}", Run.Json(result), StringComparison.Ordinal);
        Assert.Equal("The response nests deeper than 1 levels (ExecutionLimits.MaxDepth).", Assert.Single(result.Errors).Message);
    }

    [Fact]
    public void The_default_depth_fits_a_stack_of_1_MB()
    {
        var schema = SchemaBuilder.Build("type Query { self: [[Query!]!]! }", new SchemaBindings().ResolveValue("Query.self", _ => new[] { new[] { 1 } }));
        var document = Parser.Parse(string.Concat(Enumerable.Repeat("{ self ", 150)) + "{ __typename }" + new string('}', 150));
        ExecutionResult? result = null;

        var thread = new Thread(() => result = Executor.ExecuteAsync(new ExecutionRequest { Schema = schema, Document = document }).AsTask().GetAwaiter().GetResult(), 1024 * 1024);
        thread.Start();
        thread.Join();

        Assert.Contains("deeper than 300 levels", Assert.Single(result!.Errors).Message, StringComparison.Ordinal);
    }
}
