using System.Globalization;
using System.Text;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace GqlTools.Client.Tests.Coalescing;

public sealed class ResponseCacheTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private static readonly GqlRequest Query = new("query Q($x: Int) { number(x: $x) }");

    private readonly FakeTimeProvider _clock = new();
    private int _answers;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_serves_identical_queries_and_says_where_it_comes_from()
    {
        await using var server = await ScriptedServer.StartAsync(NumberAsync);
        await using var session = SessionWith(server);

        var fresh = await session.SendAsync(Query, Token);
        _clock.Advance(TimeSpan.FromSeconds(10));
        var cached = await session.SendAsync(Query with { Tag = "mine" }, static () => JsonDocumentReader.Instance, Token);
        var again = await session.SendAsync(Query, static () => JsonDocumentReader.Instance, Token);

        Assert.Equal(1, server.Requests);
        Assert.False(fresh.FromCache);
        Assert.True(cached.FromCache);
        Assert.Equal(TimeSpan.FromSeconds(10), cached.Age);
        Assert.Empty(cached.Attempts);
        Assert.Equal(200, cached.StatusCode);
        Assert.Equal("mine", cached.Request.Tag);
        Assert.Equal(1, cached.Data!.RootElement.GetProperty("number").GetInt32());
        Assert.NotSame(cached.Data, again.Data);
        Assert.Equal((2, 1, 3), (session.Statistics.CacheHits, session.Statistics.CacheMisses, session.Statistics.Requests));
        Assert.InRange(session.Statistics.CachedBytes, 1, GqlSessionOptions.DefaultMaximumCacheBytes);
    }

    [Fact]
    public async Task An_answer_serves_up_to_its_lifetime_and_no_longer()
    {
        await using var server = await ScriptedServer.StartAsync(NumberAsync);
        await using var session = SessionWith(server);

        Assert.Equal(1, await NumberOf(session, Query));
        _clock.Advance(Lifetime - TimeSpan.FromTicks(1));
        Assert.Equal(1, await NumberOf(session, Query));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(2, await NumberOf(session, Query));
        _clock.Advance(Lifetime - TimeSpan.FromTicks(1));
        Assert.Equal(2, await NumberOf(session, Query));
    }

    [Fact]
    public async Task Other_variables_and_other_header_fields_are_other_answers()
    {
        await using var server = await ScriptedServer.StartAsync(NumberAsync);
        await using var session = SessionWith(server);
        GqlRequest[] requests = [Query, With(1), With(2), Query with { Headers = [new("x-tenant", "1")] }];

        foreach (var round in (int[])[1, 2])
        {
            for (var index = 0; index < requests.Length; index++) Assert.Equal(index + 1, await NumberOf(session, requests[index]));
        }
    }

    [Fact]
    public async Task A_request_may_go_past_the_cache_and_leaves_its_answer_there()
    {
        await using var server = await ScriptedServer.StartAsync(NumberAsync);
        await using var session = SessionWith(server);

        Assert.Equal(1, await NumberOf(session, Query));
        Assert.Equal(2, await NumberOf(session, Query with { NoCache = true }));
        Assert.Equal(2, await NumberOf(session, Query));
    }

    [Theory]
    [InlineData("""{"data":{"number":1},"errors":[{"message":"Half of it failed."}]}""", "application/graphql-response+json", 200)]
    [InlineData("""{"data":null}""", "application/graphql-response+json", 200)]
    [InlineData("""{"errors":[{"message":"No."}]}""", "application/graphql-response+json", 400)]
    [InlineData("""{"data":{"number":1}}""", "application/json", 400)]
    public async Task What_is_no_complete_answer_of_the_server_is_not_kept(string body, string mediaType, int status)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always(body, mediaType, status));
        await using var session = SessionWith(server);

        await session.SendAsync(Query, Token);
        await session.SendAsync(Query, Token);

        Assert.Equal(2, server.Requests);
        Assert.Equal(0, session.Statistics.CachedBytes);
    }

    [Fact]
    public async Task A_mutation_empties_the_cache_and_is_never_kept_itself()
    {
        await using var server = await ScriptedServer.StartAsync(NumberAsync);
        await using var session = SessionWith(server);
        var mutation = new GqlRequest("mutation { number }");

        Assert.Equal(1, await NumberOf(session, Query));
        Assert.Equal(2, await NumberOf(session, mutation));
        Assert.Equal(3, await NumberOf(session, Query));
        Assert.Equal(4, await NumberOf(session, mutation));
        Assert.Equal(5, await NumberOf(session, mutation));
    }

    [Fact]
    public async Task An_answer_that_was_asked_for_before_a_mutation_and_comes_after_it_is_not_kept()
    {
        var release = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (context.Request.Headers["x-slow"] == "yes") await release.Task;
            await NumberAsync(context);
        });
        await using var session = SessionWith(server);
        var slow = Query with { Headers = [new("x-slow", "yes")] };

        var before = NumberOf(session, slow);
        Assert.Equal(1, await NumberOf(session, new GqlRequest("mutation { number }")));
        release.SetResult();
        Assert.Equal(2, await before);

        Assert.Equal(3, await NumberOf(session, slow));
    }

    [Fact]
    public async Task New_credentials_empty_the_cache()
    {
        await using var server = await ScriptedServer.StartAsync(NumberAsync);
        await using var session = SessionWith(server);

        Assert.Equal(1, await NumberOf(session, Query));
        session.ReplaceAuthentication(GqlAuthentication.Bearer("another"));
        Assert.Equal(2, await NumberOf(session, Query));
    }

    [Fact]
    public async Task What_was_used_longest_ago_goes_first_when_the_bytes_are_full()
    {
        await using var server = await ScriptedServer.StartAsync(NumberAsync);
        await using var measuring = SessionWith(server);
        await NumberOf(measuring, With(0));
        var one = measuring.Statistics.CachedBytes;
        await using var session = SessionWith(server, maximumBytes: (2 * one) + (one / 2));

        await NumberOf(session, With(1));
        await NumberOf(session, With(2));
        await NumberOf(session, With(1));
        await NumberOf(session, With(3));
        Assert.InRange(session.Statistics.CachedBytes, one, 3 * one);
        var sent = server.Requests;
        await NumberOf(session, With(3));
        await NumberOf(session, With(1));
        Assert.Equal(sent, server.Requests);
        await NumberOf(session, With(2));
        Assert.Equal(sent + 1, server.Requests);
    }

    [Fact]
    public async Task An_answer_larger_than_the_cache_is_given_out_and_not_kept()
    {
        await using var server = await ScriptedServer.StartAsync(NumberAsync);
        await using var session = SessionWith(server, maximumBytes: 100);

        Assert.Equal(1, await NumberOf(session, Query));
        Assert.Equal(2, await NumberOf(session, Query));
        Assert.Equal(0, session.Statistics.CachedBytes);
    }

    [Fact]
    public async Task A_closed_session_gives_nothing_out_of_its_cache()
    {
        await using var server = await ScriptedServer.StartAsync(NumberAsync);
        await using var session = SessionWith(server);
        await session.SendAsync(Query, Token);
        await session.CloseAsync(TimeSpan.Zero);

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Query, Token));

        Assert.Equal(FailureKind.SessionClosed, failure.Kind);
    }

    private static GqlRequest With(int variable) => Query with { Variables = Encoding.UTF8.GetBytes($$"""{"x":{{variable}}}""") };

    private static async Task<int> NumberOf(GqlSession session, GqlRequest request) =>
        (await session.SendAsync(request, Token)).Data.GetProperty("number").GetInt32();

    private GqlSession SessionWith(ScriptedServer server, long maximumBytes = GqlSessionOptions.DefaultMaximumCacheBytes) =>
        new(TestSessions.OptionsFor(server) with { CacheLifetime = Lifetime, MaximumCacheBytes = maximumBytes, TimeProvider = _clock });

    private Task NumberAsync(HttpContext context) => ScriptedServer.AnswerAsync(
        context, $$$"""{"data":{"number":{{{Interlocked.Increment(ref _answers).ToString(CultureInfo.InvariantCulture)}}}}}""");
}
