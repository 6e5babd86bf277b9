using System.Net.Http.Headers;
using GqlTools.Client.Failures;
using GqlTools.Client.Resilience;

namespace GqlTools.Client.Tests.Resilience;

public sealed class RetryDecisionTests
{
    private static readonly RetryOptions Options = new() { MaximumRetryCount = 3, BaseDelay = TimeSpan.FromSeconds(1), MaximumDelay = TimeSpan.FromSeconds(3) };

    [Theory]
    [InlineData(FailureKind.ConnectionFailed, null, true, RetryReason.NotSent)]
    [InlineData(FailureKind.ConnectionFailed, null, false, RetryReason.NotSent)]
    [InlineData(FailureKind.ConnectionLost, null, true, RetryReason.ConnectionLost)]
    [InlineData(FailureKind.ConnectionLost, null, false, RetryReason.MutationMayHaveRun)]
    [InlineData(FailureKind.HttpStatus, 408, true, RetryReason.TransientStatus)]
    [InlineData(FailureKind.HttpStatus, 429, true, RetryReason.TransientStatus)]
    [InlineData(FailureKind.HttpStatus, 502, true, RetryReason.TransientStatus)]
    [InlineData(FailureKind.HttpStatus, 503, true, RetryReason.TransientStatus)]
    [InlineData(FailureKind.HttpStatus, 504, true, RetryReason.TransientStatus)]
    [InlineData(FailureKind.HttpStatus, 503, false, RetryReason.MutationMayHaveRun)]
    [InlineData(FailureKind.HttpStatus, 500, true, RetryReason.Permanent)]
    [InlineData(FailureKind.HttpStatus, 404, true, RetryReason.Permanent)]
    [InlineData(FailureKind.Unauthorized, 401, true, RetryReason.Permanent)]
    [InlineData(FailureKind.HostUnknown, null, true, RetryReason.Permanent)]
    [InlineData(FailureKind.TlsFailed, null, true, RetryReason.Permanent)]
    [InlineData(FailureKind.AnswerMalformed, 200, true, RetryReason.Permanent)]
    [InlineData(FailureKind.AnswerTruncated, 200, true, RetryReason.Permanent)]
    [InlineData(FailureKind.Timeout, null, true, RetryReason.Permanent)]
    [InlineData(FailureKind.GraphQLError, 200, true, RetryReason.Permanent)]
    public void The_first_failure_is_judged_by_kind_status_and_operation(FailureKind failure, int? status, bool repeatable, RetryReason expected)
    {
        var verdict = RetryDecision.For(Failed(failure) with { StatusCode = status, Repeatable = repeatable }, Options, 0.5);

        Assert.Equal(expected, verdict.Reason);
        Assert.Equal(expected is RetryReason.NotSent or RetryReason.ConnectionLost or RetryReason.TransientStatus, verdict.Retry);
    }

    [Theory]
    [InlineData(Evidence.None, false, RetryReason.MutationMayHaveRun)]
    [InlineData(Evidence.NotSent, false, RetryReason.NotSent)]
    [InlineData(Evidence.NotProcessed, false, RetryReason.NotProcessed)]
    [InlineData(Evidence.None, true, RetryReason.ConnectionLost)]
    public void A_lost_connection_is_judged_by_what_is_known_of_the_request(Evidence evidence, bool repeatable, RetryReason expected) =>
        Assert.Equal(expected, RetryDecision.For(Failed(FailureKind.ConnectionLost) with { Evidence = evidence, Repeatable = repeatable }, Options, 0.5).Reason);

    [Theory]
    [InlineData(true, RetryReason.ErrorCode)]
    [InlineData(false, RetryReason.MutationMayHaveRun)]
    public void An_error_code_that_is_to_be_retried_is_so_where_repeating_does_no_harm(bool repeatable, RetryReason expected) =>
        Assert.Equal(expected, RetryDecision.For(Failed(FailureKind.GraphQLError) with { HasRetriedCode = true, Repeatable = repeatable }, Options, 0.5).Reason);

    [Theory]
    [InlineData(60, 60, RetryReason.RateLimited)]
    [InlineData(61, 60, RetryReason.RateLimitWaitExceeded)]
    public void A_refusal_by_a_limit_is_waited_for_whatever_the_operation_the_attempts_and_the_timeout(int wait, int remaining, RetryReason expected)
    {
        var verdict = RetryDecision.For(
            Failed(FailureKind.RateLimited) with
            {
                Repeatable = false,
                Number = 99,
                Remaining = TimeSpan.FromSeconds(1),
                IsBudgetExhausted = true,
                LimitWait = TimeSpan.FromSeconds(wait),
                LimitWaitRemaining = TimeSpan.FromSeconds(remaining),
            },
            Options,
            0.5);
        Assert.Equal(expected, verdict.Reason);
    }

