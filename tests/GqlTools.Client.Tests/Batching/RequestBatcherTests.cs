using System.Text;
using System.Text.Json;
using GqlTools.Client.Batching;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Client.Transport;
using GqlTools.Demo;

namespace GqlTools.Client.Tests.Batching;

public sealed class RequestBatcherTests
{
    private const string Document = "query($x: Int!) { typed { int(value: $x) } }";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_array_that_is_too_long_for_the_server_goes_in_parts()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions { AllowBatching = true, MaximumBatchSize = 3 }, Token);
        await using var session = SessionWith(server);

        var outcomes = await BatchRun.SendAsync(session, Numbered(8), 8, BatchStyle.Array, Token);

        Assert.Equal(Enumerable.Range(0, 8), outcomes.Select(NumberOf));
        Assert.Equal(7, server.Counters.RequestsReceived); // 8, then twice 4, then four times 2
    }

    [Fact]
    public async Task The_session_tries_an_array_once_and_remembers_that_the_server_takes_none()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = SessionWith(server);

        await BatchRun.SendAsync(session, Numbered(4), 4, BatchStyle.Auto, Token);
        Assert.Equal(2, server.Counters.RequestsReceived);
        await BatchRun.SendAsync(session, Numbered(4), 4, BatchStyle.Auto, Token);

        Assert.Equal(3, server.Counters.RequestsReceived);
    }

    [Theory]
    [InlineData("""{"errors":[{"message":"Batching is off."}]}""", "application/json", 400)]
    [InlineData("""{"errors":[{"message":"Batching is off."}]}""", "application/graphql-response+json", 422)]
    [InlineData("""{"errors":[{"message":"Batching is off."}]}""", "application/json", 200)]
    [InlineData("<html><title>Bad request</title></html>", "text/html", 400)]
    [InlineData("""[{"data":{}}]""", "application/json", 200)]
    public async Task Where_only_an_array_will_do_a_refusal_is_every_requests_own_failure(string body, string mediaType, int status)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always(body, mediaType, status));
        await using var session = TestSessions.SessionWith(server);

        var outcomes = await BatchRun.SendAsync(session, Numbered(3), 3, BatchStyle.Array, Token);

        Assert.All(outcomes, outcome => Assert.Equal(FailureKind.BatchRefused, outcome.Failure!.Kind));
        Assert.All(outcomes, outcome => Assert.Equal(status, outcome.Failure!.StatusCode));
        Assert.All(outcomes, outcome => Assert.Single(outcome.Failure!.Attempts));
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task An_element_of_an_array_that_is_no_answer_fails_alone()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always(
            """[{"data":{"typed":{"int":0}}},7,{"data":null,"errors":[{"message":"No."}],"extensions":{"n":1}}]""", "application/json"));
        await using var session = TestSessions.SessionWith(server);

        var outcomes = await BatchRun.SendAsync(session, Numbered(3), 3, BatchStyle.Array, Token);

        Assert.Equal(0, NumberOf(outcomes[0]));
        Assert.Equal(FailureKind.AnswerNotGraphQL, outcomes[1].Failure!.Kind);
        Assert.Equal("No.", Assert.Single(outcomes[2].Response!.Errors).Message);
        Assert.Equal(1, outcomes[2].Response!.Extensions!.Value.GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task A_busy_server_is_retried_as_for_any_request_and_then_fails_the_batch_as_a_whole()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("busy", "text/plain", 503));
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { Retry = TestSessions.Impatient with { MaximumRetryCount = 2 } });

        var outcomes = await BatchRun.SendAsync(session, Numbered(4), 4, BatchStyle.Alias, Token);

        Assert.All(outcomes, outcome => Assert.Equal([503, 503, 503], outcome.Failure!.Attempts.Select(attempt => attempt.StatusCode!.Value)));
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task An_answer_beyond_the_sessions_limit_goes_in_parts_that_fit()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = new GqlSession(OptionsFor(server) with { AnswerLimits = AnswerLimits.Default with { MaximumBytes = 3000 } });
        GqlRequest[] requests = [.. Enumerable.Range(0, 8).Select(index => new GqlRequest("query($n: Int!) { big(bytes: $n) }")
        {
            Variables = Encoding.UTF8.GetBytes($$"""{"n":{{(index == 5 ? 5000 : 1000)}}}"""),
        })];

        var outcomes = await BatchRun.SendAsync(session, requests, 8, BatchStyle.Alias, Token);

        Assert.Equal(FailureKind.AnswerTooLarge, outcomes[5].Failure!.Kind);
        Assert.Equal(7, outcomes.Count(outcome => outcome.Response?.Data.GetProperty("big").GetString()!.Length == 1000));
    }

    [Fact]
    public async Task What_goes_by_the_id_of_a_document_is_not_merged()
    {
        var bodies = new System.Collections.Concurrent.ConcurrentBag<string>();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            bodies.Add(await new StreamReader(context.Request.Body).ReadToEndAsync(Token));
            await ScriptedServer.AnswerAsync(context, """{"data":{"typed":{"int":1}}}""");
        });
        await using var session = TestSessions.SessionWith(server);

        var outcomes = await BatchRun.SendAsync(session, [GqlRequest.ById("sha256:1"), GqlRequest.ById("sha256:1")], 2, BatchStyle.Alias, Token);

        Assert.All(outcomes, outcome => Assert.Equal(1, NumberOf(outcome)));
        Assert.Equal(2, bodies.Count);
        Assert.All(bodies, body => Assert.Equal("""{"documentId":"sha256:1"}""", body));
    }

    [Fact]
    public async Task What_waits_for_its_batch_goes_when_it_is_what_must_be_taken_next()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("""{"data":{"typed":{"int":7}}}"""));
        await using var session = TestSessions.SessionWith(server);
        var batcher = new RequestBatcher<JsonElement>(session, BatchRun.Reader, 3, BatchStyle.Alias);
        await using var window = new RequestWindow<JsonElement>(session, BatchRun.Reader, 1, asCompleted: false, Token, batcher);

        window.Submit(Numbered(1)[0]);
        window.Submit(new GqlRequest("{ wrong "));
        window.Submit(new GqlRequest("{ wrong "));
        Assert.True(window.IsFull);

        Assert.Equal(7, NumberOf(await window.TakeAsync()));
        Assert.Equal(FailureKind.SyntaxError, (await window.TakeAsync()).Failure!.Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disposing_of_the_window_leaves_nothing_gathered_and_nothing_in_flight(bool asCompleted)
    {
        var arrived = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var session = TestSessions.SessionWith(server);
        var batcher = new RequestBatcher<JsonElement>(session, BatchRun.Reader, 3, BatchStyle.Alias);
        var window = new RequestWindow<JsonElement>(session, BatchRun.Reader, 2, asCompleted, Token, batcher);
        foreach (var request in Numbered(5)) window.Submit(request);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal(2, batcher.Gathered);

        await window.DisposeAsync();

        Assert.Equal(0, batcher.Gathered);
        Assert.Equal(0, session.Statistics.InFlight);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Parts_have_what_is_left_of_the_timeout_and_no_more()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            clock.Advance(TimeSpan.FromSeconds(4));
            return ScriptedServer.AnswerAsync(context, """{"errors":[{"message":"Too costly."}]}""", status: 400);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { TimeProvider = clock });

        var outcomes = await BatchRun.SendAsync(session, [.. Numbered(4).Select(request => request with { Timeout = TimeSpan.FromSeconds(6) })], 4, BatchStyle.Alias, Token);

        Assert.All(outcomes, outcome => Assert.Equal(FailureKind.Timeout, outcome.Failure!.Kind));
        Assert.InRange(server.Requests, 2, 3);
    }

    private static GqlRequest[] Numbered(int count) =>
        [.. Enumerable.Range(0, count).Select(index => new GqlRequest(Document) { Variables = Encoding.UTF8.GetBytes($$"""{"x":{{index}}}""") })];

    private static int NumberOf(RequestOutcome<JsonElement> outcome) => outcome.Response!.Data.GetProperty("typed").GetProperty("int").GetInt32();

    private static GqlSessionOptions OptionsFor(DemoServer server) => new(server.HttpsUri)
    {
        Tls = new TlsOptions { SkipCertificateCheck = true },
        SkipConnectionTest = true,
    };

    private static GqlSession SessionWith(DemoServer server) => new(OptionsFor(server));
}
