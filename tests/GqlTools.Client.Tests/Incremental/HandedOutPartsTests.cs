using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Client.Scheduling;
using GqlTools.Client.Sessions;
using GqlTools.Client.Streaming.Incremental;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace GqlTools.Client.Tests.Incremental;

/// <summary>Answers whose parts are handed out as they come.</summary>
public sealed class HandedOutPartsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_part_has_its_place_label_and_value_and_the_first_is_the_initial_data()
    {
        await using var server = await ScriptedServer.StartAsync(context => PartedAnswer.WriteMultipartAsync(context, PartedAnswer.Later));
        await using var session = TestSessions.SessionWith(server);

        var parts = await ReadAllAsync(Send(session));

        Assert.Equal(
            [
                """Initial  '' {"user":{"id":"1","friends":["a"]}} more""",
                """Deferred slow 'user' {"name":"Zoë"} more""",
                """Streamed list 'user.friends' ["b"] more""",
                """Streamed list 'user.friends' ["c"] last""",
            ],
            parts);
        Assert.Equal((0, 0), (session.Statistics.InFlight, session.Statistics.Errors));
    }

    [Fact]
    public async Task An_answer_in_one_piece_is_one_part()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("""{"data":{"a":1},"errors":[{"message":"No b.","path":["b"]}]}"""));
        await using var session = TestSessions.SessionWith(server);

        Assert.Equal(["""Initial  '' {"a":1} last, No b. at b"""], await ReadAllAsync(Send(session)));
        Assert.Equal(1, session.Statistics.Errors);
    }

    [Fact]
    public async Task A_part_is_handed_out_before_the_next_one_is_there()
    {
        var taken = new SemaphoreSlim(0);
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await PartedAnswer.BeginAsync(context);
            foreach (var message in PartedAnswer.Earlier)
            {
                await PartedAnswer.WritePartAsync(context, message);
                await taken.WaitAsync(context.RequestAborted);
            }

            await PartedAnswer.EndAsync(context);
        });
        await using var session = TestSessions.SessionWith(server);

        var kinds = new List<IncrementalPartKind>();
        await foreach (var part in Send(session))
        {
            kinds.Add(part.Kind);
            if (part.Kind != IncrementalPartKind.Deferred) taken.Release();
            if (part.Kind == IncrementalPartKind.Streamed) taken.Release();
        }

        Assert.Equal([IncrementalPartKind.Initial, IncrementalPartKind.Deferred, IncrementalPartKind.Streamed], kinds);
    }

    [Fact]
    public async Task Who_stops_early_resets_his_stream_and_leaves_the_others_alone()
    {
        var reset = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (!context.Request.Headers.Accept.ToString().Contains("multipart", StringComparison.Ordinal))
            {
                await release.Task;
                await ScriptedServer.AnswerAsync(context, """{"data":{"neighbour":1}}""");
                return;
            }

            context.RequestAborted.Register(reset.SetResult);
            await PartedAnswer.BeginAsync(context);
            await PartedAnswer.WritePartAsync(context, PartedAnswer.Later[0]);
            await reset.Task;
        });
        await using var session = TestSessions.SessionWith(server);
        var neighbour = session.SendAsync(new GqlRequest("{ neighbour }"), Token);

        await foreach (var part in Send(session)) break;

        await reset.Task.WaitAsync(Patience, Token);
        Assert.Equal(1, session.Statistics.InFlight);
        release.SetResult();
        Assert.Equal(1, (await neighbour).Data.GetProperty("neighbour").GetInt32());
        Assert.Equal(1, server.ConnectionCount);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_a_part()
    {
        await using var server = await ScriptedServer.StartAsync(BeginAndWaitAsync);
        await using var session = TestSessions.SessionWith(server);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var part in session.SendIncrementalAsync(new GqlRequest(PartedAnswer.Query), static () => JsonElementReader.Instance, cancellation.Token))
                await cancellation.CancelAsync();
        });
        Assert.Equal(0, session.Statistics.InFlight);
    }

    [Fact]
    public async Task What_breaks_before_the_first_part_is_sent_again()
    {
        var attempts = 0;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            if (Interlocked.Increment(ref attempts) > 1) return PartedAnswer.WriteMultipartAsync(context, PartedAnswer.Later);
            context.Abort();
            return Task.CompletedTask;
        });
        await using var session = TestSessions.SessionWith(server);

        Assert.Equal(4, (await ReadAllAsync(Send(session))).Count);
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task An_error_whose_code_is_to_be_retried_is_so_where_nothing_was_handed_out_and_nothing_follows()
    {
        const string Busy = """{"data":null,"errors":[{"message":"Busy.","extensions":{"code":"BUSY"}}],"hasNext":false}""";
        var attempts = 0;
        await using var server = await ScriptedServer.StartAsync(context =>
            PartedAnswer.WriteMultipartAsync(context, Interlocked.Increment(ref attempts) == 1 ? [Busy] : PartedAnswer.Later));
        var options = TestSessions.OptionsFor(server);
        await using var session = new GqlSession(options with { Retry = options.Retry with { ErrorCodes = ["BUSY"] } });

        Assert.Equal(4, (await ReadAllAsync(Send(session))).Count);
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task What_is_wrong_locally_is_a_failure_at_the_first_part_and_sends_nothing()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("""{"data":{}}"""));
        await using var session = TestSessions.SessionWith(server);

        var parts = session.SendIncrementalAsync(new GqlRequest("{ ... @defer {"), static () => JsonElementReader.Instance, Token).GetAsyncEnumerator(Token);

        Assert.Equal(FailureKind.SyntaxError, (await Assert.ThrowsAsync<GqlException>(async () => await parts.MoveNextAsync())).Kind);
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task What_breaks_after_a_part_was_handed_out_is_a_failure_and_is_not_sent_again()
    {
        var handedOut = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await PartedAnswer.BeginAsync(context);
            await PartedAnswer.WritePartAsync(context, PartedAnswer.Later[0]);
            await handedOut.Task;
            context.Abort();
        });
        await using var session = TestSessions.SessionWith(server);

        var parts = 0;
        var failure = await Assert.ThrowsAsync<GqlException>(async () =>
        {
            await foreach (var part in Send(session))
            {
                parts++;
                handedOut.SetResult();
            }
        });

        Assert.Equal((1, FailureKind.ConnectionLost, 1), (parts, failure.Kind, server.Requests));
        Assert.Equal(FailureKind.ConnectionLost, Assert.Single(failure.Attempts).Failure);
        Assert.Equal((0, 1), (session.Statistics.InFlight, session.Statistics.Errors));
    }

    [Fact]
    public async Task The_timeout_runs_anew_for_each_wait_and_not_while_the_caller_is_busy()
    {
        var clock = new FakeTimeProvider();
        var waits = new SemaphoreSlim(0);
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await PartedAnswer.BeginAsync(context);
            await PartedAnswer.WritePartAsync(context, PartedAnswer.Later[0]);
            await waits.WaitAsync(context.RequestAborted);
            await PartedAnswer.WritePartAsync(context, """{"incremental":[{"id":"1","items":["b"]}],"hasNext":true}""");
            await waits.WaitAsync(context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { TimeProvider = clock, OperationTimeout = TimeSpan.FromSeconds(10) });
        await using var parts = Send(session).GetAsyncEnumerator(Token);

        Assert.True(await parts.MoveNextAsync());
        clock.Advance(TimeSpan.FromMinutes(5));
        var second = parts.MoveNextAsync().AsTask();
        clock.Advance(TimeSpan.FromSeconds(9));
        waits.Release();
        Assert.True(await second);
        var third = parts.MoveNextAsync().AsTask();
        clock.Advance(TimeSpan.FromSeconds(11));

        var failure = await Assert.ThrowsAsync<GqlException>(() => third.WaitAsync(Patience, Token));
        Assert.Equal(FailureKind.Timeout, failure.Kind);
        Assert.Contains("No further part", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_can_be_closed_by_whoever_holds_its_parts()
    {
        await using var server = await ScriptedServer.StartAsync(BeginAndWaitAsync);
        var session = TestSessions.SessionWith(server);

        var failure = await Assert.ThrowsAsync<GqlException>(async () =>
        {
            await foreach (var part in Send(session)) await session.CloseAsync(TimeSpan.Zero).WaitAsync(Patience, Token);
        });

        Assert.Equal(FailureKind.Cancelled, failure.Kind);
        Assert.Equal((GqlSessionState.Closed, 0), (session.State, session.Statistics.InFlight));
    }

    [Fact]
    public async Task A_failed_fragment_is_a_part_with_errors()
    {
        await using var server = await ScriptedServer.StartAsync(context => PartedAnswer.WriteMultipartAsync(context,
        [
            """{"data":{"user":{"id":"1"}},"pending":[{"id":"0","path":["user"],"label":"slow"}],"hasNext":true}""",
            """{"completed":[{"id":"0","errors":[{"message":"No name.","path":["user","name"]}]}],"hasNext":false}""",
        ]));
        await using var session = TestSessions.SessionWith(server);

        Assert.Equal("Failed slow 'user'  last, No name. at user.name", (await ReadAllAsync(Send(session)))[1]);
        Assert.Equal(1, session.Statistics.Errors);
    }

    [Fact]
    public async Task A_hundred_thousand_parts_stream_through_a_session_that_takes_no_answer_of_a_hundredth_of_their_size_and_none_is_kept()
    {
        const int Count = 100_000;
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await PartedAnswer.BeginAsync(context);
            await PartedAnswer.WritePartAsync(context, """{"data":{"items":[]},"pending":[{"id":"0","path":["items"]}],"hasNext":true}""");
            for (var index = 0; index < Count; index++)
            {
                await context.Response.WriteAsync(
                    $$"""

                    content-type: application/json

                    {"incremental":[{"id":"0","items":[{{index}}]}],"hasNext":{{(index < Count - 1 ? "true" : "false")}}}
                    ---
                    """);
            }

            await PartedAnswer.EndAsync(context);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { AnswerLimits = new AnswerLimits { MaximumBytes = 50_000 } });

        long expected = 0;
        var samples = new List<WeakReference>();
        await foreach (var part in Send(session))
        {
            if (part.Kind == IncrementalPartKind.Initial) continue;
            Assert.Equal(expected++, part.Value[0].GetInt64());
            if (expected % 1000 == 1) samples.Add(new WeakReference(part));
        }

        GC.Collect();
        Assert.Equal(Count, expected);
        Assert.All(samples, static sample => Assert.False(sample.IsAlive));
    }

    [Fact]
    public async Task The_request_that_tries_whether_a_failing_server_is_back_has_told_so_with_its_first_part()
    {
        var clock = new FakeTimeProvider();
        var attempts = 0;
        await using var server = await ScriptedServer.StartAsync(context => Interlocked.Increment(ref attempts) switch
        {
            1 => ScriptedServer.AnswerAsync(context, "", status: 503),
            2 => BeginAndWaitAsync(context),
            _ => ScriptedServer.AnswerAsync(context, """{"data":{"neighbour":1}}"""),
        });
        var circuit = new CircuitOptions { FailureThreshold = 1, MinimumDuration = TimeSpan.Zero, BreakDuration = TimeSpan.FromSeconds(5) };
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { TimeProvider = clock, Circuit = circuit, Retry = new RetryOptions { MaximumRetryCount = 0 } });
        await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(new GqlRequest("{ neighbour }"), Token));
        Assert.Equal(CircuitState.Open, session.Statistics.Circuit);
        clock.Advance(TimeSpan.FromSeconds(6));

        await foreach (var part in Send(session))
        {
            var neighbour = await session.SendAsync(new GqlRequest("{ neighbour }"), Token).WaitAsync(Patience, Token);
            Assert.Equal(1, neighbour.Data.GetProperty("neighbour").GetInt32());
            Assert.Equal(1, session.Statistics.InFlight);
            break;
        }

        Assert.Equal(0, session.Statistics.InFlight);
    }

    private static async Task BeginAndWaitAsync(HttpContext context)
    {
        await PartedAnswer.BeginAsync(context);
        await PartedAnswer.WritePartAsync(context, PartedAnswer.Later[0]);
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private static IAsyncEnumerable<GqlAnswerPart<JsonElement>> Send(GqlSession session) =>
        session.SendIncrementalAsync(new GqlRequest(PartedAnswer.Query), static () => JsonElementReader.Instance, Token);

    private static async Task<List<string>> ReadAllAsync(IAsyncEnumerable<GqlAnswerPart<JsonElement>> parts)
    {
        var told = new List<string>();
        await foreach (var part in parts)
        {
            var value = part.HasValue ? part.Value.GetRawText() : "";
            var errors = string.Concat(part.Errors.Select(error => $", {error.Message} at {error.PathText}"));
            told.Add($"{part.Kind} {part.Label} '{part.PathText}' {value} {(part.HasNext ? "more" : "last")}{errors}");
        }

        return told;
    }
}
