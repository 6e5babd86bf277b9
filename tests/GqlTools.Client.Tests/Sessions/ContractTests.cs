using System.Net;
using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Client.Transport;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;

namespace GqlTools.Client.Tests.Sessions;

/// <summary>The contract of a session, each line by its number; here C1 to C5, about single requests. C7 is about batches and stands with them.</summary>
public sealed partial class ContractTests
{
    private const string Hello = """{"data":{"hello":"world"}}""";

    private static readonly GqlRequest Query = new("{ hello }");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task C1_64_parallel_opens_and_queries_of_a_fresh_session_share_one_attempt_and_one_connection()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync(Token);
            await ScriptedServer.AnswerAsync(context, body.Contains("__typename") ? """{"data":{"__typename":"Query"}}""" : Hello);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { SkipConnectionTest = false });

        var opens = Enumerable.Range(0, 64).Select(_ => Task.Run(() => session.OpenAsync(Token), Token));
        var queries = Enumerable.Range(0, 64).Select(_ => Task.Run(() => session.SendAsync(Query, Token), Token)).ToArray();
        await Task.WhenAll(opens.Concat(queries));

        Assert.All(queries, query => Assert.Equal("world", query.Result.Data.GetProperty("hello").GetString()));
        Assert.Equal(65, server.Requests);
        Assert.Equal(1, session.Statistics.ConnectionsOpened);
        Assert.Equal(0, session.Statistics.Errors);
        Assert.Equal(1, server.ConnectionCount);
    }

    [Fact]
    public async Task C1_a_second_open_leaves_the_live_connection_alone()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("""{"data":{"__typename":"Query"}}"""));
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { SkipConnectionTest = false });

        await session.OpenAsync(Token);
        await session.OpenAsync(Token);

        Assert.Equal(1, server.Requests);
        Assert.Equal(1, session.Statistics.ConnectionsCurrent);
        Assert.Equal(GqlSessionState.Open, session.State);
    }

    [Fact]
    public async Task C1_who_gives_up_waiting_for_the_open_does_not_end_it_for_the_others()
    {
        var release = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            arrived.TrySetResult();
            await release.Task;
            await ScriptedServer.AnswerAsync(context, """{"data":{"__typename":"Query"}}""");
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { SkipConnectionTest = false });
        using var impatient = new CancellationTokenSource();

        var first = session.OpenAsync(impatient.Token);
        var second = session.OpenAsync(Token);
        await arrived.Task.WaitAsync(Patience, Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        release.SetResult();
        await second;

        Assert.Equal(GqlSessionState.Open, session.State);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task C1_a_failed_open_faults_the_session_and_the_next_one_tries_again()
    {
        var status = 503;
        await using var server = await ScriptedServer.StartAsync(context => ScriptedServer.AnswerAsync(
            context, """{"data":{"__typename":"Query"}}""", "application/json", Volatile.Read(ref status)));
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { SkipConnectionTest = false });

        var exception = await Assert.ThrowsAsync<GqlException>(() => session.OpenAsync(Token));
        Assert.Equal(FailureKind.HttpStatus, exception.Kind);
        Assert.Equal(GqlSessionState.Faulted, session.State);

        Volatile.Write(ref status, 200);
        await session.OpenAsync(Token);
        Assert.Equal(GqlSessionState.Open, session.State);
    }

    [Fact]
    public async Task C2_of_six_in_flight_one_times_out_and_five_succeed_on_the_same_connection()
    {
        var release = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        var resets = new TaskCompletionSource();
        var clock = new FakeTimeProvider();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (context.Request.Headers["x-fate"] == "never")
            {
                context.RequestAborted.Register(() => resets.TrySetResult());
                arrived.SetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            }

            await release.Task;
            await ScriptedServer.AnswerAsync(context, Hello);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { TimeProvider = clock });

        var five = Enumerable.Range(0, 5).Select(_ => session.SendAsync(Query, Token)).ToArray();
        var sixth = session.SendAsync(Query with { Headers = [new("x-fate", "never")], Timeout = TimeSpan.FromSeconds(1) }, Token);
        await arrived.Task.WaitAsync(Patience, Token);
        clock.Advance(TimeSpan.FromSeconds(2));
        var exception = await Assert.ThrowsAsync<GqlException>(() => sixth);
        await resets.Task.WaitAsync(Patience, Token);
        release.SetResult();
        var answers = await Task.WhenAll(five);

        Assert.Equal(FailureKind.Timeout, exception.Kind);
        Assert.All(answers, answer => Assert.Equal("world", answer.Data.GetProperty("hello").GetString()));
        Assert.Equal(1, session.Statistics.ConnectionsOpened);
        Assert.Equal(1, session.Statistics.ConnectionsCurrent);
    }

    [Fact]
    public async Task C2_a_request_whose_caller_cancels_ends_alone()
    {
        var arrived = new CountdownEvent(2);
        var release = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            arrived.Signal();
            await release.Task.WaitAsync(context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            if (!context.RequestAborted.IsCancellationRequested) await ScriptedServer.AnswerAsync(context, Hello);
        });
        await using var session = TestSessions.SessionWith(server);
        using var caller = new CancellationTokenSource();

        var staying = session.SendAsync(Query, Token);
        var leaving = session.SendAsync(Query, caller.Token);
        Assert.True(await Task.Run(() => arrived.Wait(Patience, Token), Token));
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        release.SetResult();

        Assert.Equal("world", (await staying).Data.GetProperty("hello").GetString());
        Assert.Equal(1, session.Statistics.ConnectionsOpened);
    }

    [Fact]
    public async Task C3_status_headers_version_timing_and_attempts_belong_to_each_answer()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            context.Response.Headers["x-echo"] = context.Request.Headers["x-mine"];
            await ScriptedServer.AnswerAsync(context, Hello, status: context.Request.Headers["x-mine"] == "1" ? 294 : 200);
        });
        await using var session = TestSessions.SessionWith(server);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(index =>
            session.SendAsync(Query with { Headers = [new("x-mine", $"{index}")] }, Token)));

        for (var index = 0; index < answers.Length; index++)
        {
            Assert.Equal($"{index}", Assert.Single(answers[index].Headers.GetValues("x-echo")));
            Assert.Equal(index == 1 ? 294 : 200, answers[index].StatusCode);
            Assert.Equal(HttpVersion.Version20, answers[index].HttpVersion);
            Assert.True(answers[index].Duration > TimeSpan.Zero);
            Assert.Equal(answers[index].StatusCode, Assert.Single(answers[index].Attempts).StatusCode);
        }
    }

    [Theory]
    [InlineData("{ hello }", null, 3)]
    [InlineData("mutation { pay }", null, 1)]
    [InlineData("mutation { pay }", "key-1", 3)]
    public async Task C4_queries_are_replayed_and_mutations_only_with_an_idempotency_key(string document, string? key, int expected)
    {
        var keys = new System.Collections.Concurrent.ConcurrentQueue<string?>();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            keys.Enqueue(context.Request.Headers["Idempotency-Key"]);
            if (keys.Count < 3) context.Response.StatusCode = 503;
            else await ScriptedServer.AnswerAsync(context, Hello);
        });
        await using var session = TestSessions.SessionWith(server);

        var sending = session.SendAsync(new GqlRequest(document) { IdempotencyKey = key }, Token);
        if (expected == 1) Assert.Equal(503, (await Assert.ThrowsAsync<GqlException>(() => sending)).StatusCode);
        else Assert.Equal(expected, (await sending).Attempts.Count);

        Assert.Equal(expected, server.Requests);
        Assert.All(keys, seen => Assert.Equal(key ?? "", seen ?? ""));
    }

    [Fact]
    public async Task C4_a_mutation_whose_connection_was_refused_is_replayed_as_the_server_saw_nothing_of_it()
    {
        using var port = new ClosedPort();
        await using var session = new GqlSession(new GqlSessionOptions(port.Uri)
        {
            SkipConnectionTest = true,
            Retry = TestSessions.Impatient with { MaximumRetryCount = 2 },
        });

        var exception = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(new GqlRequest("mutation { pay }"), Token));

        Assert.Equal(FailureKind.ConnectionFailed, exception.Kind);
        Assert.Equal(3, exception.Attempts.Count);
    }

    [Theory]
    [InlineData("{ hello ", null, FailureKind.SyntaxError)]
    [InlineData("query A { hello } query B { hello }", null, FailureKind.OperationUnknown)]
    [InlineData("query Q($id: ID!) { node(id: $id) { id } }", null, FailureKind.VariablesInvalid)]
    [InlineData("query Q($id: ID!) { node(id: $id) { id } }", """{"id":null}""", FailureKind.VariablesInvalid)]
    [InlineData("{ hello }", "[1]", FailureKind.VariablesInvalid)]
    [InlineData("subscription { ticks }", null, FailureKind.OperationUnsupported)]
    public async Task C5_what_is_wrong_locally_costs_no_network_call(string document, string? variables, FailureKind expected)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always(Hello));
        await using var session = TestSessions.SessionWith(server);
        var request = new GqlRequest(document) { Variables = System.Text.Encoding.UTF8.GetBytes(variables ?? "") };

        var exception = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(request, Token));

        Assert.Equal(expected, exception.Kind);
        Assert.Empty(exception.Attempts);
        Assert.Equal(0, server.Requests);
        Assert.Equal(0, session.Statistics.ConnectionsOpened);
    }

    [Fact]
    public async Task C5_the_error_raised_is_the_real_one_with_its_attempts()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("busy", "text/plain", 503));
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with
        {
            Retry = TestSessions.Impatient with { MaximumRetryCount = 2 },
        });

        var exception = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Query, Token));

        Assert.Equal(FailureKind.HttpStatus, exception.Kind);
        Assert.Equal(503, exception.StatusCode);
        Assert.Equal([503, 503, 503], exception.Attempts.Select(attempt => attempt.StatusCode!.Value));
        Assert.Equal(2, session.Statistics.Retries);
    }
}
