using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GqlTools.Demo;

namespace GqlTools.Client.Tests.Demo;

public sealed class PersistedDocumentTests : IAsyncLifetime
{
    private const string Query = "{ __typename }";
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Query)));

    private DemoServer _server = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await DemoServer.StartAsync(
            new DemoServerOptions { PersistedDocuments = new Dictionary<string, string> { ["sha256:known"] = "query($n: Int!) { slow(milliseconds: $n) }" }, MaximumUriLength = 300 },
            Cancelled);
        _client = PlainClient.Of(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_document_that_came_with_its_hash_may_be_asked_for_by_the_hash_alone()
    {
        using (var miss = await PostAsync(null, 1, Hash))
        {
            Assert.Equal(HttpStatusCode.OK, miss.StatusCode);
            Assert.Equal("""{"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]}""", await miss.Content.ReadAsStringAsync(Cancelled));
        }

        foreach (var query in new[] { Query, null })
        {
            using var answer = await PostAsync(query, 1, Hash);
            Assert.Equal("""{"data":{"__typename":"Query"}}""", await answer.Content.ReadAsStringAsync(Cancelled));
        }

        var extensions = Uri.EscapeDataString(JsonSerializer.Serialize(new { persistedQuery = new { version = 1, sha256Hash = Hash } }));
        using var got = await _client.GetAsync(new Uri(_server.HttpsUri, $"/graphql?extensions={extensions}"), Cancelled);
        Assert.Equal(HttpStatusCode.OK, got.StatusCode);
        Assert.Equal((2, 1, 1), (_server.Counters.Streams.PersistedQueryHits, _server.Counters.Streams.PersistedQueryMisses, _server.Counters.Streams.PersistedQueriesStored));
    }

    [Theory]
    [InlineData(Query, 2, null, "version")]
    [InlineData("{ other: __typename }", 1, null, "sha")]
    public async Task A_hash_that_does_not_fit_is_refused(string query, int version, string? hash, string said)
    {
        using var answer = await PostAsync(query, version, hash ?? Hash);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_may_not_support_hashes()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions { AllowPersistedQueries = false }, Cancelled);
        using var client = PlainClient.Of(server);
        using var answer = await client.PostAsync(server.HttpsUri, Body(Query, 1, Hash));
        Assert.Contains("PERSISTED_QUERY_NOT_SUPPORTED", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sha256:known", "{\"data\":{\"slow\":1}}")]
    [InlineData("sha256:unknown", "PERSISTED_DOCUMENT_NOT_FOUND")]
    public async Task A_persisted_document_is_asked_for_by_its_id(string documentId, string expected)
    {
        using var answer = await _client.PostAsync(_server.HttpsUri, JsonSerializer.Serialize(new { documentId, variables = new { n = 1 } }));
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(281, 200)]
    [InlineData(282, 414)]
    [InlineData(100_000, 414)]
    public async Task A_target_that_is_too_long_is_refused(int queryLength, int status)
    {
        using var answer = await _client.GetAsync(new Uri(_server.HttpsUri, "/graphql?query=" + "{__typename}".PadRight(queryLength, ',')), Cancelled);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    private static string Body(string? query, int version, string hash) =>
        JsonSerializer.Serialize(query is null
            ? (object)new { extensions = new { persistedQuery = new { version, sha256Hash = hash } } }
            : new { query, extensions = new { persistedQuery = new { version, sha256Hash = hash } } });

    private Task<HttpResponseMessage> PostAsync(string? query, int version, string hash) => _client.PostAsync(_server.HttpsUri, Body(query, version, hash));
}
