using GqlTools.Language.Execution;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.Tests.Execution;

public sealed class ExecutorTests
{
    private const string People = """
        type Query { me: Person, people: [Person], matrix: [[Int]], colour: Colour, node: Node, found: [Found] }
        type Person implements Node { id: ID, name: String, age: Int, height: Float, isAdmin: Boolean, friend: Person, friends: [Person] }
        interface Node { id: ID }
        type Robot implements Node { id: ID, serial: Int }
        union Found = Person | Robot
        enum Colour { RED GREEN }
        """;

    private static readonly IReadOnlyDictionary<string, object?> Root = Run.Values("""
        {'me': {'id': 7, 'name': 'Ada', 'age': 36, 'height': 1.65, 'isAdmin': true, 'friend': {'name': 'Bob', 'friend': {'name': 'Cy'}}, 'friends': [{'name': 'Bob'}, null]},
         'people': [{'name': 'A'}, {'name': 'B'}], 'matrix': [[1, 2], null, [null, 3]], 'colour': 'GREEN',
         'node': {'__typename': 'Robot', 'id': 'r1', 'serial': 5}, 'found': [{'__typename': 'Person', 'name': 'P'}, {'__typename': 'Robot', 'serial': 6}]}
        """);

    [Theory]
    [InlineData("{ me { name } }", "{'me':{'name':'Ada'}}")]
    [InlineData("{ me { id age height isAdmin } }", "{'me':{'id':'7','age':36,'height':1.65,'isAdmin':true}}")]
    [InlineData("{ you: me { called: name } me { name } }", "{'you':{'called':'Ada'},'me':{'name':'Ada'}}")]
    [InlineData("{ people { name } }", "{'people':[{'name':'A'},{'name':'B'}]}")]
    [InlineData("{ me { friends { name } } }", "{'me':{'friends':[{'name':'Bob'},null]}}")]
    [InlineData("{ matrix }", "{'matrix':[[1,2],null,[null,3]]}")]
    [InlineData("{ colour }", "{'colour':'GREEN'}")]
    [InlineData("{ __typename me { __typename t: __typename } }", "{'__typename':'Query','me':{'__typename':'Person','t':'Person'}}")]
    [InlineData("{ me { name } me { age name } ...f } fragment f on Query { me { id friend { name } } me { friend { friend { name } } } }", "{'me':{'name':'Ada','age':36,'id':'7','friend':{'name':'Bob','friend':{'name':'Cy'}}}}")]
    [InlineData("{ node { id __typename ... on Robot { serial } ... on Person { name } } }", "{'node':{'id':'r1','__typename':'Robot','serial':5}}")]
    [InlineData("{ found { ... on Person { name } ... on Robot { serial } ... on Node { __typename } } }", "{'found':[{'name':'P','__typename':'Person'},{'serial':6,'__typename':'Robot'}]}")]
    [InlineData("{ me { ...a ...a ...b } } fragment a on Node { id } fragment b on Person { ...a name }", "{'me':{'id':'7','name':'Ada'}}")]
    [InlineData("{ me { ... { name } ... @include(if: false) { age } ... @skip(if: false) { id } } }", "{'me':{'name':'Ada','id':'7'}}")]
    [InlineData("{ me { name @skip(if: true) age @include(if: true) id @include(if: true) @skip(if: true) } }", "{'me':{'age':36}}")]
    [InlineData("{ me { ...a @include(if: false) ...a @include(if: true) } } fragment a on Person { name }", "{'me':{'name':'Ada'}}")]
    [InlineData("{ me { nothing name } }", "{'me':{'name':'Ada'}}")]
    [InlineData("{ me { ...none name } }", "{'me':{'name':'Ada'}}")]
    [InlineData("{ a: me { a: name b: name } b: me { a: age } }", "{'a':{'a':'Ada','b':'Ada'},'b':{'a':36}}")]
    public async Task A_query_answers_with_what_it_selects_in_its_own_order(string query, string data) =>
        Assert.Equal($"{{'data':{data}}}", await Run.Json(People, query, Root));

    [Fact]
    public async Task Variables_decide_what_skip_and_include_keep()
    {
        const string Query = "query($yes: Boolean!, $no: Boolean = false) { me { name @include(if: $yes) age @include(if: $no) id @skip(if: $no) } }";

        Assert.Equal("{'data':{'me':{'name':'Ada','id':'7'}}}", await Run.Json(People, Query, Root, Run.Values("{'yes': true}")));
        Assert.Equal("{'data':{'me':{'age':36}}}", await Run.Json(People, Query, Root, Run.Values("{'yes': false, 'no': true}")));
    }

    [Fact]
    public async Task An_object_without_a_resolver_gives_its_properties_and_fields_in_either_case()
    {
        var root = new { Me = new { name = "Ada", Age = 3, Friend = new WithFields(), Friends = new List<WithFields> { new() } } };

        Assert.Equal(
            "{'data':{'me':{'name':'Ada','age':3,'height':null,'friend':{'name':'F'},'friends':[{'name':'F'}]}}}",
            await Run.Json(People, "{ me { name age height friend { name } friends { name } } }", root));
    }

    [Fact]
    public async Task One_field_reads_objects_of_several_classes()
    {
        var root = new { people = new object[] { new { name = "A" }, new WithFields(), Run.Values("{'name': 'D'}"), new Named("N"), new WithFields() } };

        Assert.Equal(
            "{'data':{'people':[{'name':'A'},{'name':'F'},{'name':'D'},{'name':'N'},{'name':'F'}]}}",
            await Run.Json(People, "{ people { name } }", root));
    }