    [Theory]
    [InlineData(FailureKind.ConnectionLost, true, false, RetryReason.RetryBudgetExhausted)]
    [InlineData(FailureKind.ConnectionFailed, true, false, RetryReason.NotSent)]
    [InlineData(FailureKind.ConnectionFailed, false, true, RetryReason.CircuitOpen)]
    public void A_used_up_budget_and_an_open_circuit_end_the_attempts(FailureKind failure, bool exhausted, bool open, RetryReason expected) =>
        Assert.Equal(expected, RetryDecision.For(Failed(failure) with { IsBudgetExhausted = exhausted, IsCircuitOpen = open }, Options, 0.5).Reason);

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void Attempts_end_with_the_maximum(int number, bool retry)
    {
        var verdict = RetryDecision.For(Failed(FailureKind.ConnectionLost) with { Number = number }, Options, 0.5);
        Assert.Equal(retry, verdict.Retry);
        if (!retry) Assert.Equal(RetryReason.AttemptsExhausted, verdict.Reason);
    }

    [Theory]
    [InlineData(1, 0.0, 0.75)]
    [InlineData(1, 0.5, 0.875)]
    [InlineData(2, 0.5, 1.75)]
    [InlineData(3, 0.5, 2.625)] // 2^2 s, but no wait is longer than 3 s
    public void The_wait_is_drawn_from_the_upper_quarter_below_a_bound_that_doubles(int number, double random, double expectedSeconds)
    {
        var verdict = RetryDecision.For(Failed(FailureKind.ConnectionLost) with { Number = number }, Options, random);
        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds), verdict.Delay);
    }

    [Theory]
    [InlineData(0.0, 11.625)]
    [InlineData(1.0, 15.5)]
    public void The_default_retries_outlast_a_server_that_is_restarted(double random, double expectedSeconds) =>
        Assert.Equal(expectedSeconds, Enumerable.Range(1, RetryOptions.Default.MaximumRetryCount)
            .Sum(number => RetryDecision.For(Failed(FailureKind.ConnectionFailed) with { Number = number }, RetryOptions.Default, random).Delay.TotalSeconds));

    [Fact]
    public void The_servers_wait_goes_before_the_sessions_own_and_its_bound()
    {
        var verdict = RetryDecision.For(Failed(FailureKind.HttpStatus) with { StatusCode = 429, RetryAfter = TimeSpan.FromSeconds(7) }, Options, 0.5);
        Assert.Equal(new RetryVerdict(true, TimeSpan.FromSeconds(7), RetryReason.ServerPushback), verdict);
    }

    [Theory]
    [InlineData(6.9, true)]
    [InlineData(7.0, false)]
    public void A_wait_that_outlasts_the_timeout_is_not_begun(double retryAfterSeconds, bool retry)
    {
        var verdict = RetryDecision.For(
            Failed(FailureKind.HttpStatus) with { StatusCode = 503, RetryAfter = TimeSpan.FromSeconds(retryAfterSeconds), Remaining = TimeSpan.FromSeconds(7) },
            Options,
            0.5);
        Assert.Equal(retry ? RetryReason.ServerPushback : RetryReason.DeadlineExceeded, verdict.Reason);
        Assert.Equal(retry, verdict.Retry);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Sun, 22 Nov 2026 12:00:30 GMT", 30)]
    [InlineData("Sun, 22 Nov 2026 11:00:00 GMT", 0)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 3650 * 86400)]
    [InlineData("2147483647", 3650 * 86400)]
    public void Retry_After_is_read_in_both_forms(string header, int expectedSeconds)
    {
        var now = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds), RetryAfter.Read(RetryConditionHeaderValue.Parse(header), now));
    }

    [Fact]
    public void Without_Retry_After_there_is_no_wait_to_obey() => Assert.Null(RetryAfter.Read(null, DateTimeOffset.UnixEpoch));

    private static FailedAttempt Failed(FailureKind failure) =>
        new() { Failure = failure, Repeatable = true, Number = 1, Remaining = TimeSpan.MaxValue };
}
