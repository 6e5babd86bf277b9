using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GqlTools.Language.Execution;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Tests.Execution;

public sealed class IncrementalDeliveryTests
{
    private const string Sdl = """
        directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
        directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD
        type Query { hero: Hero, must: Hero!, numbers: [Int], strict: [Int!], heroes: [Hero] }
        type Hero { id: Int, name: String, friend: Hero, gate: String, fail: String, mustFail: String! }
        """;

    private readonly TaskCompletionSource<object?> _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IAsyncEnumerable<object?>? _numbers;

    [Fact]
    public async Task A_deferred_fragment_comes_after_the_rest_under_its_id()
    {
        Assert.Equal(
            [
                "{'data':{'hero':{'id':1}},'pending':[{'id':'0','path':['hero'],'label':'later'}],'hasNext':true}",
                "{'incremental':[{'id':'0','data':{'name':'Luke','friend':{'name':'Han'}}}],'completed':[{'id':'0'}],'hasNext':false}",
            ],
            await DeliverAsync("{ hero { id ... @defer(label: \"later\") { name friend { name } } } }"));
    }

    [Fact]
    public async Task In_the_older_form_each_part_says_where_it_belongs()
    {
        Assert.Equal(
            [
                "{'data':{'hero':{'id':1}},'hasNext':true}",
                "{'incremental':[{'data':{'name':'Luke'},'path':['hero'],'label':'later'}],'hasNext':false}",
            ],
            await DeliverAsync("{ hero { id ...More @defer(label: \"later\") } } fragment More on Hero { name }", IncrementalFormat.Defer20220824));
    }

    [Theory]
    [InlineData("{ hero { id ... @defer(if: false) { name } } }", "{'data':{'hero':{'id':1,'name':'Luke'}}}")]
    [InlineData("{ hero { id ... @defer { id } } }", "{'data':{'hero':{'id':1}}}")]
    [InlineData("{ hero { id } }", "{'data':{'hero':{'id':1}}}")]
    [InlineData("{ numbers @stream(initialCount: 3) }", "{'data':{'numbers':[1,2,3]}}")]
    [InlineData("{ numbers @stream(if: false) }", "{'data':{'numbers':[1,2,3]}}")]
    public async Task Where_nothing_is_left_for_later_the_response_is_a_plain_one(string query, string expected) =>
        Assert.Equal([expected], await DeliverAsync(query));

    [Fact]
    public async Task A_plain_execution_ignores_the_directives() =>
        Assert.Equal(
            "{'data':{'hero':{'id':1,'name':'Luke'},'numbers':[1,2,3]}}",
            await Run.Json(Schema(), "{ hero { id ... @defer { name } } numbers @stream }"));

    [Fact]
    public async Task Fragments_within_fragments_are_announced_with_the_part_they_stand_in()
    {
        Assert.Equal(
            [
                "{'data':{'hero':{}},'pending':[{'id':'0','path':['hero']}],'hasNext':true}",
                "{'pending':[{'id':'1','path':['hero','friend']}],'incremental':[{'id':'0','data':{'friend':{'id':2}}}],'completed':[{'id':'0'}],'hasNext':true}",
                "{'incremental':[{'id':'1','data':{'name':'Han'}}],'completed':[{'id':'1'}],'hasNext':false}",
            ],
            await DeliverAsync("{ hero { ... @defer { friend { id ... @defer { name } } } } }"));
    }

    [Fact]
    public async Task A_fragment_that_waits_holds_no_other_back()
    {
        await using var parts = PartsOf("{ hero { ... @defer { gate } ... @defer { name } } }").GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var seen = new List<string>();
        while (seen.Count < 2 && await parts.MoveNextAsync())
            seen.Add(parts.Current);
        Assert.Equal("{'incremental':[{'id':'1','data':{'name':'Luke'}}],'completed':[{'id':'1'}],'hasNext':true}", seen[1]);
        _gate.SetResult("open");
        Assert.True(await parts.MoveNextAsync());
        Assert.Equal("{'incremental':[{'id':'0','data':{'gate':'open'}}],'completed':[{'id':'0'}],'hasNext':false}", parts.Current);
    }

    [Fact]
    public async Task An_error_belongs_to_its_part_alone()
    {
        const string error = "[{'message':'It failed.','locations':[{'line':1,'column':28}],'path':['hero','fail']}]";
        Assert.Equal(
            [
                "{'data':{'hero':{'id':1}},'pending':[{'id':'0','path':['hero']}],'hasNext':true}",
                $"{{'incremental':[{{'id':'0','data':{{'fail':null}},'errors':{error}}}],'completed':[{{'id':'0'}}],'hasNext':false}}",
            ],
            await DeliverAsync("{ hero { id ... @defer {   fail } } }"));
    }

