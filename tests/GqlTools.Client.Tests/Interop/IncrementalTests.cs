using System.Text.Json;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Client.Streaming.Incremental;
using static GqlTools.Client.Tests.Streaming.WebSockets.SocketTalk;

namespace GqlTools.Client.Tests.Interop;

/// <summary>Incremental delivery against graphql-yoga, which writes the format of 2022, and Apollo Server, which writes that and the later one.</summary>
public sealed class IncrementalTests(NodeServers servers)
{
    private const string YogaQuery = "{ hello ... @defer(label: \"late\") { slow(ms: 1) fail } list(count: 3) @stream(label: \"more\", initialCount: 1) }";
    private const string YogaAnswer = """{"hello":"Hello, world!","slow":1,"fail":null,"list":[0,1,2]}""";
    private const string ApolloQuery = "{ item { number ... @defer(label: \"late\") { slow(ms: 1) fails } } items(count: 3) @stream(label: \"more\", initialCount: 1) { number } }";
    private const string ApolloAnswer = """{"item":{"number":1,"slow":1,"fails":null},"items":[{"number":1},{"number":2},{"number":3}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<InteropTarget, string, string, string?, string> Targets => new()
    {
        { new InteropTarget("yoga", secure: false), YogaQuery, YogaAnswer, null, "" },
        { new InteropTarget("yoga", secure: true), YogaQuery, YogaAnswer, null, "" },
        { new InteropTarget("apollo-incremental", secure: false), ApolloQuery, ApolloAnswer, null, "incrementalSpec" },
        { new InteropTarget("apollo-incremental", secure: true), ApolloQuery, ApolloAnswer, null, "incrementalSpec" },
        { new InteropTarget("apollo-incremental", secure: true), ApolloQuery, ApolloAnswer, "multipart/mixed;deferSpec=20220824, application/json", "deferSpec" },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task An_answer_in_parts_is_one_answer(InteropTarget target, string query, string expected, string? accept, string format)
    {
        await using var session = await OpenAsync(target);

        var response = await session.SendAsync(Request(query, accept), Token);

        AssertJson(expected, response.Data.GetRawText());
        Assert.NotNull(Assert.Single(response.Errors).Path);
        Assert.Equal("multipart/mixed", response.ContentHeaders.ContentType?.MediaType);
        Assert.Contains(format, response.ContentHeaders.ContentType!.ToString(), StringComparison.Ordinal);
        Assert.Equal(target.Version, response.HttpVersion);
        Assert.Equal((1, 1), (response.Attempts.Count, session.Statistics.ConnectionsOpened));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Parts_are_handed_out_with_their_labels_and_come_to_the_whole(InteropTarget target, string query, string expected, string? accept, string format)
    {
        _ = format;
        await using var session = await OpenAsync(target);

        var parts = new List<GqlAnswerPart<JsonElement>>();
        await foreach (var part in session.SendIncrementalAsync(Request(query, accept), static () => JsonElementReader.Instance, Token)) parts.Add(part);

        Assert.Equal(IncrementalPartKind.Initial, parts[0].Kind);
        Assert.Equal([null, "late", "more"], parts.Select(part => part.Label).Distinct().Order(StringComparer.Ordinal));
        Assert.Single(parts.SelectMany(part => part.Errors));
        using var whole = JsonDocument.Parse(expected);
        var list = whole.RootElement.TryGetProperty("list", out var found) ? found : whole.RootElement.GetProperty("items");
        Assert.Equal(
            list.GetArrayLength() - 1,
            parts.Where(part => part.Kind == IncrementalPartKind.Streamed).Sum(part => part.Value.GetArrayLength()));
    }

    [Fact]
    public async Task Who_stops_early_leaves_a_session_that_goes_on_over_the_same_connection()
    {
        var target = new InteropTarget("apollo-incremental", secure: true);
        await using var session = await OpenAsync(target);

        await foreach (var part in session.SendIncrementalAsync(
            new GqlRequest("{ item { number ... @defer { slow(ms: 30000) } } }"), static () => JsonElementReader.Instance, Token)) break;

        Assert.Equal(1, (await session.SendAsync(new GqlRequest("{ item { number } }"), Token)).Data.GetProperty("item").GetProperty("number").GetInt32());
        Assert.Equal((0, 1), (session.Statistics.InFlight, session.Statistics.ConnectionsOpened));
    }

    private static GqlRequest Request(string query, string? accept) =>
        new(query) { Headers = accept is null ? [] : [KeyValuePair.Create("Accept", accept)] };

    private async Task<GqlSession> OpenAsync(InteropTarget target)
    {
        var session = new GqlSession(target.OptionsFor(await servers.GetAsync(target.Kind, Token)));
        await session.OpenAsync(Token);
        return session;
    }
}
