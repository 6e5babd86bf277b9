using System.Globalization;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Scheduling;
using GqlTools.Client.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace GqlTools.Client.Tests.Scheduling;

public sealed class SchedulerTests
{
    private const string Hello = """{"data":{"hello":"world"}}""";
    private const string RateLimited = """{"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]}""";

    private static readonly GqlRequest Query = new("{ hello }");
    private static readonly GqlRequest Mutation = new("mutation { pay }");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.Zero };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{ hello }")]
    [InlineData("mutation { pay }")]
    public async Task A_request_that_a_limit_refuses_waits_in_the_line_and_not_on_its_timeout(string document)
    {
        var seen = 0;
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref seen) == 1)
            {
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = "3600";
                return;
            }

            await ScriptedServer.AnswerAsync(context, Hello);
        });
        await using var session = Open(server);

        var sending = session.SendAsync(new GqlRequest(document) { Timeout = TimeSpan.FromSeconds(10) }, Token);
        await UntilAsync(() => session.Statistics.WaitReason == WaitReason.Pause);
        Assert.InRange(session.Statistics.WaitsFor!.Value, TimeSpan.FromSeconds(3590), TimeSpan.FromSeconds(3600));
        _clock.Advance(TimeSpan.FromHours(1));
        var answer = await sending.WaitAsync(Patience, Token);

        Assert.Equal([FailureKind.RateLimited, null], answer.Attempts.Select(attempt => attempt.Failure));
        Assert.Equal(RetryReason.RateLimited, answer.Attempts[0].Verdict!.Value.Reason);
        Assert.Equal((2, 1L), (server.Requests, session.Statistics.Refused));
    }

    [Fact]
    public async Task One_pause_holds_all_and_who_was_refused_goes_first()
    {
        var order = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var arrived = new TaskCompletionSource();
        var refuse = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            var name = context.Request.Headers["x-name"].ToString();
            order.Enqueue(name);
            if (order.Count > 1)
            {
                await ScriptedServer.AnswerAsync(context, Hello);
                return;
            }

            arrived.SetResult();
            await refuse.Task;
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "30";
        });
        await using var session = Open(server, options => options with { MaximumConcurrency = 1 });

        var first = session.SendAsync(Named("first"), Token);
        await arrived.Task.WaitAsync(Patience, Token);
        var others = Enumerable.Range(0, 20).Select(index => session.SendAsync(Named($"other {index:00}"), Token)).ToArray();
        refuse.SetResult();
        await UntilAsync(() => session.Statistics.WaitReason == WaitReason.Pause);
        Assert.Equal(21, session.Statistics.Queued);
        _clock.Advance(TimeSpan.FromSeconds(30));
        await Task.WhenAll([first, .. others]).WaitAsync(Patience, Token);

        Assert.Equal(["first", "first", .. Enumerable.Range(0, 20).Select(index => $"other {index:00}")], order);
        Assert.Equal(1, session.Statistics.Refused);
    }

    [Fact]
    public async Task A_window_that_is_used_up_is_waited_for_and_never_overdrawn()
    {
        var window = new ServerWindow(_clock, limit: 50, length: TimeSpan.FromHours(1));
        await using var server = await ScriptedServer.StartAsync(window.AnswerAsync);
        await using var session = Open(server, options => options with { MaximumConcurrency = 16 });
        await session.SendAsync(Query, Token);

        var all = Enumerable.Range(0, 120).Select(_ => session.SendAsync(Query with { Timeout = TimeSpan.FromSeconds(100) }, Token)).ToArray();
        for (var hour = 0; hour < 2; hour++)
        {
            await UntilAsync(() => session.Statistics is { WaitReason: WaitReason.RateLimit, InFlight: 0 });
            var limit = Assert.Single(session.Statistics.RateLimits);
            Assert.Equal((50d, 0d), (limit.Limit, limit.Remaining));
            Assert.NotNull(limit.ResetsIn);
            _clock.Advance(limit.ResetsIn.Value + TimeSpan.FromSeconds(1));
        }

        await Task.WhenAll(all).WaitAsync(Patience, Token);

        Assert.Equal((0L, 0), (session.Statistics.Refused, window.Refused));
        Assert.All(all, request => Assert.Single(request.Result.Attempts));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-600)]
    [InlineData(600)]
    public async Task At_the_end_of_a_window_one_request_goes_ahead_and_the_others_follow_its_answer(int secondsAhead)
    {
        // A Date that was kept for most of a second: by it alone the server's clock could be anywhere within two.
        var window = new ServerWindow(_clock, limit: 20, length: TimeSpan.FromHours(1)) { DateAge = TimeSpan.FromMilliseconds(900), ClockError = TimeSpan.FromSeconds(secondsAhead) };
        await using var server = await ScriptedServer.StartAsync(window.AnswerAsync);
        await using var session = Open(server, options => options with { MaximumConcurrency = 16 });
        await session.SendAsync(Query, Token);

        var all = Enumerable.Range(0, 35).Select(_ => session.SendAsync(Query, Token)).ToArray();
        await UntilAsync(() => session.Statistics is { WaitReason: WaitReason.RateLimit, InFlight: 0 });
        var end = Assert.Single(session.Statistics.RateLimits).ResetsIn!.Value;
        // Where both clocks agree, the end is the server's to the tick; where they do not, it is as late as the Date is old and cut.
        Assert.Equal(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(secondsAhead == 0 ? 0 : 1), end);
        window.Hold();
        _clock.Advance(end);
        await UntilAsync(() => session.Statistics.InFlight == 1);
        Assert.Equal(15, session.Statistics.Queued);
        window.Release();
        await Task.WhenAll(all).WaitAsync(Patience, Token);

        Assert.Equal((0L, 0), (session.Statistics.Refused, window.Refused));
    }

    [Fact]
    public async Task A_server_whose_windows_end_late_refuses_one_request_once()
    {
        var window = new ServerWindow(_clock, limit: 20, length: TimeSpan.FromHours(1)) { Lateness = TimeSpan.FromMilliseconds(700) };
        await using var server = await ScriptedServer.StartAsync(window.AnswerAsync);
        await using var session = Open(server, options => options with { MaximumConcurrency = 16 });
        await session.SendAsync(Query, Token);

        var all = Enumerable.Range(0, 70).Select(_ => session.SendAsync(Query, Token)).ToArray();
        for (var hour = 0; hour < 3; hour++)
        {
            await UntilAsync(() => session.Statistics is { WaitReason: WaitReason.RateLimit, InFlight: 0 });
            _clock.Advance(Assert.Single(session.Statistics.RateLimits).ResetsIn!.Value);
            if (hour == 0) await UntilAsync(() => session.Statistics is { Refused: 1, InFlight: 0 });
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        await Task.WhenAll(all).WaitAsync(Patience, Token);

        Assert.Equal(1, window.Refused);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_window_that_is_told_by_seconds_left_is_not_overdrawn_whichever_way_they_are_rounded(bool roundsUp)
    {
        var window = new ServerWindow(_clock, limit: 20, length: TimeSpan.FromMilliseconds(1400)) { RoundsUp = roundsUp };
        await using var server = await ScriptedServer.StartAsync(window.AnswerAsync);
        await using var session = Open(server, options => options with { MaximumConcurrency = 16 });
        await session.SendAsync(Query, Token);

        var all = Enumerable.Range(0, 100).Select(_ => session.SendAsync(Query, Token)).ToArray();
        for (var waits = 0; !all.All(request => request.IsCompleted); waits++)
        {
            await UntilAsync(() => session.Statistics is { WaitReason: WaitReason.RateLimit, InFlight: 0 } || all.All(request => request.IsCompleted));
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            Assert.InRange(waits, 0, 200);
        }

        Assert.InRange(window.Refused, 0, roundsUp ? 0 : 1);
        Assert.Equal(window.Refused, session.Statistics.Refused);
    }

    [Fact]
    public async Task Nothing_remaining_on_a_good_answer_is_no_error()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.Headers["x-ratelimit-remaining"] = "0";
            context.Response.Headers["x-ratelimit-reset"] = "30";
            return ScriptedServer.AnswerAsync(context, Hello);
        });
        await using var session = Open(server);

        Assert.True((await session.SendAsync(Query, Token)).HasData);
        Assert.Equal(0, session.Statistics.Errors);
    }

    [Fact]
    public async Task A_limit_that_asks_for_more_than_the_session_waits_is_an_error_that_says_how_long_and_until_when()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "7200";
            return ScriptedServer.AnswerAsync(context, RateLimited);
        });
        await using var session = Open(server, options => options with { MaximumConcurrency = 1 });

        var sent = session.SendAsync(Mutation, Token);
        var queued = session.SendAsync(Query, Token);
        var refused = await Assert.ThrowsAsync<GqlException>(() => sent);
        var unsent = await Assert.ThrowsAsync<GqlException>(() => queued);

        Assert.Equal((FailureKind.RateLimited, TimeSpan.FromHours(2)), (refused.Kind, refused.RetryAfter));
        Assert.Contains("7200 s (at 2026-11-22 14:00:00 UTC)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(RetryReason.RateLimitWaitExceeded, Assert.Single(refused.Attempts).Verdict!.Value.Reason);
        Assert.Equal("RATE_LIMITED", Assert.Single(refused.Errors).Code);
        Assert.Equal(FailureKind.RateLimited, unsent.Kind);
        Assert.Contains("(until 2026-11-22 14:00:00 UTC)", unsent.Message, StringComparison.Ordinal);
        Assert.Empty(unsent.Attempts);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_refusal_without_a_word_on_how_long_is_answered_by_pauses_that_double()
    {
        var seen = 0;
        await using var server = await ScriptedServer.StartAsync(context =>
            Interlocked.Increment(ref seen) <= 3 ? ScriptedServer.AnswerAsync(context, RateLimited) : ScriptedServer.AnswerAsync(context, Hello));
        await using var session = Open(server, options => options with { Retry = new RetryOptions { BaseDelay = TimeSpan.FromSeconds(1) } });

        var sending = session.SendAsync(Query, Token);
        foreach (var seconds in (int[])[1, 2, 4])
        {
            await UntilAsync(() => session.Statistics.WaitsFor == TimeSpan.FromSeconds(seconds));
            _clock.Advance(TimeSpan.FromSeconds(seconds));
        }

        Assert.Equal(4, (await sending.WaitAsync(Patience, Token)).Attempts.Count);
    }

    [Fact]
    public async Task Concurrency_halves_once_for_a_round_of_refusals_and_recovers_to_below_it_until_the_refusal_is_old()
    {
        const int maximum = 40;
        var arrived = 0;
        var all = new TaskCompletionSource();
        var refused = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            var number = Interlocked.Increment(ref arrived);
            if (number == maximum) all.SetResult();
            await all.Task;
            if (number is > maximum / 2 and <= maximum)
            {
                context.Response.StatusCode = 429;
                return;
            }

            await refused.Task;
            await ScriptedServer.AnswerAsync(context, Hello);
        });
        await using var session = Open(server, options => options with { MaximumConcurrency = maximum, Retry = TestSessions.Impatient });

        var first = LoadAsync(session, maximum, rounds: 1);
        await UntilAsync(() => session.Statistics.Refused == maximum / 2);
        Assert.Equal(maximum / 2, session.Statistics.Concurrency);
        refused.SetResult();
        await first;
        await LoadAsync(session, maximum, rounds: 40);
        Assert.Equal(36, session.Statistics.Concurrency);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await LoadAsync(session, maximum, rounds: 40);
        Assert.Equal(maximum, session.Statistics.Concurrency);
    }

    [Fact]
    public async Task The_users_pace_is_kept()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always(Hello));
        await using var session = Open(server, options => options with { RequestsPerSecond = 20 });

        var all = Enumerable.Range(0, 12).Select(_ => session.SendAsync(Query, Token)).ToArray();
        await UntilAsync(() => session.Statistics is { InFlight: 0, Queued: 10, WaitReason: WaitReason.Pace });
        Assert.Equal(2, server.Requests);
        for (var sent = 2; sent < 12; sent++)
        {
            await UntilAsync(() => server.Requests == sent && session.Statistics.InFlight == 0);
            _clock.Advance(TimeSpan.FromMilliseconds(50));
        }

        await Task.WhenAll(all).WaitAsync(Patience, Token);
    }

    [Fact]
    public async Task A_limit_is_said_to_be_one_whatever_the_status_means_otherwise()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = 403;
            context.Response.Headers.RetryAfter = "60";
            return Task.CompletedTask;
        });
        await using var session = Open(server, options => options with { MaximumRateLimitWait = TimeSpan.Zero });

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Query, Token));

        Assert.Equal(FailureKind.RateLimited, failure.Kind);
        Assert.Contains("answered 403 Forbidden: a rate limit of the server refused the request. The next try may be made in 60 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_the_circuit_turns_away_between_two_attempts_gives_its_place_back_once()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("", "text/html", 503));
        await using var session = Open(server, options => options with
        {
            Retry = new RetryOptions { BaseDelay = TimeSpan.FromSeconds(10) },
            Circuit = new CircuitOptions { FailureThreshold = 2, MinimumDuration = TimeSpan.Zero, BreakDuration = TimeSpan.FromDays(10_000) },
            Random = static () => 1,
        });

        var waiting = session.SendAsync(Query with { Timeout = Timeout.InfiniteTimeSpan }, Token);
        await UntilAsync(() => session.Statistics.Retries == 1);
        await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Mutation, Token));
        await UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return waiting.IsCompleted;
        });

        var failure = await Assert.ThrowsAsync<GqlException>(() => waiting);
        Assert.Equal((FailureKind.HttpStatus, RetryReason.CircuitOpen), (failure.Kind, Assert.Single(failure.Attempts).Verdict!.Value.Reason));
        Assert.Equal((0, 0), (session.Statistics.InFlight, session.Statistics.Queued));
    }

    [Fact]
    public async Task One_that_the_sessions_end_meets_in_the_line_for_another_attempt_gives_its_place_back_once()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "60";
            return Task.CompletedTask;
        });
        var session = Open(server);

        var waiting = session.SendAsync(Query, Token);
        await UntilAsync(() => session.Statistics.WaitReason == WaitReason.Pause);
        await session.CloseAsync(TimeSpan.Zero).WaitAsync(Patience, Token);

        Assert.Equal(FailureKind.Cancelled, (await Assert.ThrowsAsync<GqlException>(() => waiting)).Kind);
        Assert.Equal((0, 0), (session.Statistics.InFlight, session.Statistics.Queued));
    }

    private static async Task LoadAsync(GqlSession session, int width, int rounds)
    {
        for (var round = 0; round < rounds; round++)
            await Task.WhenAll(Enumerable.Range(0, width).Select(_ => session.SendAsync(Query, Token))).WaitAsync(Patience, Token);
    }

    private static GqlRequest Named(string name) => Query with { Headers = [new("x-name", name)] };

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

    private GqlSession Open(ScriptedServer server, Func<GqlSessionOptions, GqlSessionOptions>? change = null)
    {
        var options = TestSessions.OptionsFor(server) with { TimeProvider = _clock };
        return new GqlSession(change?.Invoke(options) ?? options);
    }
}
