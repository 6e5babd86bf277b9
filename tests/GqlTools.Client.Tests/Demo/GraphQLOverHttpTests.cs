using System.Net;
using System.Text.Json;
using GqlTools.Demo;

namespace GqlTools.Client.Tests.Demo;

public sealed class GraphQLOverHttpTests : IAsyncLifetime
{
    private const string GraphQLResponse = "application/graphql-response+json";
    private const string Json = "application/json";

    private DemoServer _server = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await DemoServer.StartAsync(new DemoServerOptions { MaxRequestBytes = 10_000 }, Cancelled);
        _client = PlainClient.Of(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"query":"{ __typename }"}""", 200, 200, true)]
    [InlineData("""{"query":"{ __typename fail }"}""", 294, 200, true)]
    [InlineData("""{"query":"{ failNonNull }"}""", 294, 200, false)]
    [InlineData("""{"query":"{"}""", 400, 200, false)]
    [InlineData("""{"query":"query A { __typename } query B { __typename }"}""", 422, 200, false)]
    [InlineData("""{"query":"query A { __typename }","operationName":"null"}""", 422, 200, false)]
    [InlineData("""{"query":"query ($ms: Int!) { slow(milliseconds: $ms) }","variables":{"ms":"x"}}""", 422, 200, false)]
    [InlineData("""{"query":"{ nonsense }"}""", 422, 200, false)]
    [InlineData("""{"qeury":"{ __typename }"}""", 422, 422, false)]
    [InlineData("""{"query":"{ __typename }","variables":[7]}""", 422, 422, false)]
    [InlineData("""[{"query":"{ __typename }"}]""", 422, 422, false)]
    [InlineData("""{"query":""", 400, 400, false)]
    public async Task The_status_tells_how_far_a_request_came_in_each_media_type(string request, int status, int statusInJson, bool hasData)
    {
        foreach (var (accept, expected) in new[] { (GraphQLResponse, status), (Json, statusInJson) })
        {
            using var response = await _client.PostAsync(_server.HttpsUri, request, accept);
            Assert.Equal(expected, (int)response.StatusCode);
            Assert.Equal($"{accept}; charset=utf-8", response.Content.Headers.ContentType?.ToString());
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled));
            Assert.Equal(hasData, body.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object);
            Assert.Equal(status != 200, body.RootElement.TryGetProperty("errors", out _));
        }
    }

    [Theory]
    [InlineData(null, GraphQLResponse)]
    [InlineData(PlainClient.BothTypes, GraphQLResponse)]
    [InlineData("*/*", GraphQLResponse)]
    [InlineData("application/json, application/graphql-response+json", Json)]
    [InlineData("application/json;q=0.5, application/graphql-response+json;q=0.4", Json)]
    [InlineData("text/html, application/*;q=0.1", GraphQLResponse)]
    [InlineData("application/json; charset=utf-8", Json)]
    [InlineData("multipart/mixed;deferSpec=20220824, application/json", Json)]
    [InlineData("application/json;q=0, */*", GraphQLResponse)]
    [InlineData("text/html", null)]
    [InlineData("application/graphql-response+json;q=0", null)]
    public async Task The_answer_has_the_media_type_the_client_likes_best(string? accept, string? mediaType)
    {
        using var response = await _client.PostAsync(_server.HttpsUri, """{"query":"{ __typename }"}""", accept);
        Assert.Equal(mediaType is null ? HttpStatusCode.NotAcceptable : HttpStatusCode.OK, response.StatusCode);
        if (mediaType is not null)
            Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("application/json; charset=\"UTF-8\"", 200)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("text/plain", 415)]
    [InlineData("", 415)]
    public async Task A_request_is_json_in_utf8(string contentType, int status)
    {
        using var response = await _client.PostAsync(_server.HttpsUri, """{"query":"{ __typename }"}""", contentType: contentType);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(9_900, 200)]
    [InlineData(10_001, 413)]
    public async Task A_request_is_no_larger_than_the_limit(int padding, int status)
    {
        using var response = await _client.PostAsync(_server.HttpsUri, """{"query":"{ __typename }"}""" + new string(' ', padding));
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("?query={__typename}", 200)]
    [InlineData("?query=query($v:JSON){echo(value:$v)}&variables={\"v\":1}&operationName=&extensions=", 200)]
    [InlineData("?query={__typename}&variables=[]", 422)]
    [InlineData("?query={__typename}&variables={", 400)]
    [InlineData("?query={__typename}&operationName=null", 422)]
    [InlineData("?query=", 422)]
    [InlineData("", 422)]
    public async Task A_query_may_come_by_get(string parameters, int status)
    {
        using var response = await _client.GetAsync(new Uri(_server.HttpsUri, "/graphql" + parameters), Cancelled);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_mutation_by_get_is_not_executed()
    {
        using var response = await _client.GetAsync(new Uri(_server.HttpsUri, "/graphql?query=mutation{count}"), Cancelled);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
        Assert.Equal(0, _server.Counters.FieldCount("Mutation.count"));
    }

    [Fact]
    public async Task Another_method_is_told_which_ones_there_are()
    {
        using var response = await _client.DeleteAsync(_server.HttpsUri, Cancelled);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Batches_are_answered_in_order_where_the_server_takes_them()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions { AllowBatching = true }, Cancelled);
        using var client = PlainClient.Of(server);
        var answers = await client.PostAsync(
            server.HttpsUri, """[{"query":"{ slow(milliseconds: 50) }"},{"query":"{"},{"query":"{ echo(value: 3) }"}]""").JsonAsync();
        Assert.Equal(50, answers[0].GetProperty("data").GetProperty("slow").GetInt32());
        Assert.True(answers[1].TryGetProperty("errors", out _));
        Assert.Equal(3, answers[2].GetProperty("data").GetProperty("echo").GetInt32());
    }

    [Fact]
    public async Task A_page_that_is_not_there_is_html()
    {
        using var response = await _client.GetAsync(new Uri(_server.HttpsUri, "/elsewhere"), Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Introspection_can_be_switched_off()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions { AllowIntrospection = false }, Cancelled);
        using var client = PlainClient.Of(server);
        using var response = await client.QueryAsync(server.HttpsUri, "{ __schema { queryType { name } } }");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }
}
