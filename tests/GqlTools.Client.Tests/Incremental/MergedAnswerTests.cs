using System.IO.Compression;
using System.Text;
using System.Text.Json;
using GqlTools.Client.Batching;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using Microsoft.Extensions.Time.Testing;
using static GqlTools.Client.Tests.Streaming.WebSockets.SocketTalk;

namespace GqlTools.Client.Tests.Incremental;

/// <summary>Requests whose answer comes in parts and is one answer to the caller.</summary>
public sealed class MergedAnswerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("earlier")]
    [InlineData("later")]
    [InlineData("events")]
    [InlineData("plain")]
    public async Task An_answer_is_the_same_in_whatever_form_it_comes(string form)
    {
        await using var server = await ScriptedServer.StartAsync(context => form switch
        {
            "earlier" => PartedAnswer.WriteMultipartAsync(context, PartedAnswer.Earlier, PartedAnswer.EarlierType),
            "later" => PartedAnswer.WriteMultipartAsync(context, PartedAnswer.Later),
            "events" => PartedAnswer.WriteEventsAsync(context, PartedAnswer.Later),
            _ => ScriptedServer.AnswerAsync(context, $$"""{"data":{{PartedAnswer.Whole}}}"""),
        });
        await using var session = TestSessions.SessionWith(server);

        var response = await session.SendAsync(new GqlRequest(PartedAnswer.Query), Token);

        AssertJson(PartedAnswer.Whole, response.Data.GetRawText());
        Assert.Empty(response.Errors);
        Assert.True(response.HasData && response.IsTrusted);
        Assert.Single(response.Attempts);
    }

    [Theory]
    [InlineData("{ user { ... @defer { name } } }", true)]
    [InlineData("{ user { friends @stream } }", true)]
    [InlineData("query A { user { ...F @defer } } fragment F on User { name }", true)]
    [InlineData("{ user { name } } # @defer", false)]
    [InlineData("{ user(by: \"@defer\") { name @include(if: true) } }", false)]
    public async Task Parts_are_accepted_where_the_document_leaves_something_for_later_and_nowhere_else(string query, bool offered)
    {
        var accept = "";
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            accept = context.Request.Headers.Accept.ToString();
            return ScriptedServer.AnswerAsync(context, """{"data":{}}""");
        });
        await using var session = TestSessions.SessionWith(server);

        await session.SendAsync(new GqlRequest(query), Token);

        Assert.Equal(
            offered
                ? "multipart/mixed;incrementalSpec=v0.2, multipart/mixed;deferSpec=20220824;q=0.9, application/graphql-response+json;q=0.8, application/json;q=0.7"
                : "application/graphql-response+json, application/json;q=0.9",
            accept);
    }

    [Fact]
    public async Task Parts_are_accepted_where_only_the_server_knows_the_document()
    {
        var accept = "";
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            accept = context.Request.Headers.Accept.ToString();
            return PartedAnswer.WriteMultipartAsync(context, PartedAnswer.Later);
        });
        await using var session = TestSessions.SessionWith(server);

        var response = await session.SendAsync(GqlRequest.ById("known-there"), Token);

        AssertJson(PartedAnswer.Whole, response.Data.GetRawText());
        Assert.StartsWith("multipart/mixed;incrementalSpec=v0.2, ", accept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_may_come_compressed()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            context.Response.ContentType = PartedAnswer.LaterType;
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync(Encoding.UTF8.GetBytes($"---\r\n\r\n{string.Join("\r\n---\r\n\r\n", PartedAnswer.Later)}\r\n-----\r\n"));
        });
        await using var session = TestSessions.SessionWith(server);

        AssertJson(PartedAnswer.Whole, (await session.SendAsync(new GqlRequest(PartedAnswer.Query), Token)).Data.GetRawText());
    }

    [Fact]
    public async Task Errors_of_parts_keep_their_paths_and_a_failed_fragment_leaves_its_place_empty()
    {
        await using var server = await ScriptedServer.StartAsync(context => PartedAnswer.WriteMultipartAsync(context,
        [
            """{"data":{"user":{"id":"1"}},"pending":[{"id":"0","path":["user"]},{"id":"1","path":["user"]}],"hasNext":true}""",
            """{"incremental":[{"id":"0","data":{"nick":null},"errors":[{"message":"No nick.","path":["user","nick"]}]}],"completed":[{"id":"0"}],"hasNext":true}""",
            """{"completed":[{"id":"1","errors":[{"message":"No name.","path":["user","name"]}]}],"hasNext":false}""",
        ]));
        await using var session = TestSessions.SessionWith(server);

        var response = await session.SendAsync(new GqlRequest(PartedAnswer.Query), Token);

        AssertJson("""{"user":{"id":"1","nick":null}}""", response.Data.GetRawText());
        Assert.Equal(["user.nick", "user.name"], response.Errors.Select(error => error.PathText));
    }

    [Fact]
    public async Task A_query_is_sent_again_where_the_connection_breaks_between_parts()
    {
        var attempts = 0;
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref attempts) == 1)
            {
                await PartedAnswer.BeginAsync(context);
                await PartedAnswer.WritePartAsync(context, PartedAnswer.Later[0]);
                context.Abort();
                return;
            }

            await PartedAnswer.WriteMultipartAsync(context, PartedAnswer.Later);
        });
        await using var session = TestSessions.SessionWith(server);

        var response = await session.SendAsync(new GqlRequest(PartedAnswer.Query), Token);

        AssertJson(PartedAnswer.Whole, response.Data.GetRawText());
        Assert.Equal([FailureKind.ConnectionLost, null], response.Attempts.Select(attempt => attempt.Failure));
    }

    [Fact]
    public async Task A_body_that_ends_before_the_last_part_is_truncated()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await PartedAnswer.BeginAsync(context);
            await PartedAnswer.WritePartAsync(context, PartedAnswer.Later[0]);
        });
        await using var session = TestSessions.SessionWith(server);

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(new GqlRequest(PartedAnswer.Query), Token));

        Assert.Equal(FailureKind.AnswerTruncated, failure.Kind);
        Assert.Single(failure.Attempts);
    }

    [Fact]
    public async Task A_body_that_ends_properly_is_whole_even_if_its_last_part_promised_more()
    {
        await using var server = await ScriptedServer.StartAsync(context => PartedAnswer.WriteMultipartAsync(context, PartedAnswer.Earlier[..2], PartedAnswer.EarlierType));
        await using var session = TestSessions.SessionWith(server);

        AssertJson(PartedAnswer.Whole, (await session.SendAsync(new GqlRequest(PartedAnswer.Query), Token)).Data.GetRawText());
    }

    [Fact]
    public async Task The_timeout_runs_to_the_last_part()
    {
        var clock = new FakeTimeProvider();
        var begun = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await PartedAnswer.BeginAsync(context);
            await PartedAnswer.WritePartAsync(context, PartedAnswer.Later[0]);
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { TimeProvider = clock, OperationTimeout = TimeSpan.FromSeconds(10) });

        var answer = session.SendAsync(new GqlRequest(PartedAnswer.Query), Token);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);
        clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(FailureKind.Timeout, (await Assert.ThrowsAsync<GqlException>(() => answer)).Kind);
    }

    [Fact]
    public async Task The_parts_together_keep_within_the_limit_of_an_answer()
    {
        await using var server = await ScriptedServer.StartAsync(context => PartedAnswer.WriteMultipartAsync(context,
            Enumerable.Range(0, 100).Select(index => index == 0
                ? """{"data":{"items":[]},"pending":[{"id":"0","path":["items"]}],"hasNext":true}"""
                : $$"""{"incremental":[{"id":"0","items":["{{new string('x', 1000)}}"]}],"hasNext":true}""")));
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { AnswerLimits = new AnswerLimits { MaximumBytes = 50_000 } });

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(new GqlRequest(PartedAnswer.Query), Token));

        Assert.Equal(FailureKind.AnswerTooLarge, failure.Kind);
    }

    [Fact]
    public async Task Identical_queries_share_one_answer_in_parts()
    {
        var bothWait = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await bothWait.Task;
            await PartedAnswer.WriteMultipartAsync(context, PartedAnswer.Later);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { Deduplicate = true });

        var both = new[] { session.SendAsync(new GqlRequest(PartedAnswer.Query), Token), session.SendAsync(new GqlRequest(PartedAnswer.Query), Token) };
        bothWait.SetResult();

        foreach (var response in await Task.WhenAll(both)) AssertJson(PartedAnswer.Whole, response.Data.GetRawText());
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_request_whose_answer_may_come_in_parts_is_in_no_batch()
    {
        await using var server = await ScriptedServer.StartAsync(context => PartedAnswer.WriteMultipartAsync(context, PartedAnswer.Later));
        await using var session = TestSessions.SessionWith(server);
        await using var window = new RequestWindow<JsonElement>(
            session,
            static () => JsonElementReader.Instance,
            4,
            asCompleted: false,
            Token,
            new RequestBatcher<JsonElement>(session, static () => JsonElementReader.Instance, 10, BatchStyle.Array));

        for (var index = 0; index < 3; index++) window.Submit(new GqlRequest(PartedAnswer.Query));
        window.Flush();
        for (var index = 0; index < 3; index++) AssertJson(PartedAnswer.Whole, (await window.TakeAsync()).Response!.Data.GetRawText());

        Assert.Equal(3, server.Requests);
    }
}