    [Fact]
    public async Task Json_can_be_resolved_to()
    {
        using var json = System.Text.Json.JsonDocument.Parse("""{"me": {"name": "J", "age": 4, "friend": null, "friends": [{"name": "K"}]}, "colour": "RED", "node": {"__typename": "Person", "id": 12}}""");

        Assert.Equal(
            "{'data':{'me':{'name':'J','age':4,'height':null,'friend':null,'friends':[{'name':'K'}]},'colour':'RED','node':{'id':'12'}}}",
            await Run.Json(People, "{ me { name age height friend { name } friends { name } } colour node { id } }", json.RootElement));
    }

    [Fact]
    public async Task Resolvers_are_told_everything_about_their_field()
    {
        ResolveContext? told = null;
        var context = new object();
        var schema = SchemaBuilder.Build(
            "type Query { list: [Item] } type Item { field(a: Int = 5, b: [String!], c: Boolean): String }",
            new SchemaBindings()
                .ResolveValue("Query.list", _ => new[] { "x", "y" })
                .ResolveValue("Item.field", resolve =>
                {
                    told = resolve;
                    return $"{resolve.Source}{resolve.Argument<int>("a")}{resolve.Argument<bool?>("c")}{string.Join('+', resolve.Argument<List<object?>>("b")!)}";
                }));
        var document = Parser.Parse("query Q($v: [String!]) { list { alias: field(b: $v) alias: field(b: $v) } }");

        var result = await Executor.ExecuteAsync(new ExecutionRequest
        {
            Schema = schema,
            Document = document,
            Variables = Run.Values("{'v': ['p', 'q']}"),
            Context = context,
            RootValue = "root",
            CancellationToken = TestContext.Current.CancellationToken,
        });

        Assert.Equal("{'data':{'list':[{'alias':'x5p+q'},{'alias':'y5p+q'}]}}", Run.Json(result));
        Assert.NotNull(told);
        Assert.Same(schema, told.Schema);
        Assert.Same(context, told.Context);
        Assert.Same(document.Definitions[0], told.Operation);
        Assert.Equal("field", told.FieldName);
        Assert.Equal("Item.field", told.Field.Coordinate);
        Assert.Equal("Item", told.ParentType.Name);
        Assert.Equal(2, told.Nodes.Length);
        Assert.Equal("root", told.RootValue);
        Assert.Equal("y", told.Source);
        Assert.Equal(["list", 1, "alias"], told.Path);
        Assert.Equal(TestContext.Current.CancellationToken, told.CancellationToken);
        Assert.True(told.Variables.ContainsKey("v"));
        Assert.Throws<InvalidCastException>(() => told.Argument<string>("a"));
    }

    [Fact]
    public async Task Lists_come_from_arrays_sets_iterators_and_async_streams()
    {
        var schema = SchemaBuilder.Build(
            "type Query { array: [Int] set: [Int] iterator: [Int] stream: [Int] text: [String] single: [Int] }",
            new SchemaBindings()
                .ResolveValue("Query.array", _ => new[] { 1, 2 })
                .ResolveValue("Query.set", _ => new HashSet<int> { 3 })
                .ResolveValue("Query.iterator", _ => Enumerable.Range(4, 2).Select(number => number))
                .ResolveValue("Query.stream", _ => Stream())
                .ResolveValue("Query.text", _ => "not a list")
                .ResolveValue("Query.single", _ => 6));

        Assert.Equal(
            "{'data':{'array':[1,2],'set':[3],'iterator':[4,5],'stream':[7,8]}}",
            await Run.Json(schema, "{ array set iterator stream }"));
        Assert.Equal(
            ["The field Query.text must resolve to a list, but resolved to \"not a list\".", "The field Query.single must resolve to a list, but resolved to 6."],
            (await Run.Result(schema, "{ text single }")).Errors.Select(error => error.Message));
    }

    [Fact]
    public async Task A_resolver_result_is_left_as_it_was()
    {
        object?[] array = [1, "2"];
        var schema = SchemaBuilder.Build("type Query { array: [String] }", new SchemaBindings().ResolveValue("Query.array", _ => array));

        Assert.Equal("{'data':{'array':['1','2']}}", await Run.Json(schema, "{ array }"));
        Assert.Equal([1, "2"], array);
    }

    [Fact]
    public async Task Introspection_answers_like_any_other_field() =>
        Assert.Equal(
            "{'data':{'__schema':{'queryType':{'name':'Query'}},'__type':{'kind':'ENUM','enumValues':[{'name':'RED'},{'name':'GREEN'}]}}}",
            await Run.Json(People, "{ __schema { queryType { name } } __type(name: \"Colour\") { kind enumValues { name } } }"));

    [Fact]
    public async Task A_query_whose_resolvers_do_not_wait_completes_at_once()
    {
        var running = Run.Result(SchemaBuilder.Build(People), "{ me { friends { name friend { name } } } people { name } }", Root);

        Assert.True(running.IsCompletedSuccessfully);
        Assert.True((await running).HasData);
    }

    private static async IAsyncEnumerable<object?> Stream()
    {
        await Task.Yield();
        yield return 7;
        await Task.Yield();
        yield return 8;
    }

    public sealed record Named(string Name);

    public sealed class WithFields
    {
#pragma warning disable CA1051 // The test is about public fields.
        public readonly string Name = "F";
#pragma warning restore CA1051
    }
}
