using GqlTools.Client.PersistedDocuments;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Tests.Interop;

/// <summary>Hashes in place of texts, and queries by GET, against Apollo Server, which reads hashes, and graphql-yoga, which as set up here does not.</summary>
public sealed class PersistedDocumentsTests(NodeServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Apollo_learns_a_document_once_and_answers_its_hash_from_then_on(bool secure, bool get)
    {
        // A document that no other test has sent.
        var query = new GqlRequest($"query Learnt($name: String) {{ hello(name: $name) _{Guid.NewGuid():n}: hello }}") { Variables = """{"name":"Ä"}"""u8.ToArray() };
        await using var session = await OpenAsync(new InteropTarget("apollo", secure), options => options with { AutomaticPersistedQueries = true, UseGet = get });

        var first = await session.SendAsync(query, Token);
        var second = await session.SendAsync(query, Token);

        Assert.Empty(first.Errors);
        Assert.Equal([RetryReason.PersistedQueryNotFound, null], first.Attempts.Select(attempt => attempt.Verdict?.Reason));
        Assert.Single(second.Attempts);
        Assert.Equal(first.Data.GetProperty("hello").GetString(), second.Data.GetProperty("hello").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_hash_of_a_mutation_is_learnt_alike_and_by_post(bool secure)
    {
        await using var session = await OpenAsync(new InteropTarget("apollo", secure), options => options with { AutomaticPersistedQueries = true, UseGet = true });
        var mutation = new GqlRequest($"mutation Learnt {{ increment(by: 0) _{Guid.NewGuid():n}: __typename }}");

        var first = await session.SendAsync(mutation, Token);
        var second = await session.SendAsync(mutation, Token);

        // Apollo Server refuses mutations by GET.
        Assert.Empty(second.Errors);
        Assert.Equal((2, 1), (first.Attempts.Count, second.Attempts.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_yoga_that_reads_no_hashes_gets_texts_after_the_first_request(bool secure)
    {
        await using var session = await OpenAsync(new InteropTarget("yoga", secure), options => options with { AutomaticPersistedQueries = true });

        // Opening has found it out.
        var response = await session.SendAsync(new GqlRequest("{ hello }"), Token);

        Assert.Equal("Hello, world!", response.Data.GetProperty("hello").GetString());
        Assert.Single(response.Attempts);
    }

    [Theory]
    [MemberData(nameof(InteropTarget.All), MemberType = typeof(InteropTarget))]
    public async Task Queries_go_by_get_and_mutations_by_post(InteropTarget target)
    {
        await using var session = await OpenAsync(target, options => options with { UseGet = true });

        var query = await session.SendAsync(
            new GqlRequest("query Echo($s: String) { echo(string: $s) { string } }") { Variables = """{"s":"a+b&c=d %20 ☃"}"""u8.ToArray() }, Token);
        var mutation = await session.SendAsync(new GqlRequest("mutation { increment(by: 0) }"), Token);
        var longQuery = await session.SendAsync(new GqlRequest("{ hello } #" + new string('x', 9000)), Token);

        Assert.Equal("a+b&c=d %20 ☃", query.Data.GetProperty("echo").GetProperty("string").GetString());
        Assert.Empty(mutation.Errors);
        Assert.Single(longQuery.Attempts);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Yoga_runs_a_document_that_it_knows_by_its_id(bool secure, bool manifest)
    {
        var known = PersistedManifest.Parse("""{ "hello": "query ($name: String) { hello(name: $name) }" }"""u8.ToArray(), "manifest");
        await using var session = await OpenAsync(new InteropTarget("yoga", secure), options => manifest ? options with { PersistedDocuments = known } : options);

        var response = await session.SendAsync(GqlRequest.ById("hello") with { Variables = """{"name":"Ada"}"""u8.ToArray() }, Token);
        Assert.Contains("Ada", response.Data.GetProperty("hello").GetString(), StringComparison.Ordinal);
        if (manifest) return;
        var unknown = await session.SendAsync(GqlRequest.ById("nobody"), Token);

        Assert.NotEmpty(unknown.Errors);
        Assert.Single(unknown.Attempts);
    }

    private async Task<GqlSession> OpenAsync(InteropTarget target, Func<GqlSessionOptions, GqlSessionOptions> change)
    {
        var server = await servers.GetAsync(target.Kind, Token);
        var session = new GqlSession(change(target.OptionsFor(server)));
        await session.OpenAsync(Token);
        return session;
    }
}