    [Theory]
    [InlineData(IncrementalFormat.IncrementalV02, "{'completed':[{'id':'0','errors':[{'message':'It failed.'", "}]}],'hasNext':false}")]
    [InlineData(IncrementalFormat.Defer20220824, "{'incremental':[{'data':null,'errors':[{'message':'It failed.'", "}],'path':['hero']}],'hasNext':false}")]
    public async Task An_error_that_reaches_the_object_ends_the_fragment(IncrementalFormat format, string start, string end)
    {
        var parts = await DeliverAsync("{ hero { id ... @defer { name mustFail } } }", format);
        Assert.StartsWith(start, parts[1], StringComparison.Ordinal);
        Assert.EndsWith(end, parts[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ hero { mustFail ... @defer { name } } }")]
    [InlineData("{ must { mustFail friend { ... @defer { name } } } }")]
    public async Task What_lies_in_a_part_that_became_null_is_not_delivered(string query) =>
        Assert.DoesNotContain("pending", Assert.Single(await DeliverAsync(query)), StringComparison.Ordinal);

    [Fact]
    public async Task The_items_of_a_streamed_list_come_one_by_one()
    {
        Assert.Equal(
            [
                "{'data':{'numbers':[1]},'pending':[{'id':'0','path':['numbers'],'label':'n'}],'hasNext':true}",
                "{'incremental':[{'id':'0','items':[2]}],'hasNext':true}",
                "{'incremental':[{'id':'0','items':[3]}],'hasNext':true}",
                "{'completed':[{'id':'0'}],'hasNext':false}",
            ],
            await DeliverAsync("{ numbers @stream(initialCount: 1, label: \"n\") }"));
        Assert.Equal(
            [
                "{'data':{'numbers':[1]},'hasNext':true}",
                "{'incremental':[{'items':[2],'path':['numbers',1]}],'hasNext':true}",
                "{'incremental':[{'items':[3],'path':['numbers',2]}],'hasNext':true}",
                "{'hasNext':false}",
            ],
            await DeliverAsync("{ numbers @stream(initialCount: 1) }", IncrementalFormat.Defer20220824));
    }

    [Fact]
    public async Task Items_may_leave_fragments_for_later()
    {
        Assert.Equal(
            [
                "{'data':{'heroes':[]},'pending':[{'id':'0','path':['heroes']}],'hasNext':true}",
                "{'pending':[{'id':'1','path':['heroes',0]}],'incremental':[{'id':'0','items':[{'id':1}]}],'hasNext':true}",
            ],
            (await DeliverAsync("{ heroes @stream { id ... @defer { name } } }"))[..2]);
    }

    [Fact]
    public async Task A_streamed_list_ends_with_the_error_of_an_item_that_may_not_be_null()
    {
        var parts = await DeliverAsync("{ strict @stream }");
        Assert.Equal("{'incremental':[{'id':'0','items':[1]}],'hasNext':true}", parts[1]);
        Assert.StartsWith("{'completed':[{'id':'0','errors':[{'message':'An item of the field Query.strict", parts[2], StringComparison.Ordinal);
        Assert.EndsWith("'path':['strict',1]}]}],'hasNext':false}", parts[2], StringComparison.Ordinal);
        Assert.Equal(3, parts.Count);
    }

    [Fact]
    public async Task An_endless_stream_is_read_no_faster_than_its_parts_are_taken_and_ends_with_them()
    {
        var given = 0;
        var ended = new TaskCompletionSource();
        _numbers = CountAsync(TestContext.Current.CancellationToken);
        await foreach (var part in PartsOf("{ numbers @stream(initialCount: 2) }"))
        {
            if (part.Contains("[10]", StringComparison.Ordinal))
                break;
        }

        await ended.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.InRange(given, 10, 13);

        async IAsyncEnumerable<object?> CountAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            try
            {
                while (true)
                {
                    yield return ++given;
                    await Task.CompletedTask;
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
            finally
            {
                ended.SetResult();
            }
        }
    }

    [Fact]
    public async Task A_stream_that_breaks_off_ends_with_its_error()
    {
        _numbers = BreakAsync();
        var parts = await DeliverAsync("{ numbers @stream }");
        Assert.Equal("{'completed':[{'id':'0','errors':[{'message':'It broke.','path':['numbers']}]}],'hasNext':false}", parts[^1]);

        static async IAsyncEnumerable<object?> BreakAsync()
        {
            yield return 1;
            await Task.Yield();
            throw new InvalidOperationException("It broke.");
        }
    }

    private Schema Schema() => SchemaBuilder.Build(Sdl, new SchemaBindings()
        .ResolveValue("Query.hero", _ => 1)
        .ResolveValue("Query.must", _ => 1)
        .ResolveValue("Query.numbers", _ => _numbers ?? (object)new object?[] { 1, 2, 3 })
        .ResolveValue("Query.strict", _ => new object?[] { 1, null, 3 })
        .ResolveValue("Query.heroes", _ => new object?[] { 1, 2 })
        .ResolveValue("Hero.id", context => context.Source)
        .ResolveValue("Hero.name", context => (int)context.Source! == 1 ? "Luke" : "Han")
        .ResolveValue("Hero.friend", context => 3 - (int)context.Source!)
        .Resolve("Hero.gate", async _ => await _gate.Task)
        .ResolveValue("Hero.fail", _ => throw new FieldErrorException("It failed."))
        .ResolveValue("Hero.mustFail", _ => throw new FieldErrorException("It failed.")));

    private async Task<List<string>> DeliverAsync(string query, IncrementalFormat format = IncrementalFormat.IncrementalV02)
    {
        var parts = new List<string>();
        await foreach (var part in PartsOf(query, format))
            parts.Add(part);
        return parts;
    }

    private async IAsyncEnumerable<string> PartsOf(string query, IncrementalFormat format = IncrementalFormat.IncrementalV02)
    {
        var result = await Executor.ExecuteIncrementallyAsync(new ExecutionRequest
        {
            Schema = Schema(),
            Document = Parser.Parse(query),
            CancellationToken = TestContext.Current.CancellationToken,
        });
        yield return Json(writer => result.WriteInitialTo(writer, format));
        await foreach (var update in result.RunAsync(TestContext.Current.CancellationToken))
            yield return Json(writer => update.WriteTo(writer, format));
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            write(writer);
        return Encoding.UTF8.GetString(stream.ToArray()).Replace('"', '\'');
    }
}
