using System.Text;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Sessions;
using Microsoft.AspNetCore.Http;

namespace GqlTools.Client.Tests.PersistedDocuments;

/// <summary>Queries by GET (GraphQL over HTTP, section "GET").</summary>
public sealed class GetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_query_stands_whole_in_the_uri_and_mutations_stay_in_the_body()
    {
        const string Text = "query Named($t: String) { ran } # + & = % ☃";
        var apq = new ApqServer();
        await using var server = await ScriptedServer.StartAsync(apq.AnswerAsync);
        await using var session = Open(server);

        var response = await session.SendAsync(
            new GqlRequest(Text) { OperationName = "Named", Variables = Encoding.UTF8.GetBytes("""{"t":"a+b&c=d %20 ☃ 😀"}""") }, Token);
        await session.SendAsync(new GqlRequest("mutation { raise }"), Token);

        Assert.Equal(Text, response.Data.GetProperty("ran").GetString());
        var seen = apq.Seen.ToArray();
        Assert.Equal([("GET", "query,operationName,variables"), ("POST", "query")], seen.Select(request => (request.Method, request.Names)));
        Assert.Equal("Named", seen[0].Parameters["operationName"].GetString());
        Assert.Equal("a+b&c=d %20 ☃ 😀", seen[0].Parameters["variables"].GetProperty("t").GetString());
    }

    [Fact]
    public async Task A_get_shows_servers_that_guard_against_forged_requests_that_no_page_has_sent_it()
    {
        var apq = new ApqServer();
        await using var server = await ScriptedServer.StartAsync(apq.AnswerAsync);
        await using var session = Open(server);

        await session.SendAsync(new GqlRequest("{ ran }"), Token);
        await session.SendAsync(new GqlRequest("mutation { raise }"), Token);

        var seen = apq.Seen.ToArray();
        Assert.True(seen[0].Headers.ContainsKey("GraphQL-Require-Preflight") && seen[0].Headers.ContainsKey("apollo-require-preflight"));
        Assert.False(seen[0].Headers.ContainsKey("Content-Type"));
        Assert.False(seen[1].Headers.ContainsKey("GraphQL-Require-Preflight"));
    }

    [Fact]
    public async Task The_endpoints_own_parameters_stay_in_front()
    {
        var query = "";
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            query = context.Request.QueryString.Value!;
            return ScriptedServer.AnswerAsync(context, """{"data":{"ran":"x"}}""");
        });
        await using var session = Open(server, options => options with { Endpoint = new Uri(server.Uri, "?tenant=a%2Fb") });

        await session.SendAsync(new GqlRequest("{ran}"), Token);

        Assert.Equal("?tenant=a%2Fb&query=%7Bran%7D", query);
    }

    [Fact]
    public async Task A_hash_goes_by_get_and_its_text_by_post()
    {
        var apq = new ApqServer();
        await using var server = await ScriptedServer.StartAsync(apq.AnswerAsync);
        await using var session = Open(server, options => options with { AutomaticPersistedQueries = true });

        await session.SendAsync(new GqlRequest("query ($n: Int) { ran }") { Variables = """{"n":1}"""u8.ToArray() }, Token);
        await session.SendAsync(new GqlRequest("query ($n: Int) { ran }") { Variables = """{"n":2}"""u8.ToArray() }, Token);

        Assert.Equal(
            [("GET", "variables,extensions"), ("POST", "query,variables,extensions"), ("GET", "variables,extensions")],
            apq.Seen.Select(request => (request.Method, request.Names)));
    }

    [Theory]
    [InlineData(0, "GET")]
    [InlineData(1, "POST")]
    public async Task A_uri_may_have_8000_octets_and_no_more(int beyond, string method)
    {
        var apq = new ApqServer();
        await using var server = await ScriptedServer.StartAsync(apq.AnswerAsync);
        await using var session = Open(server);
        var length = server.Uri.AbsoluteUri.Length + "?query=%7Bran%7D".Length;
        var text = $"{{ran{new string('x', GqlSessionOptions.MaximumGetUriOctets - length + beyond)}}}";

        await session.SendAsync(new GqlRequest(text), Token);

        Assert.Equal(method, Assert.Single(apq.Seen).Method);
    }

    [Theory]
    [InlineData(414)]
    [InlineData(431)]
    public async Task A_uri_that_the_server_finds_too_long_goes_by_post_and_so_does_the_next_one_as_long(int status)
    {
        var methods = new List<string>();
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            methods.Add(context.Request.Method);
            return context.Request.QueryString.Value!.Length > 100
                ? ScriptedServer.AnswerAsync(context, "<html>", "text/html", status)
                : ScriptedServer.AnswerAsync(context, """{"data":{"ran":"x"}}""");
        });
        await using var session = Open(server);
        var longQuery = new GqlRequest("{ ran(text: \"" + new string('x', 100) + "\") }");

        var response = await session.SendAsync(longQuery, Token);
        await session.SendAsync(longQuery, Token);
        await session.SendAsync(new GqlRequest("{ ran }"), Token);

        Assert.Equal(["GET", "POST", "POST", "GET"], methods);
        Assert.Equal((status, RetryReason.GetRefused), (response.Attempts[0].StatusCode, response.Attempts[0].Verdict?.Reason));
        Assert.Equal(0, session.Statistics.Errors);
    }

    [Fact]
    public async Task A_server_that_allows_no_get_is_asked_with_none_again()
    {
        var methods = new List<string>();
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            methods.Add(context.Request.Method);
            return context.Request.Method == "GET"
                ? ScriptedServer.AnswerAsync(context, """{"errors":[{"message":"GET is not allowed"}]}""", status: 405)
                : ScriptedServer.AnswerAsync(context, """{"data":{"ran":"x"}}""");
        });
        await using var session = Open(server);

        await session.SendAsync(new GqlRequest("{ ran }"), Token);
        await session.SendAsync(new GqlRequest("{ ran }"), Token);

        Assert.Equal(["GET", "POST", "POST"], methods);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_get_follows_redirects_to_where_they_lead(int status)
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            if (context.Request.Path == "/moved")
                return ScriptedServer.AnswerAsync(context, $$$"""{"data":{"ran":"{{{context.Request.Method}}} {{{context.Request.QueryString}}}"}}""");
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/moved" + context.Request.QueryString;
            return Task.CompletedTask;
        });
        await using var session = Open(server);

        var response = await session.SendAsync(new GqlRequest("{ran}"), Token);

        Assert.Equal("GET ?query=%7Bran%7D", response.Data.GetProperty("ran").GetString());
    }

    private static GqlSession Open(ScriptedServer server, Func<GqlSessionOptions, GqlSessionOptions>? change = null)
    {
        var options = TestSessions.OptionsFor(server) with { UseGet = true };
        return new GqlSession(change is null ? options : change(options));
    }
}
