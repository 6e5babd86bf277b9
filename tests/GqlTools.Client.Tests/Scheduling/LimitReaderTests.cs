using System.Text.Json;
using GqlTools.Client.Responses;
using GqlTools.Client.Scheduling;
using Microsoft.Extensions.Time.Testing;

namespace GqlTools.Client.Tests.Scheduling;

public sealed class LimitReaderTests
{
    private const string RateLimited = """[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]""";
    private const string Throttled = """[{"message":"Throttled","extensions":{"code":"THROTTLED"}}]""";
    private const string Broken = """[{"message":"Broken","extensions":{"code":"BROKEN"}}]""";
    private const string Secondary = """[{"message":"You have exceeded a secondary rate limit."}]""";
    private const string NothingLeft = "x-ratelimit-limit: 5000|x-ratelimit-remaining: 0|x-ratelimit-used: 5000|x-ratelimit-reset: 1795348800|x-ratelimit-resource: graphql";

    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(200, "", true, "[]", LimitRefusal.None)]
    [InlineData(200, NothingLeft, true, "[]", LimitRefusal.None)]
    [InlineData(200, NothingLeft, false, RateLimited, LimitRefusal.Quota)]
    [InlineData(200, "", false, RateLimited, LimitRefusal.Unannounced)]
    [InlineData(200, "", false, Throttled, LimitRefusal.Unannounced)]
    [InlineData(200, "", true, Throttled, LimitRefusal.None)]
    [InlineData(200, "", false, Broken, LimitRefusal.None)]
    [InlineData(200, "Retry-After: 5", false, Broken, LimitRefusal.None)]
    [InlineData(403, "Retry-After: 60|x-ratelimit-remaining: 4000", false, "[]", LimitRefusal.Unannounced)]
    [InlineData(403, NothingLeft, false, "[]", LimitRefusal.Quota)]
    [InlineData(403, "", false, Secondary, LimitRefusal.Unannounced)]
    [InlineData(403, "x-ratelimit-remaining: 4000", false, "[]", LimitRefusal.None)]
    [InlineData(429, "", false, "[]", LimitRefusal.Unannounced)]
    [InlineData(429, "RateLimit: \"default\";r=0;t=3", false, "[]", LimitRefusal.Quota)]
    [InlineData(503, "Retry-After: 5", false, "[]", LimitRefusal.None)]
    public void A_refusal_is_told_from_an_answer_and_from_another_failure(int status, string fields, bool hasData, string errors, LimitRefusal expected) =>
        Assert.Equal(expected, Read(status, fields, hasData, errors).Refusal);

    [Fact]
    public void An_answer_that_says_nothing_of_limits_is_empty() => Assert.True(Read(200, "Server: x|Cache-Control: no-store").IsEmpty);

    [Fact]
    public void GitHubs_fields_are_points_until_an_instant_by_the_servers_clock()
    {
        var read = Read(200, "Date: Sun, 22 Nov 2026 11:59:00 GMT|X-RateLimit-Limit: 5000|X-RateLimit-Remaining: 4321|X-RateLimit-Reset: 1795348800|X-RateLimit-Resource: graphql");

        Assert.Equal(
            new QuotaReading("graphql", RateLimitUnit.Points, 4321) { Limit = 5000, ResetsAt = DateTimeOffset.FromUnixTimeSeconds(1795348800) },
            Assert.Single(read.Quotas!));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 11, 59, 0, TimeSpan.Zero), read.Date);
    }

    [Theory]
    [InlineData("RateLimit: \"default\";r=50;t=30|RateLimit-Policy: \"default\";q=100;w=60", "default", 100d, 50d, 30)]
    [InlineData("RateLimit: limit=100, remaining=50, reset=30", "", 100d, 50d, 30)]
    [InlineData("RateLimit-Limit: 100, 100;w=60|RateLimit-Remaining: 50|RateLimit-Reset: 30", "", 100d, 50d, 30)]
    [InlineData("X-RateLimit-Limit: 100|X-RateLimit-Remaining: 50|X-RateLimit-Reset: 30", "", 100d, 50d, 30)]
    public void The_drafts_fields_are_requests_for_so_many_seconds(string fields, string name, double limit, double remaining, int seconds) =>
        Assert.Equal(
            new QuotaReading(name, RateLimitUnit.Requests, remaining) { Limit = limit, ResetsIn = TimeSpan.FromSeconds(seconds) },
            Assert.Single(Read(200, fields).Quotas!));

    [Fact]
    public void Several_limits_in_one_field_are_each_read()
    {
        var read = Read(200, "RateLimit: \"burst\";r=3;t=1, \"hour\";r=900;t=1800|RateLimit-Policy: \"burst\";q=10;w=1, \"hour\";q=1000;w=3600");

        Assert.Equal(["burst", "hour"], read.Quotas!.Select(quota => quota.Name));
        Assert.Equal([10d, 1000d], read.Quotas!.Select(quota => quota.Limit!.Value));
    }

    [Theory]
    [InlineData("RateLimit: nonsense")]
    [InlineData("RateLimit: \"a\";r=;t=x")]
    [InlineData("x-ratelimit-remaining: many")]
    [InlineData("RateLimit-Limit: 10")]
    public void What_cannot_be_read_is_passed_over(string fields) => Assert.Null(Read(200, fields).Quotas);

    [Fact]
    public void Shopifys_cost_is_a_bucket_that_refills()
    {
        var read = Read(200, "", extensions: """{"cost":{"requestedQueryCost":101,"actualQueryCost":46,"throttleStatus":{"maximumAvailable":1000.0,"currentlyAvailable":954,"restoreRate":50.0}}}""");

        Assert.Equal((101d, 46d), (read.RequestedCost, read.ActualCost));
        Assert.Equal(new QuotaReading("", RateLimitUnit.QueryCost, 954) { Limit = 1000, RestoredPerSecond = 50 }, Assert.Single(read.Quotas!));
    }

    [Theory]
    [InlineData("""{"cost":5}""")]
    [InlineData("""{"cost":{"throttleStatus":{"currentlyAvailable":"many"}}}""")]
    [InlineData("""{"cost":{"throttleStatus":{"maximumAvailable":10,"currentlyAvailable":5,"restoreRate":0}}}""")]
    [InlineData("""[1]""")]
    public void Extensions_of_other_shapes_are_no_limits(string extensions) => Assert.Null(Read(200, "", extensions: extensions).Quotas);

    [Theory]
    [InlineData("RateLimit: \"a\";r=0;t=99999999999999999999")]
    [InlineData("RateLimit-Remaining: 0|RateLimit-Reset: 999999999")]
    [InlineData("x-ratelimit-remaining: 0|x-ratelimit-reset: 999999999999")]
    [InlineData("x-ratelimit-remaining: 0|x-ratelimit-reset: 99999999999999999999999")]
    public void A_reset_beyond_the_calendar_is_a_far_one(string fields)
    {
        var reading = Assert.Single(Read(200, fields).Quotas!);
        var wait = reading.ResetsIn ?? reading.ResetsAt - Clock.GetUtcNow();
        Assert.InRange(wait!.Value.TotalDays, 3650, 100_000);
    }

    [Theory]
    [InlineData("x-ratelimit-remaining: NaN")]
    [InlineData("x-ratelimit-remaining: Infinity")]
    public void What_is_no_number_is_passed_over(string fields) => Assert.Null(Read(200, fields).Quotas);

    [Theory]
    [InlineData("Retry-After: 7", 7)]
    [InlineData("Date: Sun, 22 Nov 2026 09:00:00 GMT|Retry-After: Sun, 22 Nov 2026 09:00:30 GMT", 30)]
    [InlineData("Retry-After: Sun, 22 Nov 2026 12:00:30 GMT", 30)]
    public void A_date_to_retry_at_counts_from_the_servers_own_clock(string fields, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read(429, fields, false).RetryAfter);

    [Theory]
    [InlineData(429, "x-ratelimit-remaining: 9|x-ratelimit-resource: graphql", "[]", 60)]
    [InlineData(200, "", Secondary, 60)]
    [InlineData(403, "", Secondary, 60)]
    [InlineData(429, "", "[]", null)]
    public void GitHubs_secondary_limit_is_waited_for_a_minute_at_least(int status, string fields, string errors, int? seconds) =>
        Assert.Equal(seconds is { } least ? TimeSpan.FromSeconds(least) : null, Read(status, fields, false, errors).LeastWait);

    private static LimitObservation Read(int status, string fields, bool hasData = true, string errors = "[]", string? extensions = null)
    {
        using var message = new HttpResponseMessage();
        foreach (var field in fields.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = field.IndexOf(": ", StringComparison.Ordinal);
            Assert.True(message.Headers.TryAddWithoutValidation(field[..colon], field[(colon + 2)..]));
        }

        return LimitReader.Read(
            status,
            message.Headers,
            hasData,
            GqlError.ReadAll(JsonDocument.Parse(errors).RootElement),
            extensions is null ? null : JsonDocument.Parse(extensions).RootElement,
            Clock);
    }
}
