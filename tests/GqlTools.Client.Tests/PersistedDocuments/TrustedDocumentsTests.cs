using GqlTools.Client.Failures;
using GqlTools.Client.PersistedDocuments;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Tests.PersistedDocuments;

/// <summary>Documents that the server knows by ids: with a manifest on this side, and without.</summary>
public sealed class TrustedDocumentsTests
{
    private const string Answer = """{"data":{"ran":"x"}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_id_goes_as_documentId_in_place_of_the_text()
    {
        var (server, apq) = await StartAsync();
        await using var session = Open(server, null);

        await session.SendAsync(GqlRequest.ById("sha256:abc") with { OperationName = "A", Variables = """{"n":1}"""u8.ToArray() }, Token);

        var seen = Assert.Single(apq.Seen);
        Assert.Equal("documentId,operationName,variables", seen.Names);
        Assert.Equal("sha256:abc", seen.Parameters["documentId"].GetString());
        await server.DisposeAsync();
    }

    [Fact]
    public async Task What_only_the_server_knows_is_not_repeated_after_a_failure_as_it_may_be_a_mutation()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("busy", "text/plain", 503));
        await using var session = Open(server, null);

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(GqlRequest.ById("a"), Token));

        Assert.Equal(RetryReason.MutationMayHaveRun, Assert.Single(failure.Attempts).Verdict?.Reason);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task With_an_apollo_manifest_ids_go_as_the_hash_of_a_persisted_query()
    {
        var (server, apq) = await StartAsync();
        await using var session = Open(server, PersistedManifestTests.Apollo);

        await session.SendAsync(new GqlRequest("query Viewer { viewer { login } } # mine"), Token);

        var seen = Assert.Single(apq.Seen);
        Assert.Equal(("operationName,extensions", "a1"), (seen.Names, seen.Hash));
        await server.DisposeAsync();
    }

    [Fact]
    public async Task With_a_relay_manifest_ids_go_as_documentId()
    {
        var (server, apq) = await StartAsync();
        await using var session = Open(server, PersistedManifestTests.Relay);

        await session.SendAsync(new GqlRequest("{hello}"), Token);
        await session.SendAsync(GqlRequest.ById("Viewer"), Token);

        Assert.Equal(["documentId", "documentId,operationName"], apq.Seen.Select(request => request.Names));
        Assert.Equal(["r2", "r1"], apq.Seen.Select(request => request.Parameters["documentId"].GetString()));
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_manifest_says_by_an_id_which_variables_are_missing_and_that_a_query_may_be_repeated()
    {
        var calls = 0;
        await using var server = await ScriptedServer.StartAsync(context => Interlocked.Increment(ref calls) == 1
            ? ScriptedServer.AnswerAsync(context, "busy", "text/plain", 503)
            : ScriptedServer.AnswerAsync(context, Answer));
        await using var session = Open(server, PersistedManifestTests.Apollo);

        var missing = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(GqlRequest.ById("a2"), Token));
        Assert.Equal((FailureKind.VariablesInvalid, 0), (missing.Kind, server.Requests));
        var response = await session.SendAsync(GqlRequest.ById("a1"), Token);

        Assert.Equal(2, response.Attempts.Count);
    }

    [Fact]
    public async Task A_document_that_is_not_in_the_manifest_is_not_sent()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always(Answer));
        await using var session = Open(server, PersistedManifestTests.Apollo);

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(new GqlRequest("query Viewre { a }"), Token));

        Assert.Equal((FailureKind.DocumentUnknown, 0), (failure.Kind, server.Requests));
        Assert.Contains("Did you mean \"Viewer\"?", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_the_server_does_not_know_is_the_callers_error_and_the_text_stays_here()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always(ApqServer.NotFound));
        await using var session = Open(server, PersistedManifestTests.Apollo, get: true);

        var response = await session.SendAsync(GqlRequest.ById("a1"), Token);

        Assert.Equal("PersistedQueryNotFound", Assert.Single(response.Errors).Message);
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData(PersistedManifestTests.Apollo, "operationName,extensions")]
    [InlineData(PersistedManifestTests.Relay, "documentId,operationName")]
    public async Task Ids_of_queries_go_by_get_where_the_session_says_so(string manifest, string names)
    {
        var (server, apq) = await StartAsync();
        await using var session = Open(server, manifest, get: true);

        await session.SendAsync(GqlRequest.ById("Viewer"), Token);

        Assert.Equal(("GET", names), Assert.Single(apq.Seen.Select(request => (request.Method, request.Names))));
        await server.DisposeAsync();
    }

    [Fact]
    public async Task The_sessions_own_questions_are_in_nobodys_manifest_and_go_as_text()
    {
        var (server, apq) = await StartAsync();
        await using var session = Open(server, PersistedManifestTests.Apollo);

        await session.TestConnectionAsync(Token);

        Assert.Equal("{ __typename }", Assert.Single(apq.Seen).Query);
        await server.DisposeAsync();
    }

    [Fact]
    public void A_manifest_and_hashes_that_the_server_learns_exclude_each_other()
    {
        var options = new GqlSessionOptions(new Uri("https://localhost/graphql"))
        {
            AutomaticPersistedQueries = true,
            PersistedDocuments = PersistedManifestTests.Parse(PersistedManifestTests.Relay),
        };

        Assert.Equal(FailureKind.OptionInvalid, Assert.Throws<GqlException>(options.Validate).Kind);
    }

    private static async Task<(ScriptedServer Server, ApqServer Apq)> StartAsync()
    {
        var apq = new ApqServer();
        return (await ScriptedServer.StartAsync(async context =>
        {
            apq.Seen.Enqueue(await SeenRequest.ReadAsync(context.Request));
            await ScriptedServer.AnswerAsync(context, Answer);
        }), apq);
    }

    private static GqlSession Open(ScriptedServer server, string? manifest, bool get = false) => new(TestSessions.OptionsFor(server) with
    {
        PersistedDocuments = manifest is null ? null : PersistedManifestTests.Parse(manifest),
        UseGet = get,
    });
}
