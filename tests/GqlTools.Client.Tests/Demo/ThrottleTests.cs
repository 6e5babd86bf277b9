using System.Globalization;
using System.Net;
using System.Text.Json;
using GqlTools.Demo;
using Microsoft.Extensions.Time.Testing;

namespace GqlTools.Client.Tests.Demo;

public sealed class ThrottleTests : IAsyncLifetime
{
    private const string OnePage = "query Page($first: Int) { products(first: $first) { nodes { sku } } }";
    private const string ManyPages = "{ customers(first: 250) { nodes { orders(first: 1) { nodes { id } } } } }"; // 251 requests: 3 points

    // A quarter into a window of two seconds.
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_500));
    private DemoServer _server = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await DemoServer.StartAsync(new DemoServerOptions { TimeProvider = _time, AllowBatching = true, MaximumBatchSize = 3 }, Cancelled);
        _client = PlainClient.Of(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task GitHub_like_points_are_told_in_header_fields_and_return_with_the_window()
    {
        _server.Throttle = "github?points=4&seconds=2";
        Assert.Equal((4, 3, 1, 1_800_000_002), await SendAsync("{ __typename }"));
        Assert.Equal((4, 0, 4, 1_800_000_002), await SendAsync(ManyPages));

        using var refused = await _client.QueryAsync(_server.HttpsUri, "{ __typename }");
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Equal("graphql", Field(refused, "x-ratelimit-resource"));
        Assert.Equal("0", Field(refused, "x-ratelimit-remaining"));
        Assert.Equal("RATE_LIMITED", (await JsonOf(refused)).GetProperty("errors")[0].GetProperty("type").GetString());
        Assert.Equal((1, 4), (_server.Counters.RequestsThrottled, _server.Counters.PointsCharged));

        _time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal((4, 3, 1, 1_800_000_004), await SendAsync("{ __typename }"));
    }

    [Fact]
    public async Task The_last_point_of_a_window_buys_any_one_request()
    {
        _server.Throttle = "github?points=1&seconds=2";
        Assert.Equal((1, 0, 3, 1_800_000_002), await SendAsync(ManyPages));
    }

    [Fact]
    public async Task GitHub_like_secondary_points_are_refused_with_403_and_retry_after()
    {
        _server.Throttle = "github?secondaryPoints=6&secondarySeconds=2";
        await SendAsync("{ __typename }");
        await SendAsync("mutation { count }");
        using var refused = await _client.QueryAsync(_server.HttpsUri, "{ __typename }");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), refused.Headers.RetryAfter?.Delta);
        Assert.Contains("secondary rate limit", (await JsonOf(refused)).GetProperty("message").GetString(), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(2));
        await SendAsync("{ __typename }");
    }

    [Fact]
    public async Task Requests_beyond_the_allowed_concurrency_are_refused_even_while_a_fault_delays_the_others()
    {
        _server.Throttle = "github?concurrent=2&secondaryStatus=200&retryAfter=7";
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var hanging = Enumerable.Range(0, 2).Select(_ => _client.GetAsync(DemoServer.FaultUri(_server.HttpsUri, "hang"), cancelled.Token)).ToArray();
        await _server.Counters.WhenAsync(counters => counters.RequestsInFlight == 2, Cancelled);
        using (var refused = await _client.QueryAsync(_server.HttpsUri, "{ __typename }"))
        {
            Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(7), refused.Headers.RetryAfter?.Delta);
            Assert.Equal("RATE_LIMITED", (await JsonOf(refused)).GetProperty("errors")[0].GetProperty("type").GetString());
        }

        await cancelled.CancelAsync();
        foreach (var request in hanging)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await _server.Counters.WhenAsync(counters => counters.RequestsInFlight == 0, Cancelled);
        await SendAsync("{ __typename }");
    }

    [Fact]
    public async Task Shopify_like_points_are_told_on_every_answer_and_come_back_by_and_by()
    {
        _server.Throttle = "shopify?maximum=50&restore=10";
        var first = await CostOf(OnePage, new { first = 20 });
        Assert.Equal((40, 21, 29), first);

        var throttled = await _client.QueryAsync(_server.HttpsUri, OnePage, new { first = 20 }).JsonAsync();
        Assert.Equal("THROTTLED", throttled.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.False(throttled.TryGetProperty("data", out _));
        Assert.Equal((40, null, 29), Cost(throttled));

        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal((40, 21, 19), await CostOf(OnePage, new { first = 20 }));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((11, 11, 39), await CostOf("mutation { count }", null));
    }

    [Fact]
    public async Task What_can_never_be_afforded_is_refused_as_such()
    {
        _server.Throttle = "shopify?maximum=50&restore=10";
        var answer = await _client.QueryAsync(_server.HttpsUri, OnePage, new { first = 100 }).JsonAsync();
        Assert.Equal("MAX_COST_EXCEEDED", answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_quota_is_told_by_the_fields_of_the_IETF_draft_and_refused_with_429()
    {
        _server.Throttle = "quota?requests=2&seconds=4";
        using var first = await _client.QueryAsync(_server.HttpsUri, "{ __typename }");
        Assert.Equal("\"default\";q=2;w=4", Field(first, "RateLimit-Policy"));
        Assert.Equal("\"default\";r=1;t=4", Field(first, "RateLimit"));
        using var second = await _client.QueryAsync(_server.HttpsUri, "{ __typename }");
        using var refused = await _client.QueryAsync(_server.HttpsUri, "{ __typename }");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("\"default\";r=0;t=4", Field(refused, "RateLimit"));
        Assert.Equal(TimeSpan.FromSeconds(4), refused.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_batch_is_charged_for_all_its_requests()
    {
        _server.Throttle = "quota?requests=3&seconds=4";
        using var answer = await _client.PostAsync(_server.HttpsUri, """[{"query":"{ __typename }"},{"query":"{ __typename }"},{"query":"{ __typename }"}]""");
        Assert.Equal("\"default\";r=0;t=4", Field(answer, "RateLimit"));
    }

    [Theory]
    [InlineData("github?points=10&seconds=2", 10, 0.0)]
    [InlineData("github?points=10&seconds=2", 11, 1.5)]
    [InlineData("github?points=10&seconds=2", 30, 3.5)]
    [InlineData("github?points=10&seconds=2", 31, 5.5)]
    [InlineData("shopify?maximum=100&restore=50", 100, 0.0)]
    [InlineData("shopify?maximum=100&restore=50", 200, 2.0)]
    [InlineData(null, 200, 0.0)]
    public async Task The_server_tells_how_long_its_own_limit_takes(string? throttle, int points, double seconds)
    {
        using (var set = await _client.PutAsync(new Uri(_server.HttpsUri, "/demo/throttle"), new StringContent(throttle ?? ""), Cancelled))
            Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        Assert.Equal(seconds, _server.ThrottleTimeFor(points).TotalSeconds, 3);
        var facts = await _client.GetAsync(new Uri(_server.HttpsUri, $"/demo/throttle?points={points}"), Cancelled).JsonAsync();
        Assert.Equal(throttle, facts.GetProperty("throttle").GetString());
        Assert.Equal(seconds, facts.GetProperty("seconds").GetDouble(), 3);
    }

    [Theory]
    [InlineData("gitlab", "github, shopify, quota")]
    [InlineData("shopify?points=3", "maximum, restore")]
    [InlineData("shopify?maximum=lots", "lots")]
    public async Task A_throttle_that_there_is_not_is_refused(string throttle, string said)
    {
        Assert.Contains(said, Assert.Throws<FormatException>(() => _server.Throttle = throttle).Message, StringComparison.Ordinal);
        using var answer = await _client.PutAsync(new Uri(_server.HttpsUri, "/demo/throttle"), new StringContent(throttle), Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_batch_that_is_too_large_is_refused()
    {
        using var answer = await _client.PostAsync(_server.HttpsUri, "[{},{},{},{}]");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Forty_thousand_products_can_be_walked_a_hundred_at_a_time()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions { ProductCount = 40_000, MaximumPageSize = 100 }, Cancelled);
        using var client = PlainClient.Of(server);
        var seen = 0;
        string? after = null;
        do
        {
            var answer = await client.QueryAsync(
                server.HttpsUri, "query($after: String) { products(first: 100, after: $after) { nodes { sku } pageInfo { hasNextPage endCursor } } }", new { after }).JsonAsync();
            var page = answer.GetProperty("data").GetProperty("products");
            foreach (var node in page.GetProperty("nodes").EnumerateArray())
                Assert.Equal($"SKU-{seen++:d7}", node.GetProperty("sku").GetString());
            var info = page.GetProperty("pageInfo");
            after = info.GetProperty("hasNextPage").GetBoolean() ? info.GetProperty("endCursor").GetString() : null;
        }
        while (after is not null);
        Assert.Equal(40_000, seen);

        var refused = await client.QueryAsync(server.HttpsUri, "{ products(first: 101) { nodes { sku } } }").JsonAsync();
        Assert.Contains("100", refused.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static string? Field(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private static async Task<JsonElement> JsonOf(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));

    private static (long Requested, long? Actual, long Available) Cost(JsonElement answer)
    {
        var cost = answer.GetProperty("extensions").GetProperty("cost");
        var actual = cost.GetProperty("actualQueryCost");
        return (
            cost.GetProperty("requestedQueryCost").GetInt64(),
            actual.ValueKind == JsonValueKind.Null ? null : actual.GetInt64(),
            cost.GetProperty("throttleStatus").GetProperty("currentlyAvailable").GetInt64());
    }

    private async Task<(long Requested, long? Actual, long Available)> CostOf(string query, object? variables) =>
        Cost(await _client.QueryAsync(_server.HttpsUri, query, variables).JsonAsync());

    private async Task<(int Limit, int Remaining, int Used, int Reset)> SendAsync(string query)
    {
        using var response = await _client.QueryAsync(_server.HttpsUri, query);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True((await JsonOf(response)).TryGetProperty("data", out _));
        return (Number("limit"), Number("remaining"), Number("used"), Number("reset"));

        int Number(string name) => int.Parse(Field(response, $"x-ratelimit-{name}")!, CultureInfo.InvariantCulture);
    }
}
