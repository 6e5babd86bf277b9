using System.Text;
using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Sessions;
using Microsoft.AspNetCore.Http;

namespace GqlTools.Client.Tests.PersistedDocuments;

/// <summary>Automatic persisted queries, as Apollo Server and its link have them.</summary>
public sealed class AutomaticPersistedQueriesTests
{
    private const string Query = "query ($n: Int) { ran }";

    // printf %s 'query ($n: Int) { ran }' | sha256sum
    private const string Hash = "7152967cc5f0d53a901840bb1bec9b255fcefdad395d0085745eec1b7f3a628b";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_hash_goes_alone_first_and_with_the_text_when_the_server_does_not_know_it()
    {
        var apq = new ApqServer();
        await using var server = await ScriptedServer.StartAsync(apq.AnswerAsync);
        await using var session = Open(server);

        var response = await session.SendAsync(new GqlRequest(Query) { Variables = """{"n":1}"""u8.ToArray() }, Token);

        Assert.Equal(Query, response.Data.GetProperty("ran").GetString());
        Assert.Equal(["variables,extensions", "query,variables,extensions"], apq.Seen.Select(request => request.Names));
        Assert.All(apq.Seen, request => Assert.Equal(Hash, request.Hash));
        Assert.All(apq.Seen, request => Assert.Equal(1, request.Parameters["extensions"].GetProperty("persistedQuery").GetProperty("version").GetInt32()));
        Assert.All(apq.Seen, request => Assert.Equal("POST", request.Method));
    }

