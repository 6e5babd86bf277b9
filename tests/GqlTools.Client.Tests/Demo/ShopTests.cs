using System.Net;
using System.Text.Json;
using GqlTools.Demo;
using GqlTools.Language.Introspection;
using GqlTools.Language.Validation;

namespace GqlTools.Client.Tests.Demo;

public sealed class ShopTests : IAsyncLifetime
{
    private DemoServer _server = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await DemoServer.StartAsync(new DemoServerOptions { ProductCount = 1_000_000, CustomerCount = 3, OrdersPerCustomer = 5 }, Cancelled);
        _client = PlainClient.Of(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("products(first: $size, after: $cursor, category: GARDEN)", "endCursor", "hasNextPage", 200_000)]
    [InlineData("products(last: $size, before: $cursor, category: GARDEN)", "startCursor", "hasPreviousPage", 200_000)]
    public async Task A_connection_is_walked_from_either_end_without_a_gap(string field, string cursorName, string moreName, int total)
    {
        var query = $"query Walk($size: Int, $cursor: String) {{ page: {field} {{ totalCount nodes {{ sku category }} pageInfo {{ {cursorName} {moreName} }} }} }}";
        var skus = new HashSet<string>();
        string? cursor = null;
        for (var page = 0; page < 5; page++)
        {
            var answer = (await DataAsync(query, new { size = 300, cursor })).GetProperty("page");
            Assert.Equal(total, answer.GetProperty("totalCount").GetInt32());
            Assert.All(answer.GetProperty("nodes").EnumerateArray(), node => Assert.Equal("GARDEN", node.GetProperty("category").GetString()));
            foreach (var node in answer.GetProperty("nodes").EnumerateArray())
                Assert.True(skus.Add(node.GetProperty("sku").GetString()!));
            Assert.True(answer.GetProperty("pageInfo").GetProperty(moreName).GetBoolean());
            cursor = answer.GetProperty("pageInfo").GetProperty(cursorName).GetString();
        }

        Assert.Equal(1_500, skus.Count);
    }

