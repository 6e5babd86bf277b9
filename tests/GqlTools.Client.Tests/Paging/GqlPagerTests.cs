using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Paging;
using GqlTools.Client.PersistedDocuments;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Client.Uploads;
using GqlTools.Demo;
using GqlTools.Language.Sdl;

namespace GqlTools.Client.Tests.Paging;

/// <summary>Walks of the demo shop.</summary>
public sealed class GqlPagerTests : IAsyncLifetime
{
    private const string Products = "{ products(first: 10) { nodes { sku } } }";

    private DemoServer _server = null!;
    private GqlSession _session = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await DemoServer.StartAsync(new DemoServerOptions { ProductCount = 95, CustomerCount = 7, OrdersPerCustomer = 8 }, Token);
        _session = new GqlSession(Walks.OptionsFor(_server));
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("{ products(first: 10) { nodes { sku } } }")]
    [InlineData("{ products(first: 95) { edges { node { sku } } } }")]
    [InlineData("{ products { nodes { sku } } }")]
    public async Task Every_node_comes_once_in_the_order_of_the_list(string query)
    {
        var events = await Walks.Pager(_session, query).ToListAsync();

        Assert.Equal(Skus(Enumerable.Range(0, 95)), events.Items());
        Assert.Empty(events.Of(GqlEventKind.Error));
    }

    [Fact]
    public async Task Backwards_pages_come_from_the_end_and_keep_the_order_within()
    {
        var events = await Walks.Pager(_session, "{ products(last: 40) { nodes { sku } } }").ToListAsync();

        Assert.Equal(Skus([.. Enumerable.Range(55, 40), .. Enumerable.Range(15, 40), .. Enumerable.Range(0, 15)]), events.Items());
    }

    [Fact]
    public async Task With_a_manifest_the_document_of_the_pages_must_be_in_it_and_is_shown_where_it_is_not()
    {
        const string Query = "query Products { products(first: 10) { nodes { sku } } }";
        await using var refusing = new GqlSession(Walks.OptionsFor(_server) with { PersistedDocuments = Manifest(Query) });

        var failure = await Assert.ThrowsAsync<GqlException>(() => Walks.Pager(refusing, Query).ToListAsync());
        Assert.Equal(FailureKind.DocumentUnknown, failure.Kind);
        Assert.Equal(0, _server.Counters.RequestsReceived);

        var paging = failure.Message[(failure.Message.IndexOf(":\n", StringComparison.Ordinal) + 2)..];
        await using var server = await DemoServer.StartAsync(
            new DemoServerOptions { ProductCount = 95, PersistedDocuments = new Dictionary<string, string> { ["walk"] = paging } }, Token);
        await using var session = new GqlSession(Walks.OptionsFor(server) with { PersistedDocuments = Manifest(paging) });
        Assert.Equal(Skus(Enumerable.Range(0, 95)), (await Walks.Pager(session, paging, variables: """{"first":10}""").ToListAsync()).Items());
    }

    [Fact]
    public async Task Files_among_the_variables_are_refused_before_anything_is_sent()
    {
        var request = new GqlRequest("query($file: Upload) { products(first: 10) { nodes { sku } } }")
        {
            Variables = """{"file":null}"""u8.ToArray(),
            Uploads = [new GqlUpload("variables.file", UploadSource.FromBytes(new byte[1], "a.bin"))],
        };
        var pager = new GqlPager<JsonNode?>(_session, request, new PagingOptions(), static () => JsonNodeReader.Instance, JsonNodeNavigator.Instance);

        Assert.Equal(FailureKind.PagingInvalid, (await Assert.ThrowsAsync<GqlException>(pager.ToListAsync)).Kind);
        Assert.Equal(0, _server.Counters.RequestsReceived);
    }

    [Fact]
    public async Task A_walk_ends_at_its_maximum_and_asks_for_no_more()
    {
        var events = await Walks.Pager(_session, Products, new PagingOptions { MaximumCount = 25 }).ToListAsync();

        Assert.Equal(Skus(Enumerable.Range(0, 25)), events.Items());
        Assert.Equal(3, _session.Statistics.Requests);
        Assert.Contains("5 elements", events.Of(GqlEventKind.Verbose)[^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PageBy.Cursor, "{ products(first: 10) { nodes { sku } } }", null)]
    [InlineData(PageBy.Cursor, "{ products(last: 10) { nodes { sku } } }", null)]
    [InlineData(PageBy.Cursor, "{ products(first: 10) { nodes { sku } } }", 33L)]
    [InlineData(PageBy.Offset, "{ productsAt(offset: 5, limit: 10) { sku } }", null)]
    public async Task From_every_mark_a_walk_goes_on_where_the_other_was(PageBy pageBy, string query, long? maximum)
    {
        var options = new PagingOptions { PageBy = pageBy, MaximumCount = maximum };
        var whole = (await Walks.Pager(_session, query, options).ToListAsync()).Of(GqlEventKind.Item);

        for (var taken = 1; taken <= whole.Length; taken += 4)
        {
            var rest = await Walks.Pager(_session, query, options with { Start = whole[taken - 1].Mark }).ToListAsync();
            Assert.Equal(whole.Skip(taken).Select(happened => happened.Item!.ToJsonString()), rest.Items());
            Assert.Equal(taken, whole[taken - 1].Mark!.Value.Count);
        }
    }

    [Fact]
    public async Task The_next_page_is_under_way_while_one_is_handed_out_and_no_other()
    {
        await using var walk = Walks.Pager(_session, Products).RunAsync(Token).GetAsyncEnumerator(Token);
        for (var item = 0; item < 10;)
        {
            Assert.True(await walk.MoveNextAsync());
            if (walk.Current.Kind == GqlEventKind.Item) item++;
            Assert.Equal(2, _session.Statistics.Requests);
        }
    }

    [Fact]
    public async Task Whole_pages_are_the_answers_with_all_that_was_selected()
    {
        var events = await Walks.Pager(_session, "{ __typename products(first: 40) { totalCount nodes { sku } } }", new PagingOptions { WholePages = true, ResultPath = "products" }).ToListAsync();

        var answers = events.Of(GqlEventKind.Response);
        Assert.Equal([40, 40, 15], answers.Select(happened => happened.Response!.Data!["products"]!["nodes"]!.AsArray().Count));
        Assert.All(answers, happened => Assert.Equal("Query", happened.Response!.Data!["__typename"]!.GetValue<string>()));
        Assert.Empty(events.Items());
    }

    [Theory]
    [InlineData("{ productsAt(offset: 5, limit: 30) { sku } }", 5, 4)] // 30, 30, 30, nothing
    [InlineData("{ productsAt(offset: 5, limit: 40) { sku } }", 5, 3)] // 40, 40, 10
    [InlineData("{ productsAt(offset: 80, limit: 40) { sku } }", 80, 2)] // 15, which may be all that the server gives at once; nothing
    [InlineData("{ productsAt(offset: 95, limit: 40) { sku } }", 95, 1)]
    public async Task A_walk_by_offset_ends_with_a_page_that_is_shorter_than_the_first_or_empty(string query, int offset, int requests)
    {
        var events = await Walks.Pager(_session, query, new PagingOptions { PageBy = PageBy.Offset }).ToListAsync();

        Assert.Equal(Skus(Enumerable.Range(offset, 95 - offset)), events.Items());
        Assert.Equal(requests, _session.Statistics.Requests);
    }

    [Theory]
    [InlineData("{ customers(first: 3) { nodes { orders(first: 3) { nodes { number } } } } }")]
    [InlineData("{ customers(first: 3) { edges { node { all: orders(first: 3) { edges { node { number } } page: pageInfo { endCursor } } } } } }")]
    [InlineData("{ customers(first: 3) { nodes { ...c } } } fragment c on Customer { orders(first: 3) { nodes { number } } }")]
    public async Task Lists_within_the_elements_are_complete(string query)
    {
        var events = await Walks.Pager(_session, query).ToListAsync();

        Assert.Empty(events.Of(GqlEventKind.Error));
        Assert.Empty(events.Of(GqlEventKind.Warning));
        Assert.Equal(Enumerable.Range(0, 7).Select(customer => Enumerable.Range(customer * 8 + 1, 8)), events.Of(GqlEventKind.Item).Select(Numbers));
    }

    [Fact]
    public async Task Lists_within_the_elements_that_go_backwards_keep_their_order()
    {
        var events = await Walks.Pager(_session, "{ customers(last: 3) { nodes { orders(last: 3) { nodes { number } } } } }").ToListAsync();

        Assert.Equal(Enumerable.Range(1, 8), Numbers(events.Of(GqlEventKind.Item)[^1]));
        Assert.Equal(7, events.Items().Length);
    }

    [Fact]
    public async Task Where_the_schema_is_a_secret_the_list_around_is_narrowed_to_the_element()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions { CustomerCount = 7, OrdersPerCustomer = 8, AllowIntrospection = false }, Token);
        await using var session = new GqlSession(Walks.OptionsFor(server));

        foreach (var (query, order) in new[]
        {
            ("{ customers(first: 3) { edges { node { orders(first: 3) { nodes { number } } } } } }", [0, 1, 2, 3, 4, 5, 6]),
            ("{ customers(last: 3) { edges { node { orders(last: 3) { nodes { number } } } } } }", new[] { 4, 5, 6, 1, 2, 3, 0 }),
        })
        {
            var events = await Walks.Pager(session, query).ToListAsync();
            Assert.Empty(events.Of(GqlEventKind.Error));
            Assert.Equal(order.Select(customer => Enumerable.Range(customer * 8 + 1, 8)), events.Of(GqlEventKind.Item).Select(Numbers));
        }
    }

    [Theory]
    [InlineData("... on Issue { comments(first: 1) { nodes { n } } } ... on User { id }")]
    [InlineData("... on User { login } ...I")]
    public async Task Elements_of_a_union_are_found_again_by_the_id_of_their_own_type(string selections)
    {
        await using var server = await Walks.AnswerAsync(static variables => variables.Text("id") is { } id
            ? """{"data":{"node":{"comments":{"nodes":[{"n":"ID-2"}],"pageInfo":{"hasNextPage":false,"endCursor":null}}}}}""".Replace("ID", id, StringComparison.Ordinal)
            : """
              {"data":{"search":{"nodes":[{"login":"ann","id":"U1"},{"id":"I1","comments":{"nodes":[{"n":"I1-1"}],"pageInfo":{"hasNextPage":true,"endCursor":"A"}}}],
              "pageInfo":{"hasNextPage":false,"endCursor":null}}}}
              """);
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with
        {
            Schema = SchemaBuilder.Build("""
                type Query { node(id: ID!): Node search(text: String!, first: Int, after: String): SearchConnection! }
                interface Node { id: ID! }
                union Found = User | Issue
                type User implements Node { id: ID! login: String! }
                type Issue implements Node { id: ID! comments(first: Int, after: String): CommentConnection! }
                type SearchConnection { nodes: [Found]! pageInfo: PageInfo! }
                type CommentConnection { nodes: [Comment!]! pageInfo: PageInfo! }
                type Comment { n: String! }
                type PageInfo { hasNextPage: Boolean! endCursor: String }
                """),
            ValidateDocuments = true,
        });

        var fragment = selections.Contains("...I", StringComparison.Ordinal) ? "fragment I on Issue { comments(first: 1) { nodes { n } } }" : "";
        var events = await Walks.Pager(session, "{ search(text: \"x\") { nodes { " + selections + " } } }" + fragment).ToListAsync();

        Assert.Empty(events.Of(GqlEventKind.Error));
        Assert.Empty(events.Of(GqlEventKind.Warning));
        Assert.Equal(["I1-1", "I1-2"], events.Of(GqlEventKind.Item)[1].Item!["comments"]!["nodes"]!.AsArray().Select(static comment => (string)comment!["n"]!));
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task Lists_whose_rest_cannot_be_asked_for_are_warned_of_once()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions { CustomerCount = 7, OrdersPerCustomer = 8, AllowIntrospection = false }, Token);
        await using var session = new GqlSession(Walks.OptionsFor(server));

        var events = await Walks.Pager(session, "{ customers(first: 3) { nodes { orders(first: 3) { nodes { number } } } } }").ToListAsync();

        Assert.Equal(7, events.Items().Length);
        Assert.Contains("'customers.nodes.orders' are incomplete", Assert.Single(events.Of(GqlEventKind.Warning)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_of_elements_come_one_by_one_and_the_mark_moves_with_the_last()
    {
        var events = await Walks.Pager(
            _session, "{ customers(first: 3) { nodes { orders(first: 3) { nodes { number } } } } }", new PagingOptions { ResultPath = "customers.nodes.orders.nodes.number" }).ToListAsync();

        var items = events.Of(GqlEventKind.Item);
        Assert.Equal(Enumerable.Range(1, 56).Select(number => number.ToString(CultureInfo.InvariantCulture)), events.Items());
        Assert.Equal([0L, 0, 0, 0, 0, 0, 0, 1, 1], items.Take(9).Select(happened => happened.Mark!.Value.Count));
    }

    [Fact]
    public async Task What_is_wrong_with_a_document_is_said_of_the_caller_s_text_before_anything_is_sent()
    {
        await using var session = new GqlSession(Walks.OptionsFor(_server) with { ValidateDocuments = true });
        await session.Schema.GetAsync(Token);
        var before = session.Statistics.Requests;

        var failure = await Assert.ThrowsAsync<GqlException>(() => Walks.Pager(session, "{\n  products {\n    nodes { skew }\n  }\n}").ToListAsync());

        Assert.Equal((FailureKind.ValidationFailed, 3, 13), (failure.Kind, failure.Line, failure.Column));
        Assert.Equal(before, session.Statistics.Requests);
    }

    [Theory]
    [InlineData("{\n  products {\n    nodes { skew }\n  }\n}", "3:13")]
    [InlineData("query Q { ...q }\n\nfragment q on Query {\n products(first: 2) { nodes { sku { x } } } }", "4:35")]
    public async Task What_the_server_finds_wrong_has_its_place_in_the_caller_s_text(string query, string place)
    {
        var events = await Walks.Pager(_session, query).ToListAsync();

        var failure = Assert.Single(events.Of(GqlEventKind.Error)).Failure!;
        Assert.Equal(place, Assert.Single(failure.Errors).Locations[0].ToString());
        Assert.Equal(place, $"{failure.Line}:{failure.Column}");
    }

    private static IEnumerable<string> Skus(IEnumerable<int> indices) =>
        indices.Select(index => string.Create(CultureInfo.InvariantCulture, $$"""{"sku":"SKU-{{index:D7}}"}"""));

    private static PersistedManifest Manifest(string query) =>
        PersistedManifest.Parse(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["walk"] = query }), "documents.json");

    private static IEnumerable<int> Numbers(GqlEvent<System.Text.Json.Nodes.JsonNode?> happened)
    {
        using var json = JsonDocument.Parse(happened.Item!.ToJsonString());
        return [.. Find(json.RootElement)];

        static IEnumerable<int> Find(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().SelectMany(entry => entry.NameEquals("number") ? [entry.Value.GetInt32()] : Find(entry.Value)),
            JsonValueKind.Array => value.EnumerateArray().SelectMany(Find),
            _ => [],
        };
    }
}