    [Fact]
    public async Task A_hash_that_the_server_knows_is_one_request_without_the_text()
    {
        var apq = new ApqServer { Known = { [Hash] = Query } };
        await using var server = await ScriptedServer.StartAsync(apq.AnswerAsync);
        await using var session = Open(server);

        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => session.SendAsync(new GqlRequest(Query), Token)));

        Assert.All(responses, response => Assert.Single(response.Attempts));
        Assert.Equal(10, apq.Seen.Count);
        Assert.All(apq.Seen, request => Assert.Equal("extensions", request.Names));
    }

    [Fact]
    public async Task A_hash_that_is_not_known_is_an_attempt_with_its_reason_and_no_error_of_the_session()
    {
        var apq = new ApqServer();
        await using var server = await ScriptedServer.StartAsync(apq.AnswerAsync);
        await using var session = Open(server, options => options with { Retry = TestSessions.Impatient with { MaximumRetryCount = 0 } });

        var response = await session.SendAsync(new GqlRequest(Query), Token);

        Assert.Equal(2, response.Attempts.Count);
        Assert.Equal(new RetryVerdict(true, TimeSpan.Zero, RetryReason.PersistedQueryNotFound), response.Attempts[0].Verdict);
        Assert.Equal((200, FailureKind.GraphQLError), (response.Attempts[0].StatusCode, response.Attempts[0].Failure));
        Assert.Null(response.Attempts[1].Failure);
        Assert.Equal((0, 0), (session.Statistics.Errors, session.Statistics.Retries));
    }

    [Fact]
    public async Task The_resend_does_not_count_among_the_retries_of_what_fails_in_passing()
    {
        var apq = new ApqServer();
        var calls = 0;
        await using var server = await ScriptedServer.StartAsync(context => Interlocked.Increment(ref calls) is 2 or 4
            ? ScriptedServer.AnswerAsync(context, "busy", "text/plain", 503)
            : apq.AnswerAsync(context));
        await using var session = Open(server, options => options with { Retry = TestSessions.Impatient with { MaximumRetryCount = 2 } });

        var response = await session.SendAsync(new GqlRequest(Query), Token);

        Assert.Equal(Query, response.Data.GetProperty("ran").GetString());
        Assert.Equal(
            [RetryReason.PersistedQueryNotFound, RetryReason.TransientStatus, RetryReason.PersistedQueryNotFound, RetryReason.TransientStatus, RetryReason.PersistedQueryNotFound, null],
            response.Attempts.Select(attempt => attempt.Verdict?.Reason));
    }

    [Theory]
    [InlineData("""{"errors":[{"message":"PersistedQueryNotFound"}]}""", 200)]
    [InlineData("""{"data":null,"errors":[{"message":"PersistedQueryNotFound"}]}""", 200)]
    [InlineData("""{"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]}""", 404)]
    [InlineData("""{"errors":[{"message":"Persisted query not found","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]}""", 400)]
    public async Task Servers_say_that_they_do_not_know_a_hash_by_message_or_by_code_with_any_status(string refusal, int status)
    {
        var apq = new ApqServer();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            var request = await SeenRequest.ReadAsync(context.Request);
            apq.Seen.Enqueue(request);
            await ScriptedServer.AnswerAsync(context, request.Query is null ? refusal : """{"data":{"ran":"x"}}""", status: request.Query is null ? status : 200);
        });
        await using var session = Open(server);

        var response = await session.SendAsync(new GqlRequest(Query), Token);

        Assert.Empty(response.Errors);
        Assert.Equal(["extensions", "query,extensions"], apq.Seen.Select(request => request.Names));
    }

    [Fact]
    public async Task A_server_that_takes_no_hashes_gets_the_text_and_no_hash_again()
    {
        var apq = new ApqServer();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            var request = await SeenRequest.ReadAsync(context.Request);
            apq.Seen.Enqueue(request);
            await ScriptedServer.AnswerAsync(context, request.Hash is null ? """{"data":{"ran":"x"}}""" : ApqServer.NotSupported);
        });
        await using var session = Open(server);

        var first = await session.SendAsync(new GqlRequest(Query), Token);
        var second = await session.SendAsync(new GqlRequest("{ other: ran }"), Token);

        Assert.Equal(RetryReason.PersistedQueryNotSupported, first.Attempts[0].Verdict?.Reason);
        Assert.Single(second.Attempts);
        Assert.Equal(["extensions", "query", "query"], apq.Seen.Select(request => request.Names));
    }

    [Fact]
    public async Task A_server_that_only_misses_the_text_in_its_own_words_gets_it_and_no_hash_again()
    {
        var apq = new ApqServer();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            var request = await SeenRequest.ReadAsync(context.Request);
            apq.Seen.Enqueue(request);
            if (request.Query is null) await ScriptedServer.AnswerAsync(context, """{"errors":[{"message":"Must provide query string."}]}""", status: 400);
            else await ScriptedServer.AnswerAsync(context, """{"data":{"ran":"x"}}""");
        });
        await using var session = Open(server);

        await session.SendAsync(new GqlRequest("mutation { raise }"), Token);
        await session.SendAsync(new GqlRequest(Query), Token);

        Assert.Equal(["extensions", "query", "query"], apq.Seen.Select(request => request.Names));
    }

    [Fact]
    public async Task An_error_of_a_server_that_reads_hashes_is_the_callers_and_sent_once()
    {
        var apq = new ApqServer { Known = { [Hash] = Query } };
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (apq.Seen.IsEmpty) await apq.AnswerAsync(context);
            else await ScriptedServer.AnswerAsync(context, """{"errors":[{"message":"Variable \"$n\" got \"many\"."}]}""", status: 400);
        });
        await using var session = Open(server);
        await session.SendAsync(new GqlRequest(Query), Token);

        var refused = await session.SendAsync(new GqlRequest(Query), Token);

        Assert.Single(refused.Errors);
        Assert.Equal(2, server.Requests);
    }

    [Theory]
    [InlineData("""{"errors":[{"message":"no","path":["raise"]}]}""", 200)]
    [InlineData("""{"data":null,"errors":[{"message":"no"}]}""", 200)]
    [InlineData("""{"errors":[{"message":"Internal server error"}]}""", 500)]
    public async Task A_mutation_that_may_have_run_is_not_sent_again(string answer, int status)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always(answer, status: status));
        await using var session = Open(server);

        var response = await session.SendAsync(new GqlRequest("mutation { raise }"), Token);

        Assert.Single(response.Errors);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_hash_that_stays_unknown_even_with_its_text_is_sent_twice_and_no_more()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always(ApqServer.NotFound));
        await using var session = Open(server);

        var response = await session.SendAsync(new GqlRequest(Query), Token);

        Assert.Equal("PersistedQueryNotFound", Assert.Single(response.Errors).Message);
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task The_callers_extensions_go_along_and_a_hash_of_the_callers_is_left_alone()
    {
        var apq = new ApqServer();
        await using var server = await ScriptedServer.StartAsync(apq.AnswerAsync);
        await using var session = Open(server);

        await session.SendAsync(new GqlRequest(Query) { Extensions = Json("""{"trace":true}""") }, Token);
        await session.SendAsync(new GqlRequest(Query) { Extensions = Json("""{"persistedQuery":{"version":1,"sha256Hash":"mine"}}""") }, Token);

        var seen = apq.Seen.ToArray();
        Assert.All(seen[..2], request => Assert.True(request.Parameters["extensions"].GetProperty("trace").GetBoolean()));
        Assert.Equal([Hash, Hash, "mine"], seen.Select(request => request.Hash));
        Assert.Equal("query,extensions", seen[2].Names);
    }

    [Fact]
    public async Task A_hash_is_of_the_text_as_it_is_with_its_comments_and_letters_beyond_ascii()
    {
        const string Text = "# grüße ☃\n{ ran }\n";
        var apq = new ApqServer();
        await using var server = await ScriptedServer.StartAsync(apq.AnswerAsync);
        await using var session = Open(server);

        var response = await session.SendAsync(new GqlRequest(Text), Token);

        Assert.Equal(Text, response.Data.GetProperty("ran").GetString());
        // printf '# grüße ☃\n{ ran }\n' | sha256sum
        Assert.Equal("9b3dd9b776c663040d8c312da9800eeefa999b9f58db680313f8a2952c5a1dac", apq.Seen.First().Hash);
    }

    private static GqlSession Open(ScriptedServer server, Func<GqlSessionOptions, GqlSessionOptions>? change = null)
    {
        var options = TestSessions.OptionsFor(server) with { AutomaticPersistedQueries = true };
        return new GqlSession(change is null ? options : change(options));
    }

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
