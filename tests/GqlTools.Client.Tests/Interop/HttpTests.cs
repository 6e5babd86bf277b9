using System.Text;
using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Tests.Interop;

/// <summary>GraphQL over HTTP against graphql-yoga and Apollo Server.</summary>
public sealed class HttpTests(NodeServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(InteropTarget.All), MemberType = typeof(InteropTarget))]
    public async Task A_query_is_answered_in_the_media_type_of_the_specification_and_the_chosen_http_version(InteropTarget target)
    {
        await using var session = await OpenAsync(target);

        var response = await session.SendAsync(new GqlRequest("{ hello connection { httpVersion } }"), Token);

        Assert.Equal("Hello, world!", response.Data.GetProperty("hello").GetString());
        Assert.Equal(target.Version, response.HttpVersion);
        Assert.Equal(target.Version.ToString(2), response.Data.GetProperty("connection").GetProperty("httpVersion").GetString());
        Assert.Equal("application/graphql-response+json", response.ContentHeaders.ContentType?.MediaType);
        Assert.Equal(200, response.StatusCode);
        Assert.True(response.IsTrusted);
        Assert.Equal(1, session.Statistics.ConnectionsOpened);
    }

    [Theory]
    [MemberData(nameof(InteropTarget.All), MemberType = typeof(InteropTarget))]
    public async Task Variables_of_every_kind_arrive_and_come_back_as_they_were(InteropTarget target)
    {
        const string Query = """
            # A comment, which must stay one line of its own.
            query Echo(
              $string: String, $int: Int, $float: Float, $boolean: Boolean, $id: ID, $long: Long, $json: Json, $color: Color,
              $point: PointInput, $strings: [String!], $matrix: [[Int]]
            ) {
              echo(
                string: $string, int: $int, float: $float, boolean: $boolean, id: $id, long: $long, json: $json, color: $color,
                point: $point, strings: $strings, matrix: $matrix
              ) { string int float boolean id long json color point { x y label } strings matrix }
            }
            """;
        const string Variables = """
            {
              "string": "quote \" backslash \\ newline \n snowman \u2603 \ud83d\ude00 2026-11-22T10:00:00+05:00",
              "int": -2147483648, "float": 0.1, "boolean": false, "id": "007", "long": "9223372036854775807",
              "json": { "a": [1], "A": { "b": null }, "date": "2026-11-22T10:00:00+05:00" },
              "color": "GREEN", "point": { "x": 1.5, "y": -2 }, "strings": ["one"], "matrix": [[1], [], [null, 2], null]
            }
            """;
        await using var session = await OpenAsync(target);

        var response = await session.SendAsync(new GqlRequest(Query) { Variables = Utf8(Variables) }, Token);

        Assert.Empty(response.Errors);
        using var expected = JsonDocument.Parse(Variables.Replace("\"y\": -2", "\"y\": -2, \"label\": \"origin\"", StringComparison.Ordinal));
        Assert.True(
            JsonElement.DeepEquals(expected.RootElement, response.Data.GetProperty("echo")), response.Data.GetProperty("echo").GetRawText());
    }

    [Theory]
    [MemberData(nameof(InteropTarget.All), MemberType = typeof(InteropTarget))]
    public async Task Field_errors_keep_their_paths_places_and_extensions_beside_the_partial_data(InteropTarget target)
    {
        await using var session = await OpenAsync(target);

        var response = await session.SendAsync(new GqlRequest("{ partial { good bad worse } fail }"), Token);

        Assert.Equal("kept", response.Data.GetProperty("partial").GetProperty("good").GetString());
        Assert.Equal(JsonValueKind.Null, response.Data.GetProperty("partial").GetProperty("worse")[1].ValueKind);
        Assert.Equal(["fail", "partial.bad", "partial.worse[1]"], response.Errors.Select(error => error.PathText).Order());
        var fail = response.Errors.Single(error => error.PathText == "fail");
        Assert.Equal("ALWAYS_FAILS", fail.Code);
        Assert.Equal("by design", fail.Extensions?.GetProperty("hint").GetString());
        Assert.Equal(new GqlErrorLocation(1, 30), Assert.Single(fail.Locations));
        Assert.Equal(1, session.Statistics.Errors);
    }

    [Theory]
    [MemberData(nameof(InteropTarget.All), MemberType = typeof(InteropTarget))]
    public async Task An_error_that_takes_all_data_with_it_is_an_answer_without_data(InteropTarget target)
    {
        await using var session = await OpenAsync(target);

        var response = await session.SendAsync(new GqlRequest("{ failHard }"), Token);

        Assert.False(response.HasData);
        Assert.Equal("failHard", Assert.Single(response.Errors).PathText);
    }

    [Theory]
    [MemberData(nameof(InteropTarget.All), MemberType = typeof(InteropTarget))]
    public async Task What_the_server_refuses_to_validate_comes_back_with_status_400_and_its_errors(InteropTarget target)
    {
        await using var session = await OpenAsync(target);

        var response = await session.SendAsync(new GqlRequest("{\n  nope\n}"), Token);

        Assert.Equal(400, response.StatusCode);
        Assert.False(response.HasData);
        Assert.True(response.IsTrusted);
        var error = Assert.Single(response.Errors);
        Assert.Contains("nope", error.Message, StringComparison.Ordinal);
        Assert.Equal(new GqlErrorLocation(2, 3), Assert.Single(error.Locations));
        Assert.Equal("GRAPHQL_VALIDATION_FAILED", error.Code);
        Assert.Single(response.Attempts);
    }

    [Theory]
    [MemberData(nameof(InteropTarget.All), MemberType = typeof(InteropTarget))]
    public async Task A_variable_of_the_wrong_type_comes_back_with_status_400(InteropTarget target)
    {
        await using var session = await OpenAsync(target);

        var response = await session.SendAsync(
            new GqlRequest("query ($n: Int) { echo(int: $n) { int } }") { Variables = Utf8("""{"n":"many"}""") }, Token);

        Assert.Equal(400, response.StatusCode);
        Assert.Contains("many", Assert.Single(response.Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(InteropTarget.All), MemberType = typeof(InteropTarget))]
    public async Task A_field_without_its_credentials_is_an_error_with_status_401_beside_the_other_data(InteropTarget target)
    {
        await using var session = await OpenAsync(target);

        var response = await session.SendAsync(new GqlRequest("{ hello secret }"), Token);

        Assert.Equal(401, response.StatusCode);
        Assert.Equal("Hello, world!", response.Data.GetProperty("hello").GetString());
        var error = Assert.Single(response.Errors);
        Assert.Equal(("secret", "UNAUTHENTICATED"), (error.PathText, error.Code));
        Assert.Single(response.Attempts);
    }

    [Theory]
    [MemberData(nameof(InteropTarget.All), MemberType = typeof(InteropTarget))]
    public async Task Credentials_and_header_fields_reach_the_server(InteropTarget target)
    {
        await using var session = await OpenAsync(target, options => options with
        {
            Authentication = GqlAuthentication.Bearer("open-sesame"),
            AllowUnencryptedAuthentication = true,
            Headers = [new("X-Session", "s"), new("X-Both", "of the session")],
        });

        var response = await session.SendAsync(
            new GqlRequest("""{ secret session: header(name: "x-session") both: header(name: "x-both") }""")
            {
                Headers = [new("X-Both", "of the request")],
            },
            Token);

        Assert.Equal(200, response.StatusCode);
        Assert.Equal("granted", response.Data.GetProperty("secret").GetString());
        Assert.Equal("s", response.Data.GetProperty("session").GetString());
        Assert.Equal("of the request", response.Data.GetProperty("both").GetString());
    }

    [Theory]
    [MemberData(nameof(InteropTarget.All), MemberType = typeof(InteropTarget))]
    public async Task Mutations_run_once_each(InteropTarget target)
    {
        await using var session = await OpenAsync(target);
        // The counter belongs to the server process, and no other test raises it: tests of one class run one after another.
        var before = (await session.SendAsync(new GqlRequest("{ counter }"), Token)).Data.GetProperty("counter").GetInt32();

        var raised = await session.SendAsync(new GqlRequest("mutation { increment(by: 10) }"), Token);
        var failed = await session.SendAsync(new GqlRequest("mutation { failAfterIncrement }"), Token);
        var after = await session.SendAsync(new GqlRequest("{ counter }"), Token);

        Assert.Equal(before + 10, raised.Data.GetProperty("increment").GetInt32());
        Assert.Equal("failAfterIncrement", Assert.Single(failed.Errors).PathText);
        Assert.Single(failed.Attempts);
        Assert.Equal(before + 11, after.Data.GetProperty("counter").GetInt32());
    }

    [Theory]
    [MemberData(nameof(InteropTarget.Multiplexed), MemberType = typeof(InteropTarget))]
    public async Task Of_64_concurrent_queries_each_gets_its_own_answer_over_the_one_connection(InteropTarget target)
    {
        await using var session = await OpenAsync(target);

        var responses = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => session.SendAsync(
            new GqlRequest("query ($n: Int!) { slow(ms: 50) echo(int: $n) { int } connection { id } }") { Variables = Utf8($$"""{"n":{{number}}}""") },
            Token)));

        Assert.Equal(Enumerable.Range(0, 64), responses.Select(response => response.Data.GetProperty("echo").GetProperty("int").GetInt32()));
        Assert.Single(responses.Select(response => response.Data.GetProperty("connection").GetProperty("id").GetInt32()).Distinct());
        Assert.Equal((1, 0), (session.Statistics.ConnectionsOpened, session.Statistics.Errors));
    }

    [Theory]
    [MemberData(nameof(InteropTarget.Multiplexed), MemberType = typeof(InteropTarget))]
    public async Task A_request_that_times_out_ends_alone(InteropTarget target)
    {
        await using var session = await OpenAsync(target);
        var slow = new GqlRequest("{ slow(ms: 30000) }") { Timeout = TimeSpan.FromMilliseconds(300) };

        var neighbours = Enumerable.Range(0, 5).Select(_ => session.SendAsync(new GqlRequest("{ slow(ms: 800) connection { id } }"), Token)).ToArray();
        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(slow, Token));
        var responses = await Task.WhenAll(neighbours);
        var afterwards = await session.SendAsync(new GqlRequest("{ connection { id } }"), Token);

        Assert.Equal(FailureKind.Timeout, failure.Kind);
        Assert.Single(failure.Attempts);
        Assert.All(responses, response => Assert.Equal(800, response.Data.GetProperty("slow").GetInt32()));
        Assert.Single(responses.Append(afterwards).Select(response => response.Data.GetProperty("connection").GetProperty("id").GetInt32()).Distinct());
        Assert.Equal(1, session.Statistics.ConnectionsOpened);
    }

    [Theory]
    [MemberData(nameof(InteropTarget.All), MemberType = typeof(InteropTarget))]
    public async Task A_connection_of_users_can_be_walked_in_both_directions(InteropTarget target)
    {
        await using var session = await OpenAsync(target);

        var forward = await WalkAsync(session, "first", "after", "hasNextPage", "endCursor");
        var backward = await WalkAsync(session, "last", "before", "hasPreviousPage", "startCursor");

        Assert.Equal(Enumerable.Range(1, 250), forward.SelectMany(page => page));
        Assert.Equal(Enumerable.Range(1, 250), backward.AsEnumerable().Reverse().SelectMany(page => page));
    }

    [Theory]
    [MemberData(nameof(InteropTarget.All), MemberType = typeof(InteropTarget))]
    public async Task The_drain_of_a_close_lets_requests_in_flight_finish(InteropTarget target)
    {
        await using var session = await OpenAsync(target);
        var inFlight = Enumerable.Range(0, 8).Select(_ => session.SendAsync(new GqlRequest("{ slow(ms: 300) }"), Token)).ToArray();

        await session.CloseAsync(TimeSpan.FromSeconds(30));

        Assert.All(inFlight, request => Assert.Equal(300, request.Result.Data.GetProperty("slow").GetInt32()));
        Assert.Equal(GqlSessionState.Closed, session.State);
        Assert.Equal(0, session.Statistics.ConnectionsCurrent);
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_refused()
    {
        var server = await servers.GetAsync("yoga", Token);
        await using var session = new GqlSession(new GqlSessionOptions(server.SecureUri) { Retry = TestSessions.Impatient });

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.OpenAsync(Token));

        Assert.Equal(FailureKind.TlsFailed, failure.Kind);
    }

    private static async Task<List<List<int>>> WalkAsync(GqlSession session, string size, string cursor, string more, string next)
    {
        var query = $$"""
            query ($cursor: String) {
              users({{size}}: 100, {{cursor}}: $cursor) { nodes { number } pageInfo { more: {{more}} next: {{next}} } }
            }
            """;
        var pages = new List<List<int>>();
        var variables = Utf8("{}");
        while (true)
        {
            var response = await session.SendAsync(new GqlRequest(query) { Variables = variables }, Token);
            var users = response.Data.GetProperty("users");
            pages.Add([.. users.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("number").GetInt32())]);
            if (!users.GetProperty("pageInfo").GetProperty("more").GetBoolean()) return pages;
            variables = JsonSerializer.SerializeToUtf8Bytes(new { cursor = users.GetProperty("pageInfo").GetProperty("next").GetString() });
        }
    }

    private static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json);

    private async Task<GqlSession> OpenAsync(InteropTarget target, Func<GqlSessionOptions, GqlSessionOptions>? change = null)
    {
        var options = target.OptionsFor(await servers.GetAsync(target.Kind, Token));
        var session = new GqlSession(change is null ? options : change(options));
        await session.OpenAsync(Token);
        return session;
    }
}
