using System.Text;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Tests.Coalescing;

public sealed class DeduplicationTests
{
    private const string Answer = """{"data":{"hello":"world"}}""";
    private const string Document = "query A($x: Int) { hello(x: $x) } query B { hello }";

    private static readonly GqlRequest Query = new(Document) { OperationName = "A", Variables = """{"x":1}"""u8.ToArray() };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, GqlRequest> Others => new()
    {
        { "another text", Query with { Query = Document + " " } },
        { "another operation", Query with { OperationName = "B" } },
        { "other variables", Query with { Variables = """{"x":2}"""u8.ToArray() } },
        { "no variables", Query with { Variables = default } },
        { "a header field", Query with { Headers = [new("x-tenant", "1")] } },
        { "extensions", Query with { Extensions = System.Text.Json.JsonDocument.Parse("{}").RootElement } },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task What_differs_in_anything_the_server_sees_is_an_exchange_of_its_own(string difference, GqlRequest other)
    {
        Assert.Equal((1, 1), await SendTogetherAsync(Query, Query with { Timeout = TimeSpan.FromSeconds(50), Tag = difference }, deduplicate: true));
        Assert.Equal((2, 0), await SendTogetherAsync(Query, other, deduplicate: true));
    }

    [Fact]
    public async Task Mutations_are_never_shared() =>
        Assert.Equal((2, 0), await SendTogetherAsync(new GqlRequest("mutation { pay }"), new GqlRequest("mutation { pay }"), deduplicate: true));

    [Fact]
    public async Task A_session_that_was_not_asked_to_sends_identical_queries_each_by_itself() =>
        Assert.Equal((2, 0), await SendTogetherAsync(Query, Query, deduplicate: false));

    [Fact]
    public async Task One_after_the_other_identical_queries_are_sent_each_by_itself()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always(Answer));
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { Deduplicate = true });

        await session.SendAsync(Query, Token);
        await session.SendAsync(Query, Token);

        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task A_query_after_a_mutation_does_not_get_what_was_asked_before_it()
    {
        var release = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            var body = await new StreamReader(context.Request.Body, Encoding.UTF8).ReadToEndAsync(Token);
            if (!body.Contains("mutation")) await release.Task;
            await ScriptedServer.AnswerAsync(context, Answer);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { Deduplicate = true });

        var before = session.SendAsync(Query, Token);
        await session.SendAsync(new GqlRequest("mutation { pay }"), Token);
        var after = session.SendAsync(Query, Token);
        release.SetResult();
        await Task.WhenAll(before, after);

        Assert.Equal(3, server.Requests);
        Assert.Equal(0, session.Statistics.Coalesced);
    }

    // Both are accepted before either is answered.
    private static async Task<(int Sent, long Coalesced)> SendTogetherAsync(GqlRequest one, GqlRequest other, bool deduplicate)
    {
        var release = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await release.Task;
            await ScriptedServer.AnswerAsync(context, Answer);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { Deduplicate = deduplicate });

        Task[] both = [session.SendAsync(one, Token), session.SendAsync(other, Token)];
        release.SetResult();
        await Task.WhenAll(both);
        return (server.Requests, session.Statistics.Coalesced);
    }
}