    [Theory]
    [InlineData("customers(first: 3)", 3, false)]
    [InlineData("customers(first: 2)", 2, true)]
    [InlineData("customers(first: 0)", 0, true)]
    public async Task The_last_page_says_that_it_is_the_last(string field, int count, bool hasNextPage)
    {
        var page = (await DataAsync($"{{ page: {field} {{ edges {{ cursor node {{ id }} }} pageInfo {{ hasNextPage endCursor }} }} }}")).GetProperty("page");
        Assert.Equal(count, page.GetProperty("edges").GetArrayLength());
        Assert.Equal(hasNextPage, page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
        Assert.Equal(
            count == 0 ? null : page.GetProperty("edges")[count - 1].GetProperty("cursor").GetString(),
            page.GetProperty("pageInfo").GetProperty("endCursor").GetString());
    }

    [Theory]
    [InlineData("first: 1001")]
    [InlineData("first: -1")]
    [InlineData("first: 1, last: 1")]
    [InlineData("after: \"nonsense\"")]
    public async Task A_wrong_page_is_an_error_of_its_field(string arguments)
    {
        var answer = await _client.QueryAsync(_server.HttpsUri, $"{{ products({arguments}) {{ totalCount }} }}").JsonAsync();
        Assert.Equal("products", answer.GetProperty("errors")[0].GetProperty("path")[0].GetString());
    }

    [Fact]
    public async Task A_look_up_fails_per_input_alone_or_takes_its_whole_document_along()
    {
        var answer = await _client.QueryAsync(_server.HttpsUri, "{ a: product(sku: \"SKU-0000001\") { sku } b: product { sku } c: product(sku: \"none\") { sku } }").JsonAsync();
        var data = answer.GetProperty("data");
        Assert.Equal("SKU-0000001", data.GetProperty("a").GetProperty("sku").GetString());
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (data.GetProperty("b").ValueKind, data.GetProperty("c").ValueKind));
        Assert.Equal("b", Assert.Single(answer.GetProperty("errors").EnumerateArray()).GetProperty("path")[0].GetString());

        answer = await _client.QueryAsync(_server.HttpsUri, "{ a: requireProduct(sku: \"SKU-0000001\") { sku } b: requireProduct(sku: \"none\") { sku } }").JsonAsync();
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("data").ValueKind);
        Assert.Equal("NOT_FOUND", Assert.Single(answer.GetProperty("errors").EnumerateArray()).GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Nodes_are_found_by_the_ids_they_gave_out()
    {
        var order = (await DataAsync("{ customers(first: 1, after: null) { nodes { orders(last: 1) { nodes { id customer { id } lines { product { id } } } } } } }"))
            .GetProperty("customers").GetProperty("nodes")[0].GetProperty("orders").GetProperty("nodes")[0];
        var ids = new[]
        {
            order.GetProperty("id").GetString(),
            order.GetProperty("customer").GetProperty("id").GetString(),
            order.GetProperty("lines")[0].GetProperty("product").GetProperty("id").GetString(),
        };
        var nodes = (await DataAsync("query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", new { ids })).GetProperty("nodes");
        Assert.Equal(["Order", "Customer", "Product"], nodes.EnumerateArray().Select(node => node.GetProperty("__typename").GetString()));
        Assert.Equal(ids, nodes.EnumerateArray().Select(node => node.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Search_finds_things_of_several_types()
    {
        var found = (await DataAsync("{ search(text: \"3\", first: 1000) { __typename ... on Node { id } ... on Product { name } ... on Order { number } } }")).GetProperty("search");
        Assert.Equal(["Order", "Product"], found.EnumerateArray().Select(item => item.GetProperty("__typename").GetString()).Distinct().Order());
    }

    [Fact]
    public async Task A_mutation_with_a_key_is_applied_once_and_one_without_each_time()
    {
        var id = (await DataAsync("{ products(first: 1) { nodes { id } } }")).GetProperty("products").GetProperty("nodes")[0].GetProperty("id").GetString();
        const string rename = "mutation ($input: RenameProductInput!) { renameProduct(input: $input) { replayed clientMutationId product { id name } } }";
        var replayed = new List<bool>();
        foreach (var (key, name) in new[] { ("a", "One"), ("a", "One"), (null, "Two"), (null, "Two") })
        {
            var payload = (await DataAsync(rename, new { input = new { id, name, clientMutationId = key } })).GetProperty("renameProduct");
            Assert.Equal(name, payload.GetProperty("product").GetProperty("name").GetString());
            Assert.Equal(key, payload.GetProperty("clientMutationId").GetString());
            replayed.Add(payload.GetProperty("replayed").GetBoolean());
        }

        Assert.Equal([false, true, false, false], replayed);
        Assert.Equal(3, _server.Counters.FieldCount("Mutation.renameProduct"));
        Assert.Equal(4, _server.Counters.MutationsExecuted);

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var answer = await _client.QueryAsync(_server.HttpsUri, "mutation ($input: SetStockInput!) { setStock(input: $input) { product { stock } } }",
                new { input = new { id, stock = 7 } }, request => request.Headers.Add("Idempotency-Key", "b")).JsonAsync();
            Assert.Equal(7, answer.GetProperty("data").GetProperty("setStock").GetProperty("product").GetProperty("stock").GetInt32());
        }

        Assert.Equal(1, _server.Counters.FieldCount("Mutation.setStock"));
        Assert.Equal("Two", (await DataAsync("query ($id: ID!) { product(id: $id) { name } }", new { id })).GetProperty("product").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_created_order_joins_the_customers_orders()
    {
        var customer = (await DataAsync("{ customers(last: 1) { nodes { id } } products(first: 1) { nodes { id price { amount } } } }"));
        var product = customer.GetProperty("products").GetProperty("nodes")[0];
        var created = (await DataAsync(
            "mutation ($input: CreateOrderInput!) { createOrder(input: $input) { order { id number status note total { amount currency } } } }",
            new
            {
                input = new
                {
                    customerId = customer.GetProperty("customers").GetProperty("nodes")[0].GetProperty("id").GetString(),
                    lines = new[] { new { productId = product.GetProperty("id").GetString(), quantity = 3 } },
                    note = "x",
                },
            })).GetProperty("createOrder").GetProperty("order");
        Assert.Equal(product.GetProperty("price").GetProperty("amount").GetDecimal() * 3, created.GetProperty("total").GetProperty("amount").GetDecimal());
        Assert.Equal(16, created.GetProperty("number").GetInt32());
        var last = (await DataAsync("{ customers(last: 1) { nodes { orders(last: 1) { totalCount nodes { id } } } } }"))
            .GetProperty("customers").GetProperty("nodes")[0].GetProperty("orders");
        Assert.Equal(6, last.GetProperty("totalCount").GetInt32());
        Assert.Equal(created.GetProperty("id").GetString(), last.GetProperty("nodes")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_slow_field_notices_that_the_client_has_gone()
    {
        using var gone = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.HttpsUri, "/graphql?query={slow(milliseconds:600000)}"))
        {
            Version = HttpVersion.Version20,
        };
        var sending = _client.SendAsync(request, gone.Token);
        await _server.Counters.WhenAsync(counters => counters.FieldCount("Query.slow") == 1, Cancelled);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await _server.Counters.WhenAsync(counters => counters.FieldCount("Query.slow cancelled") == 1, Cancelled);
        await _server.Counters.WhenAsync(counters => counters.RequestsInFlight == 0, Cancelled);
    }

    [Fact]
    public async Task The_request_is_shown_as_the_server_saw_it()
    {
        var answer = await _client.QueryAsync(
            _server.HttpsUri, "{ request { method httpVersion scheme header(name: \"x-one\") missing: header(name: \"x-two\") } }",
            configure: request => request.Headers.Add("X-One", "1")).JsonAsync();
        Assert.Equal(
            """{"method":"POST","httpVersion":"HTTP/2","scheme":"https","header":"1","missing":null}""",
            answer.GetProperty("data").GetProperty("request").GetRawText());
    }

    [Theory]
    [InlineData("""{"a":[1,[],{}],"big":123456789012345678901234567890,"text":"2026-01-01T00:00:00Z","A":null,"tiny":1.10}""")]
    [InlineData("[]")]
    [InlineData("\"Grüße\"")]
    public async Task Echo_gives_any_json_back_exactly(string value)
    {
        var answer = await _client.PostAsync(_server.HttpsUri, $$"""{"query":"query ($v: JSON) { echo(value: $v) }","variables":{"v":{{value}} } }""").JsonAsync();
        Assert.Equal(value, answer.GetProperty("data").GetProperty("echo").GetRawText());
    }

    [Fact]
    public async Task Typed_echoes_keep_every_digit()
    {
        var typed = (await DataAsync("{ typed { long(value: 9007199254740993) decimal(value: 0.10) float(value: 0.5) list(value: [1, null]) dateTime(value: \"2026-01-31T08:30:00+01:00\") category(value: GAMES) } }")).GetProperty("typed");
        Assert.Equal(
            """{"long":9007199254740993,"decimal":0.10,"float":0.5,"list":[1,null],"dateTime":"2026-01-31T08:30:00+01:00","category":"GAMES"}""",
            typed.GetRawText());
    }

    [Fact]
    public async Task Big_and_deep_are_as_big_and_deep_as_asked()
    {
        Assert.Equal(3_000_000, (await DataAsync("{ big(bytes: 3000000) }")).GetProperty("big").GetString()!.Length);
        using var response = await _client.QueryAsync(_server.HttpsUri, "{ deep(levels: 5000) }");
        Assert.Equal(5_000, (await response.Content.ReadAsStringAsync(Cancelled)).Count(character => character == '['));
    }

    [Fact]
    public async Task Introspection_shows_a_valid_schema()
    {
        var schema = IntrospectionReader.Read(await DataAsync(IntrospectionQuery.Create(IntrospectionCapabilities.September2025)));
        Assert.Empty(SchemaValidator.Validate(schema));
        Assert.Equal("products", schema.FindField(schema.Query!, "products")?.Name);
    }

    private async Task<JsonElement> DataAsync(string query, object? variables = null)
    {
        var answer = await _client.QueryAsync(_server.HttpsUri, query, variables).JsonAsync();
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data");
    }
}
