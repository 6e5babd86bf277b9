using System.Net;
using System.Text;
using GqlTools.Demo;

namespace GqlTools.Client.Tests.Demo;

public sealed class FaultTests : IAsyncLifetime
{
    private DemoServer _server = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await DemoServer.StartAsync(new DemoServerOptions(), Cancelled);
        _client = PlainClient.Of(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("answer?status=502&body=html", 502, "text/html", "<!DOCTYPE html>")]
    [InlineData("answer?body=truncated", 200, "application/graphql-response+json", "{\"data\":{\"__typename\":\"Qu")]
    [InlineData("answer?body=not-graphql", 200, "application/json", "{\"status\":\"ok\",\"items\":[]}")]
    [InlineData("answer?status=503&body=errors&type=text/plain", 503, "text/plain", "{\"errors\":[")]
    [InlineData("answer?status=204", 204, null, "")]
    public async Task An_answer_is_given_as_ordered(string fault, int status, string? mediaType, string start)
    {
        using var response = await _client.GetAsync(DemoServer.FaultUri(_server.HttpsUri, fault), Cancelled);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith(start, await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_after_comes_in_seconds_or_as_a_date()
    {
        using var seconds = await _client.GetAsync(DemoServer.FaultUri(_server.HttpsUri, "answer?status=429&retryAfter=2"), Cancelled);
        Assert.Equal(TimeSpan.FromSeconds(2), seconds.Headers.RetryAfter?.Delta);
        using var date = await _client.GetAsync(DemoServer.FaultUri(_server.HttpsUri, "answer?status=429&retryAt=60"), Cancelled);
        Assert.InRange(date.Headers.RetryAfter!.Date!.Value - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_standing_fault_strikes_only_the_requests_it_selects_and_counts_anew_when_set_again()
    {
        for (var round = 0; round < 2; round++)
        {
            _server.Fault = "answer?status=503&skip=1&first=2;answer?status=200";
            var statuses = new List<int>();
            for (var request = 0; request < 4; request++)
            {
                using var response = await _client.GetAsync(_server.HttpsUri, Cancelled);
                statuses.Add((int)response.StatusCode);
            }

            Assert.Equal([200, 503, 503, 200], statuses);
        }
    }

    [Fact]
    public async Task A_reset_ends_one_stream_and_leaves_the_connection()
    {
        var neighbour = _client.GetAsync(DemoServer.FaultUri(_server.HttpsUri, "delay?milliseconds=200;answer?body=data"), Cancelled);
        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => _client.GetAsync(DemoServer.FaultUri(_server.HttpsUri, "reset?code=7"), Cancelled));
        Assert.Equal(7, Assert.IsType<HttpProtocolException>(error.InnerException).ErrorCode);
        using var answer = await neighbour;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, _server.Counters.ConnectionsAccepted);
    }

    [Theory]
    [InlineData("1.1", "reset?at=body")]
    [InlineData("2.0", "reset?at=body")]
    [InlineData("1.1", "cut?at=body")]
    [InlineData("2.0", "cut?at=body")]
    public async Task A_fault_in_the_body_breaks_an_answer_that_had_begun(string version, string fault)
    {
        using var client = PlainClient.Of(_server, Version.Parse(version));
        var error = await Record.ExceptionAsync(() => client.GetAsync(DemoServer.FaultUri(_server.HttpsUri, fault + ";answer?body=data"), Cancelled));
        Assert.IsType<HttpRequestException>(error);
    }

    [Fact]
    public async Task A_cut_ends_the_connection_and_its_neighbours()
    {
        var neighbour = _client.GetAsync(DemoServer.FaultUri(_server.HttpsUri, "hang"), Cancelled);
        await _server.Counters.WhenAsync(counters => counters.RequestsInFlight == 1, Cancelled);
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetAsync(DemoServer.FaultUri(_server.HttpsUri, "cut"), Cancelled));
        await Assert.ThrowsAsync<HttpRequestException>(() => neighbour);
    }

    [Fact]
    public async Task Goaway_answers_and_sends_the_next_request_to_a_new_connection()
    {
        using var first = await _client.GetAsync(DemoServer.FaultUri(_server.HttpsUri, "goaway;answer?body=data"), Cancelled);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var second = await _client.GetAsync(DemoServer.FaultUri(_server.HttpsUri, "answer?body=data"), Cancelled);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(2, _server.Counters.ConnectionsAccepted);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_half_closed_socket_ends_the_request(string version)
    {
        using var client = PlainClient.Of(_server, Version.Parse(version));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(DemoServer.FaultUri(_server.HttpsUri, "half-close"), Cancelled));
    }

    [Fact]
    public async Task Redirects_lead_to_this_origin_or_another_one()
    {
        using var same = await _client.GetAsync(DemoServer.FaultUri(_server.HttpsUri, "redirect?status=301&path=/faults/capture"), Cancelled);
        Assert.Equal(HttpStatusCode.MovedPermanently, same.StatusCode);
        Assert.Equal("/faults/capture", same.Headers.Location?.ToString());
        using var other = await _client.GetAsync(DemoServer.FaultUri(_server.HttpsUri, "redirect?to=localhost"), Cancelled);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, other.StatusCode);
        Assert.Equal($"https://localhost:{_server.HttpsUri.Port}/graphql", other.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_captured_request_shows_the_headers_that_came()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, DemoServer.FaultUri(_server.HttpsUri, "capture;answer"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { { "Authorization", "Bearer abc" }, { "X-One", ["1", "2"] } },
        };
        using var response = await _client.SendAsync(request, Cancelled);
        var captured = Assert.Single(_server.Captured);
        Assert.Equal(("POST", "HTTP/2", "Bearer abc", "1,2"), (captured.Method, captured.Protocol, captured.Headers["authorization"], captured.Headers["x-one"].Replace(" ", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("auth?value=secret", "Bearer secret", 200)]
    [InlineData("auth?value=secret", "Bearer secrets", 401)]
    [InlineData("auth?value=secret", null, 401)]
    [InlineData("auth?scheme=Basic&value=me:pass", "Basic bWU6cGFzcw==", 200)]
    [InlineData("auth?scheme=Basic&value=me:pass", "Bearer bWU6cGFzcw==", 401)]
    public async Task Only_the_right_credentials_pass(string fault, string? authorization, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, DemoServer.FaultUri(_server.HttpsUri, fault + ";answer"))
        {
            Version = HttpVersion.Version20,
        };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await _client.SendAsync(request, Cancelled);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 401, response.Headers.WwwAuthenticate.Count == 1);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_compressed_answer_is_the_same_answer(string encoding)
    {
        using var client = PlainClient.Of(_server, configure: handler => handler.AutomaticDecompression = DecompressionMethods.All);
        var bytes = await client.GetByteArrayAsync(DemoServer.FaultUri(_server.HttpsUri, $"compress?encoding={encoding};answer?body=data"), Cancelled);
        Assert.Equal("{\"data\":{\"__typename\":\"Query\"}}", Encoding.UTF8.GetString(bytes));
    }

    [Theory]
    [InlineData("answer?status=503", 503)]
    [InlineData("auth?value=secret", 401)]
    [InlineData("redirect", 307)]
    public async Task Thousands_of_refused_requests_at_once_are_all_refused_alike(string fault, int status)
    {
        const int requests = 3_000;
        var body = "{\"query\":\"{ __typename }\"" + new string(' ', 2_000) + "}";
        var statuses = new int[requests];
        await Parallel.ForAsync(0, requests, new ParallelOptions { MaxDegreeOfParallelism = 90, CancellationToken = Cancelled }, async (number, _) =>
        {
            using var response = await _client.PostAsync(DemoServer.FaultUri(_server.HttpsUri, fault), body);
            statuses[number] = (int)response.StatusCode;
        });
        Assert.All(statuses, seen => Assert.Equal(status, seen));
        Assert.Equal(1, _server.Counters.ConnectionsAccepted);
    }

    [Theory]
    [InlineData("nonsense", "delay")]
    [InlineData("answer?status=many", "whole number")]
    [InlineData("cut?at=lunch", "'before'")]
    public async Task A_fault_that_cannot_be_carried_out_says_what_would_be_right(string fault, string right)
    {
        using var response = await _client.GetAsync(new Uri(_server.HttpsUri, "/faults/" + fault), Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains(right, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Cancelled)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("delay?minutes=3")]
    public void A_fault_that_is_not_in_the_table_is_refused(string fault)
    {
        var error = Assert.Throws<FormatException>(() => DemoServer.FaultUri(_server.HttpsUri, fault));
        Assert.Contains(fault.Split('?')[0], error.Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => _server.Fault = fault);
    }
}
