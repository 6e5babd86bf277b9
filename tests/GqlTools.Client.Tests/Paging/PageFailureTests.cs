using System.Globalization;
using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Paging;
using GqlTools.Client.Sessions;
using GqlTools.Demo;

namespace GqlTools.Client.Tests.Paging;

/// <summary>What a walk makes of servers that do not answer as they should.</summary>
public sealed class PageFailureTests
{
    private const string Query = "{ list(first: 2) { nodes { n } pageInfo { hasNextPage endCursor } } }";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"data":{"list":{"nodes":[{"n":3}],"pageInfo":{"hasNextPage":true,"endCursor":"A"}}}}""", "gives the cursor 'A' again")]
    [InlineData("""{"data":{"list":{"nodes":[{"n":3}],"pageInfo":{"hasNextPage":true,"endCursor":null}}}}""", "'endCursor' is null")]
    [InlineData("""{"data":{"list":{"nodes":null,"pageInfo":{"hasNextPage":true,"endCursor":"B"}}}}""", "'list.nodes' is null")]
    [InlineData("""{"data":{"list":{"nodes":[],"pageInfo":null}}}""", "has no 'pageInfo'")]
    [InlineData("""{"data":{"list":null}}""", "'list' is null")]
    [InlineData("""{"data":null,"errors":[{"message":"broken"}]}""", "'list' is null")]
    public async Task A_page_that_does_not_lead_on_ends_the_walk_with_an_error_that_says_why_and_where(string second, string says)
    {
        await using var server = await Walks.AnswerAsync(variables => variables.Text("after") is null ? Page(1, "A") : second);
        await using var session = TestSessions.SessionWith(server);

        var events = await Walks.Pager(session, Query).ToListAsync();

        var failure = events[^1].Failure!;
        Assert.Equal(FailureKind.PagingBroken, failure.Kind);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.Equal("A", failure.ResumeFrom!.Value.Cursor);
        Assert.Equal(2, server.Requests);
        Assert.Equal("""{"n":1}""", events.Items()[0]);
    }

    [Fact]
    public async Task A_list_in_the_elements_of_a_plain_list_is_refused_with_the_place_and_the_way_out()
    {
        await using var server = await Walks.AnswerAsync(static _ => """{"data":{"teams":[{"people":{"nodes":[{"n":1}]}},{"people":{"nodes":[{"n":2}]}}]}}""");
        await using var session = TestSessions.SessionWith(server);

        var events = await Walks.Pager(session, "{ teams { people(first: 2) { nodes { n } } } }").ToListAsync();

        Assert.Empty(events.Items());
        var failure = Assert.Single(events.Of(GqlEventKind.Error)).Failure!;
        Assert.Equal(FailureKind.PagingBroken, failure.Kind);
        Assert.StartsWith(
            "'teams' is a plain list, each of its 2 elements has a 'people' of its own, and a walk follows one. Walk them one by one: ask for the ids in 'teams' first and for each element by node(id:)",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_schema_finds_objects_by_id_that_error_has_the_document_that_walks_one_of_them()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions { OrdersPerCustomer = 20 }, Token);
        await using var session = new GqlSession(Walks.OptionsFor(server) with { ValidateDocuments = true });
        var customers = (await Walks.Pager(session, "{ customers { nodes { id } } }", new PagingOptions { MaximumCount = 2 }).ToListAsync())
            .Of(GqlEventKind.Item).Select(static happened => (string)happened.Item!["id"]!).ToArray();

        var refused = await Walks.Pager(
            session,
            "query Some($ids: [ID!]!, $size: Int) { nodes(ids: $ids) { ...C } } fragment C on Customer { orders(first: $size) { nodes { number } } }",
            variables: JsonSerializer.Serialize(new { ids = customers })).ToListAsync();
        var message = Assert.Single(refused.Of(GqlEventKind.Error)).Failure!.Message;
        var document = message.Split("with this document:\n")[1].Split(" The walk of")[0];
        var walked = await Walks.Pager(session, document, variables: JsonSerializer.Serialize(new { id = customers[1], size = 7 })).ToListAsync();

        Assert.Equal(20, walked.Items().Length);
        Assert.DoesNotContain("$ids", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_closes_lets_the_page_under_way_come_and_the_walk_says_where_to_resume()
    {
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            var after = Number((await Walks.VariablesAsync(context)).Text("after"));
            if (after == 1)
            {
                arrived.SetResult();
                await release.Task;
            }

            await ScriptedServer.AnswerAsync(context, Page(after + 1, $"{after + 1}"));
        });
        var session = TestSessions.SessionWith(server);

        await using var events = Walks.Pager(session, Query).RunAsync(Token).GetAsyncEnumerator(Token);
        List<GqlEvent<System.Text.Json.Nodes.JsonNode?>> seen = [];
        while (seen.Items().Length == 0 && await events.MoveNextAsync()) seen.Add(events.Current);
        await arrived.Task;
        var closing = session.CloseAsync(Timeout.InfiniteTimeSpan);
        release.SetResult();
        while (await events.MoveNextAsync()) seen.Add(events.Current);
        await closing;

        Assert.Equal(["""{"n":1}""", """{"n":2}"""], seen.Items());
        Assert.Equal((FailureKind.SessionClosed, new PageMark("2", 0, 2)), (seen[^1].Failure!.Kind, seen[^1].Failure!.ResumeFrom!.Value));
    }

    [Fact]
    public async Task A_walk_that_goes_in_a_circle_is_noticed()
    {
        var cursors = new[] { "A", "B", "C" };
        await using var server = await Walks.AnswerAsync(variables => Page(0, cursors[(Array.IndexOf(cursors, variables.Text("after")) + 1) % 3]));
        await using var session = TestSessions.SessionWith(server);

        var events = await Walks.Pager(session, Query).ToListAsync();

        Assert.Contains("in a circle", Assert.Single(events.Of(GqlEventKind.Error)).Failure!.Message, StringComparison.Ordinal);
        Assert.InRange(server.Requests, 4, 12);
    }

    [Fact]
    public async Task A_page_that_fails_leaves_what_was_handed_out_and_says_where_to_resume()
    {
        var broken = true;
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            var after = (await Walks.VariablesAsync(context)).Text("after");
            if (after == "2" && broken) await ScriptedServer.AnswerAsync(context, "<title>Bad gateway</title>", "text/html", 502);
            else await ScriptedServer.AnswerAsync(context, Page(Number(after) + 1, after == "3" ? null : $"{Number(after) + 1}"));
        });
        await using var session = TestSessions.SessionWith(server);

        var events = await Walks.Pager(session, Query).ToListAsync();
        broken = false;
        var failure = events[^1].Failure!;
        var rest = await Walks.Pager(session, Query, new PagingOptions { Start = failure.ResumeFrom }).ToListAsync();

        Assert.Equal(["""{"n":1}""", """{"n":2}"""], events.Items());
        Assert.Equal((FailureKind.HttpStatus, 502), (failure.Kind, failure.StatusCode));
        Assert.True(failure.Attempts.Count > 1);
        Assert.Contains("2 elements were handed out; resume at after: 2.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(new PageMark("2", 0, 2), failure.ResumeFrom);
        Assert.Equal(["""{"n":3}""", """{"n":4}"""], rest.Items());
        Assert.Equal(4, rest.Of(GqlEventKind.Item)[^1].Mark!.Value.Count);
    }

    [Fact]
    public async Task Errors_of_a_page_stand_beside_its_elements_and_the_walk_goes_on()
    {
        await using var server = await Walks.AnswerAsync(variables => variables.Text("after") is null
            ? """{"data":{"list":{"nodes":[{"n":1},null],"pageInfo":{"hasNextPage":true,"endCursor":"A"}}},"errors":[{"message":"hidden","path":["list","nodes",1]}]}"""
            : Page(3, null));
        await using var session = TestSessions.SessionWith(server);

        var events = await Walks.Pager(session, Query).ToListAsync();

        Assert.Equal(["""{"n":1}""", """{"n":3}"""], events.Items());
        var failure = Assert.Single(events.Of(GqlEventKind.Error)).Failure!;
        Assert.Equal((FailureKind.GraphQLError, "hidden (at list.nodes[1])"), (failure.Kind, failure.Message));
        Assert.Equal(3, events.Of(GqlEventKind.Item)[^1].Mark!.Value.Count);
    }

    [Theory]
    [InlineData(false, FailureKind.GraphQLError)]
    [InlineData(true, FailureKind.PagingBroken)]
    public async Task Where_not_even_the_first_page_comes_there_is_one_error_and_it_ends_the_walk(bool wholePages, FailureKind kind)
    {
        await using var server = await Walks.AnswerAsync(static _ => """{"data":null,"errors":[{"message":"not now"}]}""");
        await using var session = TestSessions.SessionWith(server);

        var events = await Walks.Pager(session, Query, new PagingOptions { WholePages = wholePages }).ToListAsync();

        var failure = Assert.Single(events.Of(GqlEventKind.Error)).Failure!;
        Assert.Equal(kind, failure.Kind);
        Assert.Equal(new PageMark(null, 0, 0), failure.ResumeFrom);
    }

    [Fact]
    public async Task A_total_that_changes_is_warned_of_once()
    {
        var total = 10;
        await using var server = await Walks.AnswerAsync(_ => Page(1, total == 13 ? null : $"{total}", total++));
        await using var session = TestSessions.SessionWith(server);

        var events = await Walks.Pager(session, Query.Replace("nodes", "totalCount nodes", StringComparison.Ordinal)).ToListAsync();

        Assert.Contains("counted 10", Assert.Single(events.Of(GqlEventKind.Warning)).Text, StringComparison.Ordinal);
        Assert.Equal(new GqlProgress(4, 13), events.Of(GqlEventKind.Progress)[^1].Progress);
    }

    [Fact]
    public async Task Nothing_on_the_way_to_the_first_page_is_an_empty_list()
    {
        await using var server = await Walks.AnswerAsync(static _ => """{"data":{"user":null}}""");
        await using var session = TestSessions.SessionWith(server);

        var events = await Walks.Pager(session, "{ user { list(first: 2) { nodes { n } } } }").ToListAsync();

        Assert.Empty(events.Items());
        Assert.Empty(events.Of(GqlEventKind.Error));
    }

    [Fact]
    public async Task Ending_the_enumeration_cancels_the_page_that_is_under_way()
    {
        var arrived = new TaskCompletionSource();
        var aborted = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if ((await Walks.VariablesAsync(context)).Text("after") is null)
            {
                await ScriptedServer.AnswerAsync(context, Page(1, "A"));
                return;
            }

            context.RequestAborted.Register(aborted.SetResult);
            arrived.SetResult();
            await aborted.Task;
        });
        await using var session = TestSessions.SessionWith(server);

        var walk = Walks.Pager(session, Query).RunAsync(Token).GetAsyncEnumerator(Token);
        do
        {
            Assert.True(await walk.MoveNextAsync());
        }
        while (walk.Current.Kind != GqlEventKind.Item);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);
        await walk.DisposeAsync();

        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);
        Assert.Equal(0, session.Statistics.InFlight);
    }

    [Fact]
    public async Task A_nested_list_that_fails_is_named_and_its_element_comes_with_what_there_is()
    {
        await using var server = await Walks.AnswerAsync(static variables => variables.Text("after2") is null && variables.Text("after") is null
            ? """{"data":{"list":{"edges":[{"cursor":"x","node":{"n":1,"sub":{"nodes":[1],"pageInfo":{"hasNextPage":true,"endCursor":"s"}}}}],"pageInfo":{"hasNextPage":false}}}}"""
            : """{"data":null,"errors":[{"message":"no"}]}""");
        await using var session = TestSessions.SessionWith(server);

        var events = await Walks.Pager(session, "{ list(first: 2) { edges { node { n sub(first: 1) { nodes { n } } } } } }").ToListAsync();

        Assert.Contains("\"nodes\":[1]", Assert.Single(events.Items()), StringComparison.Ordinal);
        Assert.Contains(events.Of(GqlEventKind.Error), happened => happened.Failure!.Message.StartsWith("The list 'list.edges.node.sub' of one element is incomplete.", StringComparison.Ordinal));
    }

    private static int Number(string? cursor) => cursor is null ? 0 : int.Parse(cursor, CultureInfo.InvariantCulture);

    private static string Page(int number, string? next, int? total = null) => JsonSerializer.Serialize(new
    {
        data = new { list = new { totalCount = total, nodes = new[] { new { n = number } }, pageInfo = new { hasNextPage = next is not null, endCursor = next } } },
    });
}
