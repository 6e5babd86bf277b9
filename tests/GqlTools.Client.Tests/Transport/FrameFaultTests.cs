using System.Net;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Sessions;
using GqlTools.Client.Transport;
using Microsoft.Extensions.Time.Testing;

namespace GqlTools.Client.Tests.Transport;

/// <summary>
/// What becomes of a query and of a mutation at the hands of a server that ends streams in every way that HTTP/2 has. The attempts are the session's; the
/// streams are those that the server saw: what it provably did not look at, the HTTP stack below repeats by itself, and no attempt of ours is spent.
/// </summary>
public sealed class FrameFaultTests
{
    private const string Hello = """{"data":{"hello":"world"}}""";
    private const int InternalError = 2;
    private const int RefusedStream = 7;
    private const int Cancel = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, int, int, int?> Faults => new()
    {
        // Fault, streams seen for a query, attempts of a query, attempts of a mutation; null where the mutation fails, as it may have run.
        { "goaway below the stream", 2, 1, 1 },
        { "goaway below the stream, then close", 2, 1, 1 },
        { "goaway at the stream, then close", 2, 2, null },
        { "goaway at the stream, then answer", 1, 1, 1 },
        { "refused", 2, 1, 1 },
        { "internal error", 2, 2, null },
        { "cancel", 2, 2, null },
        { "refused in the body", 2, 2, null },
        { "half-close", 2, 2, null },
        { "close", 2, 2, null },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_the_server_did_not_look_at_is_sent_again_and_no_mutation_that_may_have_run(
        string fault, int streams, int queryAttempts, int? mutationAttempts)
    {
        await using (var server = new FrameServer(request => request.Number == 1 ? FailAsync(fault, request) : request.AnswerAsync(Hello)))
        await using (var session = SessionWith(server))
        {
            var answer = await session.SendAsync(new GqlRequest("{ hello }"), Token).WaitAsync(Patience, Token);
            Assert.Equal((true, queryAttempts, streams), (answer.HasData, answer.Attempts.Count, server.Streams));
        }

        await using (var server = new FrameServer(request => request.Number == 1 ? FailAsync(fault, request) : request.AnswerAsync(Hello)))
        await using (var session = SessionWith(server))
        {
            var sending = session.SendAsync(new GqlRequest("mutation { pay }"), Token).WaitAsync(Patience, Token);
            if (mutationAttempts is { } attempts)
            {
                Assert.Equal((attempts, streams), ((await sending).Attempts.Count, server.Streams));
                return;
            }

            var failure = await Assert.ThrowsAsync<GqlException>(() => sending);
            Assert.Equal(FailureKind.ConnectionLost, failure.Kind);
            Assert.Equal(RetryReason.MutationMayHaveRun, Assert.Single(failure.Attempts).Verdict!.Value.Reason);
            Assert.Equal(1, server.Streams);
        }
    }

    [Theory]
    [InlineData("{ hello }")]
    [InlineData("mutation { pay }")]
    public async Task Of_two_in_flight_a_goaway_repeats_the_one_above_its_last_stream_and_lets_the_other_finish(string document)
    {
        FrameRequest? lower = null;
        await using var server = new FrameServer(async request =>
        {
            // Streams are begun in the order of their numbers, but may end in any.
            if (request.Number <= 2 && (lower is null || request.Id < lower.Id)) lower = request;
            if (request.Number == 2) await request.GoAwayAsync(lower!.Id);
            if (request.Number <= 2) return;
            await request.AnswerAsync(Hello);
            await lower!.AnswerAsync(Hello);
        });
        await using var session = SessionWith(server);

        var both = await Task.WhenAll(session.SendAsync(new GqlRequest(document), Token), session.SendAsync(new GqlRequest(document), Token)).WaitAsync(Patience, Token);

        Assert.All(both, answer => Assert.Equal((true, 1), (answer.HasData, answer.Attempts.Count)));
        Assert.Equal((3, 2), (server.Streams, server.Connections));
    }

    [Theory]
    [InlineData("{ hello }", true)]
    [InlineData("mutation { pay }", true)]
    [InlineData("{ hello }", false)]
    [InlineData("mutation { pay }", false)]
    public async Task A_server_that_holds_its_answer_back_costs_one_attempt_and_the_timeout(string document, bool sendsHeaders)
    {
        var clock = new FakeTimeProvider();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new FrameServer(async request =>
        {
            if (request.Number > 1) await request.AnswerAsync(Hello);
            else if (sendsHeaders) await request.SendHeadersAsync();
            held.TrySetResult();
        });
        await using var session = new GqlSession(OptionsFor(server) with { TimeProvider = clock, OperationTimeout = TimeSpan.FromSeconds(30) });

        var sending = session.SendAsync(new GqlRequest(document), Token);
        await held.Task.WaitAsync(Patience, Token);
        clock.Advance(TimeSpan.FromSeconds(30));
        var failure = await Assert.ThrowsAsync<GqlException>(() => sending.WaitAsync(Patience, Token));
        var next = await session.SendAsync(new GqlRequest(document), Token).WaitAsync(Patience, Token);

        Assert.Equal(FailureKind.Timeout, failure.Kind);
        Assert.Equal(FailureKind.Timeout, Assert.Single(failure.Attempts).Failure);
        Assert.Equal((true, 2, 1), (next.HasData, server.Streams, server.Connections));
    }

    [Fact]
    public async Task A_mutation_that_is_refused_over_and_over_is_repeated_until_the_patience_ends()
    {
        await using var server = new FrameServer(request => request.ResetAsync(RefusedStream));
        await using var session = new GqlSession(OptionsFor(server) with { Retry = new RetryOptions { BaseDelay = TimeSpan.Zero, MaximumRetryCount = 2 } });

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(new GqlRequest("mutation { pay }"), Token).WaitAsync(Patience, Token));

        Assert.Equal(FailureKind.ConnectionLost, failure.Kind);
        Assert.Equal(
            [RetryReason.NotProcessed, RetryReason.NotProcessed, RetryReason.AttemptsExhausted],
            failure.Attempts.Select(attempt => attempt.Verdict!.Value.Reason));
    }

    private static async Task FailAsync(string fault, FrameRequest request)
    {
        switch (fault)
        {
            case "goaway below the stream":
                await request.GoAwayAsync(0);
                break;
            case "goaway below the stream, then close":
                await request.GoAwayAsync(0);
                request.Connection.HalfClose();
                break;
            case "goaway at the stream, then close":
                await request.GoAwayAsync(request.Id);
                request.Connection.HalfClose();
                break;
            case "goaway at the stream, then answer":
                await request.GoAwayAsync(request.Id);
                await request.AnswerAsync(Hello);
                break;
            case "refused":
                await request.ResetAsync(RefusedStream);
                break;
            case "internal error":
                await request.ResetAsync(InternalError);
                break;
            case "cancel":
                await request.ResetAsync(Cancel);
                break;
            case "refused in the body":
                await request.SendHeadersAsync();
                await request.ResetAsync(RefusedStream);
                break;
            case "half-close":
                request.Connection.HalfClose();
                break;
            case "close":
                request.Connection.Close();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, "There is no such fault.");
        }
    }

    private static GqlSessionOptions OptionsFor(FrameServer server) => new(server.Uri)
    {
        HttpVersion = HttpVersionChoice.Exactly(HttpVersion.Version20),
        Retry = TestSessions.Impatient,
        SkipConnectionTest = true,
    };

    private static GqlSession SessionWith(FrameServer server) => new(OptionsFor(server));
}
