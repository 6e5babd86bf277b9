using GqlTools.Language.Execution;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Tests.Execution;

public sealed class ConcurrencyTests
{
    [Fact]
    public async Task Fields_of_a_query_wait_together()
    {
        var gate = new Gate();
        var schema = SchemaBuilder.Build("type Query { a: Int b: Int c: [Item] } type Item { d: Int }", new SchemaBindings()
            .Resolve("Query.a", gate.Enter).Resolve("Query.b", gate.Enter)
            .ResolveValue("Query.c", _ => new object[] { 1, 2 }).Resolve("Item.d", gate.Enter));

        var running = Run.Result(schema, "{ a b c { d } }").AsTask();

        Assert.Equal(4, gate.Entered.Count);
        Assert.False(running.IsCompleted);
        gate.Open();
        Assert.Equal("{'data':{'a':1,'b':1,'c':[{'d':1},{'d':1}]}}", Run.Json(await running));
    }

    [Fact]
    public async Task Root_fields_of_a_mutation_take_turns_and_their_subfields_do_not()
    {
        var first = new Gate();
        var second = new Gate();
        var schema = SchemaBuilder.Build("type Query { x: Int } type Mutation { a: Item b: Int } type Item { c: Int d: Int }", new SchemaBindings()
            .ResolveValue("Mutation.a", _ => 1).Resolve("Item.c", first.Enter).Resolve("Item.d", first.Enter).Resolve("Mutation.b", second.Enter));

        var running = Run.Result(schema, "mutation { a { c d } b }").AsTask();

        Assert.Equal(["c", "d"], first.Entered);
        Assert.Empty(second.Entered);
        first.Open();
        await second.Begun;
        Assert.False(running.IsCompleted);
        second.Open();
        Assert.Equal("{'data':{'a':{'c':1,'d':1},'b':1}}", Run.Json(await running));
    }

    [Fact]
    public async Task A_failed_mutation_leaves_the_next_one_to_run_unless_it_takes_the_root_with_it()
    {
        var ran = new List<string>();
        var schema = SchemaBuilder.Build("type Query { x: Int } type Mutation { fail: Int mustFail: Int! ok: Int }", new SchemaBindings()
            .ResolveValue("Mutation.fail", _ => throw new InvalidTimeZoneException("no"))
            .ResolveValue("Mutation.mustFail", _ => throw new InvalidTimeZoneException("no"))
            .ResolveValue("Mutation.ok", _ =>
            {
                ran.Add("ok");
                return 1;
            }));

        Assert.EndsWith("'data':{'fail':null,'ok':1}}", await Run.Json(schema, "mutation { fail ok }"), StringComparison.Ordinal);
        Assert.EndsWith("'data':null}", await Run.Json(schema, "mutation { mustFail ok }"), StringComparison.Ordinal);
        Assert.Single(ran);
    }

    [Fact]
    public async Task Cancellation_ends_the_execution_with_its_exception_once_all_fields_have_ended()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var gate = new Gate();
        var schema = SchemaBuilder.Build("type Query { stubborn: Int obedient: Int }", new SchemaBindings()
            .Resolve("Query.stubborn", gate.Enter)
            .Resolve("Query.obedient", async context =>
            {
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                return 1;
            }));

        var running = Executor.ExecuteAsync(Request(schema, "{ stubborn obedient }", source.Token)).AsTask();
        await source.CancelAsync();

        Assert.False(running.IsCompleted);
        gate.Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_cancelled_request_resolves_nothing()
    {
        var resolved = 0;
        var schema = SchemaBuilder.Build("type Query { a: Int }", new SchemaBindings().ResolveValue("Query.a", _ => ++resolved));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Executor.ExecuteAsync(Request(schema, "{ a }", new CancellationToken(canceled: true))));
        Assert.Equal(0, resolved);
    }

    [Fact]
    public async Task A_cancellation_of_the_resolvers_own_is_an_error_of_its_field()
    {
        var schema = SchemaBuilder.Build("type Query { a: Int b: Int }", new SchemaBindings()
            .Resolve("Query.a", _ => ValueTask.FromCanceled<object?>(new CancellationToken(canceled: true))).ResolveValue("Query.b", _ => 2));

        var result = await Run.Result(schema, "{ a b }");

        Assert.Equal(2, result.Data!["b"]);
        Assert.IsAssignableFrom<OperationCanceledException>(Assert.Single(result.Errors).Exception);
    }

    [Fact]
    public async Task One_schema_serves_many_threads()
    {
        var schema = SchemaBuilder.Build("type Query { items: [Item!]! } type Item { id: ID! name: String late: Int fail: Int }", new SchemaBindings()
            .ResolveValue("Query.items", context => Enumerable.Range((int)context.Context!, 20).Select(id => new { id, name = $"n{id}" }).ToArray())
            .Resolve("Item.late", async _ =>
            {
                await Task.Yield();
                return 1;
            })
            .Resolve("Item.fail", async _ =>
            {
                await Task.Yield();
                throw new InvalidTimeZoneException("no");
            }));
        var document = Parser.Parse("{ items { id name late fail } }");

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(async () =>
            (number, Result: await Executor.ExecuteAsync(new ExecutionRequest { Schema = schema, Document = document, Context = number })))));

        Assert.All(results, item =>
        {
            Assert.Equal(20, item.Result.Errors.Length);
            var items = Assert.IsType<object?[]>(item.Result.Data!["items"]);
            Assert.Equal(Enumerable.Range(item.number, 20).Select(id => $"{id}"), items.Select(entry => ((ResponseObject)entry!)["id"]));
        });
    }

    private static ExecutionRequest Request(Schema schema, string query, CancellationToken cancellationToken) =>
        new() { Schema = schema, Document = Parser.Parse(query), CancellationToken = cancellationToken };

    /// <summary>Holds resolvers until it is opened, and counts who came.</summary>
    private sealed class Gate
    {
        private readonly TaskCompletionSource<object?> _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Entered { get; } = [];

        public Task Begun => _begun.Task;

        public ValueTask<object?> Enter(ResolveContext context)
        {
            Entered.Add(context.FieldName);
            _begun.TrySetResult();
            return new(_open.Task);
        }

        public void Open() => _open.SetResult(1);
    }
}
