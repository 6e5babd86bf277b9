using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace GqlTools.Client.Tests.Sessions;

/// <content>C7 where identical queries share an exchange.</content>
public sealed partial class ContractTests
{
    [Fact]
    public async Task C7_of_32_callers_that_share_an_exchange_each_has_its_own_value_and_all_facts_of_the_answer()
    {
        await using var gate = await GatedServer.StartAsync();
        await using var session = new GqlSession(TestSessions.OptionsFor(gate.Server) with { Deduplicate = true });

        var callers = Enumerable.Range(0, 32)
            .Select(index => session.SendAsync(Query with { Tag = index }, static () => JsonDocumentReader.Instance, Token))
            .ToArray();
        gate.Release();
        var answers = await Task.WhenAll(callers);

        Assert.Equal(1, gate.Server.Requests);
        Assert.Equal(31, session.Statistics.Coalesced);
        Assert.Equal(32, session.Statistics.Requests);
        Assert.Equal(32, answers.Select(answer => answer.Data).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 32), answers.Select(answer => (int)answer.Request.Tag!));
        Assert.All(answers, answer =>
        {
            Assert.Equal("world", answer.Data!.RootElement.GetProperty("hello").GetString());
            Assert.Equal("1", Assert.Single(answer.Headers.GetValues("x-number")));
            Assert.Equal(200, Assert.Single(answer.Attempts).StatusCode);
        });
    }

    [Fact]
    public async Task C7_who_cancels_leaves_and_the_shared_exchange_goes_on_for_the_others()
    {
        await using var gate = await GatedServer.StartAsync();
        await using var session = new GqlSession(TestSessions.OptionsFor(gate.Server) with { Deduplicate = true });
        using var impatient = new CancellationTokenSource();

        var leaving = session.SendAsync(Query, impatient.Token);
        var staying = session.SendAsync(Query, Token);
        await gate.Arrived.WaitAsync(Patience, Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        gate.Release();

        Assert.Equal("world", (await staying).Data.GetProperty("hello").GetString());
        Assert.Equal(1, gate.Server.Requests);
    }

    [Fact]
    public async Task C7_the_shared_exchange_is_cancelled_when_the_last_one_leaves_and_the_next_one_asks_anew()
    {
        await using var gate = await GatedServer.StartAsync();
        await using var session = new GqlSession(TestSessions.OptionsFor(gate.Server) with { Deduplicate = true });
        using var impatient = new CancellationTokenSource();

        Task[] callers = [session.SendAsync(Query, impatient.Token), session.SendAsync(Query, impatient.Token)];
        await gate.Arrived.WaitAsync(Patience, Token);
        await impatient.CancelAsync();
        foreach (var caller in callers) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);
        await gate.Aborted.WaitAsync(Patience, Token);
        gate.Release();

        Assert.Equal("world", (await session.SendAsync(Query, Token)).Data.GetProperty("hello").GetString());
        Assert.Equal(2, gate.Server.Requests);
        Assert.Equal(1, session.Statistics.ConnectionsOpened);
    }

    [Fact]
    public async Task C7_a_caller_with_a_longer_timeout_than_the_first_is_not_cut_short()
    {
        var clock = new FakeTimeProvider();
        await using var gate = await GatedServer.StartAsync();
        await using var session = new GqlSession(TestSessions.OptionsFor(gate.Server) with { Deduplicate = true, TimeProvider = clock });

        var first = session.SendAsync(Query with { Timeout = TimeSpan.FromSeconds(1) }, Token);
        var second = session.SendAsync(Query with { Timeout = TimeSpan.FromSeconds(60) }, Token);
        await gate.Arrived.WaitAsync(Patience, Token);
        clock.Advance(TimeSpan.FromSeconds(2));
        var failure = await Assert.ThrowsAsync<GqlException>(() => first);
        gate.Release();

        Assert.Equal(FailureKind.Timeout, failure.Kind);
        Assert.Equal(FailureKind.Timeout, Assert.Single(failure.Attempts).Failure);
        Assert.Equal("world", (await second).Data.GetProperty("hello").GetString());
        Assert.Equal(1, session.Statistics.Errors);
        Assert.Equal(1, gate.Server.Requests);
    }

    [Fact]
    public async Task C7_a_failure_reaches_all_who_share_the_exchange_with_its_attempts()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("busy", "text/plain", 503));
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with
        {
            Deduplicate = true,
            Retry = TestSessions.Impatient with { MaximumRetryCount = 2 },
        });

        Task[] callers = [session.SendAsync(Query, Token), session.SendAsync(Query, Token)];

        foreach (var caller in callers)
            Assert.Equal([503, 503, 503], (await Assert.ThrowsAsync<GqlException>(() => caller)).Attempts.Select(attempt => attempt.StatusCode!.Value));
        Assert.Equal(3, server.Requests);
    }

    /// <summary>Holds every request until it is released, and numbers its answers.</summary>
    private sealed class GatedServer : IAsyncDisposable
    {
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _answers;

        public ScriptedServer Server { get; private set; } = null!;

        public Task Arrived => _arrived.Task;

        public Task Aborted => _aborted.Task;

        public static async Task<GatedServer> StartAsync()
        {
            var gate = new GatedServer();
            gate.Server = await ScriptedServer.StartAsync(gate.AnswerAsync);
            return gate;
        }

        public void Release() => _release.SetResult();

        public ValueTask DisposeAsync() => Server.DisposeAsync();

        private async Task AnswerAsync(HttpContext context)
        {
            using var registration = context.RequestAborted.Register(() => _aborted.TrySetResult());
            _arrived.TrySetResult();
            await _release.Task.WaitAsync(context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
            if (context.RequestAborted.IsCancellationRequested) return;
            context.Response.Headers["x-number"] = $"{Interlocked.Increment(ref _answers)}";
            await ScriptedServer.AnswerAsync(context, Hello);
        }
    }
}
