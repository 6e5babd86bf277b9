using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Scheduling;
using GqlTools.Client.Sessions;
using GqlTools.Client.Transport;
using Microsoft.Extensions.Time.Testing;

namespace GqlTools.Client.Tests.Resilience;

/// <summary>What a session does with a server that fails for long: its circuit, its retry budget, and the codes that it was told to retry.</summary>
public sealed class PatienceTests
{
    private const string Hello = """{"data":{"hello":"world"}}""";
    private const string Busy = """{"errors":[{"message":"Too much to do","extensions":{"code":"BUSY"}}]}""";

    private static readonly GqlRequest Query = new("{ hello }");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_circuit_says_once_that_it_opens_fails_fast_tries_with_one_request_and_closes()
    {
        var isUp = false;
        var probed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (!isUp)
            {
                await ScriptedServer.AnswerAsync(context, "down", "text/html", 500);
                return;
            }

            probed.TrySetResult();
            await release.Task;
            await ScriptedServer.AnswerAsync(context, Hello);
        });
        await using var session = Open(server, options => options with
        {
            Circuit = new CircuitOptions { FailureThreshold = 3, MinimumDuration = TimeSpan.Zero, BreakDuration = TimeSpan.FromSeconds(30) },
        });

        var messages = new List<string>();
        for (var failures = 0; failures < 3; failures++) messages.Add((await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Query, Token))).Message);
        var unsent = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Query, Token));

        Assert.Equal([false, false, true], messages.Select(message => message.Contains("failure 3 in a row", StringComparison.Ordinal)));
        Assert.Equal((FailureKind.CircuitOpen, TimeSpan.FromSeconds(30)), (unsent.Kind, unsent.RetryAfter));
        Assert.Empty(unsent.Attempts);
        Assert.Equal((3, CircuitState.Open), (server.Requests, session.Statistics.Circuit));

        isUp = true;
        _clock.Advance(TimeSpan.FromSeconds(30));
        var all = Enumerable.Range(0, 5).Select(_ => session.SendAsync(Query, Token)).ToArray();
        await probed.Task.WaitAsync(Patience, Token);
        var probing = session.Statistics;
        Assert.Equal((CircuitState.HalfOpen, 1, 4, WaitReason.Circuit), (probing.Circuit, probing.InFlight, probing.Queued, probing.WaitReason));
        release.SetResult();
        await Task.WhenAll(all).WaitAsync(Patience, Token);

        Assert.Equal((8, CircuitState.Closed), (server.Requests, session.Statistics.Circuit));
    }

    [Fact]
    public async Task A_server_that_hangs_when_it_is_tried_again_does_not_hold_up_those_who_wait_one_after_another()
    {
        var isUp = false;
        var probed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (!isUp)
            {
                await ScriptedServer.AnswerAsync(context, "down", "text/html", 500);
                return;
            }

            probed.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var session = Open(server, options => options with
        {
            Circuit = new CircuitOptions { FailureThreshold = 1, MinimumDuration = TimeSpan.Zero, BreakDuration = TimeSpan.FromSeconds(30) },
        });

        await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Query, Token));
        isUp = true;
        _clock.Advance(TimeSpan.FromSeconds(30));
        var all = Enumerable.Range(0, 5).Select(_ => session.SendAsync(Query with { Timeout = TimeSpan.FromSeconds(10) }, Token)).ToArray();
        await probed.Task.WaitAsync(Patience, Token);
        _clock.Advance(TimeSpan.FromSeconds(10));
        var failures = await Task.WhenAll(all.Select(one => Assert.ThrowsAsync<GqlException>(() => one))).WaitAsync(Patience, Token);

        Assert.Equal([FailureKind.Timeout, FailureKind.CircuitOpen, FailureKind.CircuitOpen, FailureKind.CircuitOpen, FailureKind.CircuitOpen], failures.Select(failure => failure.Kind));
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task A_retry_budget_that_is_used_up_lets_nothing_be_repeated()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("down", "text/html", 502));
        await using var session = Open(server, options => options with { Retry = new RetryOptions { BaseDelay = TimeSpan.Zero, BudgetTokens = 4, MaximumRetryCount = 10 } });

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Query, Token));
        var next = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Query, Token));

        Assert.Equal([RetryReason.TransientStatus, RetryReason.RetryBudgetExhausted], failure.Attempts.Select(attempt => attempt.Verdict!.Value.Reason));
        Assert.Contains("(retry budget)", failure.Message, StringComparison.Ordinal);
        Assert.Equal(RetryReason.RetryBudgetExhausted, Assert.Single(next.Attempts).Verdict!.Value.Reason);
    }

    [Theory]
    [InlineData("{ hello }", null, 2)]
    [InlineData("mutation { pay }", null, 1)]
    [InlineData("mutation { pay }", "key", 2)]
    public async Task An_error_code_that_is_to_be_retried_is_for_a_query_and_for_a_mutation_with_a_key(string document, string? key, int attempts)
    {
        var seen = 0;
        await using var server = await ScriptedServer.StartAsync(context => ScriptedServer.AnswerAsync(context, Interlocked.Increment(ref seen) == 1 ? Busy : Hello));
        await using var session = Open(server, options => options with { Retry = TestSessions.Impatient with { ErrorCodes = ["BUSY"] } });

        var answer = await session.SendAsync(new GqlRequest(document) { IdempotencyKey = key }, Token);

        Assert.Equal((attempts, attempts == 2), (answer.Attempts.Count, answer.HasData));
        Assert.Equal(attempts == 2 ? RetryReason.ErrorCode : RetryReason.MutationMayHaveRun, answer.Attempts[0].Verdict!.Value.Reason);
    }

    [Fact]
    public async Task The_timeouts_of_those_who_share_a_query_stand_still_while_it_waits_for_a_limit()
    {
        var seen = 0;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            if (Interlocked.Increment(ref seen) > 1) return ScriptedServer.AnswerAsync(context, Hello);
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        });
        await using var session = Open(server, options => options with { Deduplicate = true });

        var shared = Enumerable.Range(0, 3).Select(_ => session.SendAsync(Query with { Timeout = TimeSpan.FromSeconds(10) }, Token)).ToArray();
        await UntilAsync(() => session.Statistics.WaitReason == WaitReason.Pause);
        _clock.Advance(TimeSpan.FromMinutes(30));
        _clock.Advance(TimeSpan.FromMinutes(30));
        var answers = await Task.WhenAll(shared).WaitAsync(Patience, Token);

        Assert.All(answers, answer => Assert.True(answer.HasData));
        Assert.Equal(2, server.Requests);
    }

    [Theory]
    [InlineData("{ hello }")]
    [InlineData("mutation { pay }")]
    public async Task What_could_not_connect_goes_on_as_soon_as_the_server_answers_another(string document)
    {
        var server = await ScriptedServer.StartAsync(ScriptedServer.Always(Hello));
        await server.DisposeAsync();
        await using var session = Open(server, options => options with
        {
            Tls = new TlsOptions { SkipCertificateCheck = true },
            Retry = new RetryOptions { BaseDelay = TimeSpan.FromSeconds(10) },
            Random = static () => 0,
        });

        var waiting = session.SendAsync(new GqlRequest(document), Token);
        await UntilAsync(() => session.Statistics.Retries == 1);
        await using var back = await ScriptedServer.StartAsync(ScriptedServer.Always(Hello), server.Uri.Port);
        await session.SendAsync(Query, Token).WaitAsync(Patience, Token);
        var answer = await waiting.WaitAsync(Patience, Token);

        Assert.Equal([RetryReason.NotSent, null], answer.Attempts.Select(attempt => attempt.Verdict?.Reason));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Patience);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private GqlSession Open(ScriptedServer server, Func<GqlSessionOptions, GqlSessionOptions> change) =>
        new(change(TestSessions.OptionsFor(server) with { TimeProvider = _clock }));
}
