using System.Net;
using System.Text;
using System.Text.Json;
using GqlTools.Demo;
using Microsoft.Extensions.Time.Testing;

namespace GqlTools.Client.Tests.Demo;

public sealed class StreamedAnswerTests : IAsyncLifetime
{
    private const string Events = "text/event-stream";
    private const string Multipart = "multipart/mixed;subscriptionSpec=1.0, application/graphql-response+json, application/json";
    private const string CountToTwo = "subscription { count(to: 2) { number } }";

    private readonly FakeTimeProvider _time = new();
    private DemoServer _server = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await DemoServer.StartAsync(new DemoServerOptions { TimeProvider = _time }, Cancelled);
        _client = PlainClient.Of(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(CountToTwo, """{"data":{"count":{"number":1}}}|{"data":{"count":{"number":2}}}""")]
    [InlineData("{ __typename }", """{"data":{"__typename":"Query"}}""")]
    [InlineData("subscription { failAfter { number } }", """{"data":{"failAfter":{"number":1}}}|{"errors":[{"message":"It failed."}]}""")]
    [InlineData("{ nonsense", """{"errors":[{"message":""")]
    public async Task Server_sent_events_are_the_results_and_then_the_end(string query, string results)
    {
        using var answer = await PostAsync(query, Events);
        Assert.Equal("text/event-stream; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var text = await answer.Content.ReadAsStringAsync(Cancelled);
        Assert.StartsWith(string.Join("\n\n", results.Split('|').Select(result => $"event: next\ndata: {result}")), text, StringComparison.Ordinal);
        Assert.EndsWith("\n\nevent: complete\ndata:\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscription_may_be_asked_for_by_get()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.HttpsUri, $"/graphql?query={Uri.EscapeDataString(CountToTwo)}"))
        {
            Version = HttpVersion.Version20,
            Headers = { { "Accept", Events } },
        };
        using var answer = await _client.SendAsync(request, Cancelled);
        Assert.Contains("\"number\":2", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Events, ":\n\n")]
    [InlineData(Multipart, "--graphql\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{}\r\n--graphql")]
    public async Task A_silent_stream_shows_that_it_lives(string accept, string sign)
    {
        using var answer = await PostAsync("subscription { silence { id } }", accept);
        await using var body = await answer.Content.ReadAsStreamAsync(Cancelled);
        var read = ReadAsync(body, sign.Length);
        while (!read.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.Equal(sign, await read);
    }

    [Fact]
    public async Task Who_leaves_ends_the_subscription()
    {
        using (var answer = await PostAsync("subscription { silence { id } }", Events))
            await _server.Counters.WhenAsync(counters => counters.Streams is { StreamsOpen: 1, SubscriptionsActive: 1 }, Cancelled);
        await _server.Counters.WhenAsync(counters => counters.Streams is { StreamsOpen: 0, SubscriptionsActive: 0 }, Cancelled);
    }

    [Fact]
    public async Task A_single_connection_carries_the_events_of_many_operations()
    {
        var (token, stream) = await OpenConnectionAsync();
        using (stream)
        {
            using var refused = await OperateAsync(token, CountToTwo, null);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            using var accepted = await OperateAsync(token, "subscription { count(to: 1) { number } }", "one");
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
            await using var body = await stream.Content.ReadAsStreamAsync(Cancelled);
            const string expected = "event: next\ndata: {\"id\":\"one\",\"payload\":{\"data\":{\"count\":{\"number\":1}}}}\n\nevent: complete\ndata: {\"id\":\"one\"}\n\n";
            Assert.Equal(expected, await ReadAsync(body, expected.Length));

            using var silent = await OperateAsync(token, "subscription { silence { id } }", "two");
            using var doubled = await OperateAsync(token, "{ __typename }", "two");
            Assert.Equal(HttpStatusCode.Conflict, doubled.StatusCode);
            await _server.Counters.WhenAsync(counters => counters.Streams.SubscriptionsActive == 1, Cancelled);
            using var stopped = await SendAsync(HttpMethod.Delete, "/graphql?operationId=two", token);
            await _server.Counters.WhenAsync(counters => counters.Streams.SubscriptionsActive == 0, Cancelled);
        }

        await _server.Counters.WhenAsync(counters => counters.Streams.StreamsOpen == 0, Cancelled);
        using var gone = await OperateAsync(token, "{ __typename }", "three");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_single_connection_is_opened_once()
    {
        var (token, stream) = await OpenConnectionAsync();
        using (stream)
        {
            using var second = await SendAsync(HttpMethod.Get, "/graphql", token, Events);
            Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        }
    }

    [Fact]
    public async Task A_multipart_subscription_gives_its_events_as_parts()
    {
        using var answer = await PostAsync(CountToTwo, Multipart);
        Assert.Equal("multipart/mixed; boundary=\"graphql\"; subscriptionSpec=1.0", answer.Content.Headers.ContentType?.ToString());
        const string head = "\r\nContent-Type: application/json; charset=utf-8\r\n\r\n";
        Assert.Equal(
            "--graphql" + head + """{"payload":{"data":{"count":{"number":1}}}}""" + "\r\n--graphql" + head + """{"payload":{"data":{"count":{"number":2}}}}""" + "\r\n--graphql--\r\n",
            await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Theory]
    [InlineData("subscription { failAfter(events: 0) { number } }", "multipart/mixed", """{"payload":null,"errors":[{"message":"It failed."}]}""")]
    [InlineData("subscription { failAtStart { number } }", "application/graphql-response+json", """{"errors":[{"message":"It failed.""")]
    [InlineData("{ __typename }", "application/graphql-response+json", """{"data":{"__typename":"Query"}}""")]
    public async Task What_does_not_begin_is_answered_in_one_piece_and_what_breaks_off_by_a_last_part(string query, string mediaType, string text)
    {
        using var answer = await PostAsync(query, Multipart);
        Assert.Equal(mediaType, answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(text, await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_boundary_is_as_ordered_and_the_bytes_come_in_pieces()
    {
        using var answer = await PostAsync(CountToTwo, Multipart, "stream?boundary=-&quoted=false&pieceBytes=3");
        Assert.Equal("multipart/mixed; boundary=-; subscriptionSpec=1.0", answer.Content.Headers.ContentType?.ToString());
        Assert.EndsWith("\r\n-----\r\n", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_may_end_too_early_or_be_cut()
    {
        using (var early = await PostAsync("subscription { count { number } }", Events, "stream?endAfter=2"))
            Assert.EndsWith("\"number\":2}}}\n\n", await early.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        // A reset may overtake what was sent before it, header fields included.
        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            using var cut = await PostAsync("subscription { count(intervalMilliseconds: 1000) { number } }", Events, "stream?cutAfter=1");
            await cut.Content.ReadAsStringAsync(Cancelled);
        });
        await _server.Counters.WhenAsync(counters => counters.Streams is { StreamsOpen: 0, SubscriptionsActive: 0 }, Cancelled);
    }

    [Fact]
    public async Task Ten_thousand_events_arrive_in_order()
    {
        using var answer = await PostAsync("subscription { count(to: 10000) { number } }", Events);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));
        var next = 1;
        while (await reader.ReadLineAsync(Cancelled) is { } line)
        {
            if (line.StartsWith("data: {", StringComparison.Ordinal))
                Assert.Equal("data: {\"data\":{\"count\":{\"number\":" + next++ + "}}}", line);
        }

        Assert.Equal(10_001, next);
    }

    [Theory]
    [InlineData("multipart/mixed;deferSpec=20220824, application/json", "multipart/mixed; boundary=\"-\"; deferSpec=20220824", """{"data":{"a":"Query"},"hasNext":true}|{"incremental":[{"data":{"slow":1},"path":[],"label":"l"}],"hasNext":false}""")]
    [InlineData("multipart/mixed;incrementalSpec=v0.2, application/json", "multipart/mixed; boundary=\"-\"; incrementalSpec=v0.2", """{"data":{"a":"Query"},"pending":[{"id":"0","path":[],"label":"l"}],"hasNext":true}|{"incremental":[{"id":"0","data":{"slow":1}}],"completed":[{"id":"0"}],"hasNext":false}""")]
    public async Task A_deferred_fragment_comes_in_the_format_that_the_client_takes(string accept, string contentType, string parts)
    {
        using var answer = await PostAsync("{ a: __typename ... @defer(label: \"l\") { slow(milliseconds: 1) } }", accept);
        Assert.Equal(contentType, answer.Content.Headers.ContentType?.ToString());
        const string head = "\r\nContent-Type: application/json; charset=utf-8\r\n\r\n";
        Assert.Equal(
            string.Concat(parts.Split('|').Select(part => $"---{head}{part}\r\n")) + "-----\r\n",
            await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Theory]
    [InlineData("{ a: __typename ... @defer { slow(milliseconds: 1) } }", PlainClient.BothTypes, """{"data":{"a":"Query","slow":1}}""")]
    [InlineData("{ a: __typename }", "multipart/mixed;incrementalSpec=v0.2, application/json", """{"data":{"a":"Query"}}""")]
    [InlineData("{ nonsense }", "multipart/mixed;incrementalSpec=v0.2, application/json", """{"errors":[""")]
    public async Task Without_a_client_that_takes_parts_or_parts_to_give_the_answer_comes_in_one_piece(string query, string accept, string expected)
    {
        using var answer = await PostAsync(query, accept);
        Assert.StartsWith(expected, await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_come_as_events_to_those_who_take_events_alone()
    {
        using var answer = await PostAsync("{ a: __typename ... @defer { slow(milliseconds: 1) } }", Events);
        Assert.Equal(
            """
            event: next
            data: {"data":{"a":"Query"},"pending":[{"id":"0","path":[]}],"hasNext":true}

            event: next
            data: {"incremental":[{"id":"0","data":{"slow":1}}],"completed":[{"id":"0"}],"hasNext":false}

            event: complete
            data:


            """.ReplaceLineEndings("\n"),
            await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task Ten_thousand_parts_are_made_as_they_are_read()
    {
        using var answer = await PostAsync("{ numbers(to: 10000) @stream }", "multipart/mixed;incrementalSpec=v0.2, application/json");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));
        var next = 1;
        while (await reader.ReadLineAsync(Cancelled) is { } line)
        {
            if (line.StartsWith("{\"incremental", StringComparison.Ordinal))
                Assert.Contains($"\"items\":[{next++}]", line, StringComparison.Ordinal);
        }

        Assert.Equal(10_001, next);
    }

    private static async Task<string> ReadAsync(Stream body, int length)
    {
        var buffer = new byte[length];
        await body.ReadExactlyAsync(buffer, Cancelled);
        return Encoding.UTF8.GetString(buffer);
    }

    private Task<HttpResponseMessage> PostAsync(string query, string accept, string? fault = null)
    {
        var uri = fault is null ? _server.HttpsUri : DemoServer.FaultUri(_server.HttpsUri, fault);
        return SendAsync(HttpMethod.Post, uri.PathAndQuery, null, accept, JsonSerializer.Serialize(new { query }));
    }

    private Task<HttpResponseMessage> OperateAsync(string token, string query, string? operationId) =>
        SendAsync(HttpMethod.Post, "/graphql", token, PlainClient.BothTypes, JsonSerializer.Serialize(new { query, extensions = new { operationId } }));

    private async Task<(string Token, HttpResponseMessage Stream)> OpenConnectionAsync()
    {
        using var reserved = await SendAsync(HttpMethod.Put, "/graphql", null);
        Assert.Equal(HttpStatusCode.Created, reserved.StatusCode);
        var token = await reserved.Content.ReadAsStringAsync(Cancelled);
        return (token, await SendAsync(HttpMethod.Get, "/graphql", token, Events));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string target, string? token, string accept = PlainClient.BothTypes, string? json = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_server.HttpsUri, target))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (token is not null)
            request.Headers.Add("X-GraphQL-Event-Stream-Token", token);
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
    }
}
