using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace GqlTools.Client.Tests.Scheduling;

/// <summary>A limit within windows, on the test's clock: with GitHub's header fields, or with the seconds that are left.</summary>
internal sealed class ServerWindow(FakeTimeProvider clock, int limit, TimeSpan length)
{
    private const string Hello = """{"data":{"hello":"world"}}""";
    private const string RateLimited = """{"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]}""";

    private readonly Lock _lock = new();
    private DateTimeOffset _resetsAt = clock.GetUtcNow() + length;
    private volatile TaskCompletionSource? _held;
    private int _used;

    public int Refused { get; private set; }

    /// <summary>How old the text of <c>Date</c> is.</summary>
    public TimeSpan DateAge { get; init; }

    /// <summary>How far the server's clock is ahead of the session's.</summary>
    public TimeSpan ClockError { get; init; }

    /// <summary>How much later than told a window ends.</summary>
    public TimeSpan Lateness { get; init; }

    /// <summary>Whether seconds left are told, rounded up or down, in place of an instant.</summary>
    public bool? RoundsUp { get; init; }

    /// <summary>Answers nothing until <see cref="Release"/>.</summary>
    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _held!.SetResult();

    public async Task AnswerAsync(HttpContext context)
    {
        if (_held is { } held) await held.Task;
        bool isRefused;
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            while (now >= _resetsAt + Lateness) (_resetsAt, _used) = (_resetsAt + length, 0);
            isRefused = _used == limit;
            if (isRefused) Refused++;
            else _used++;
            SetFields(context.Response.Headers, now);
        }

        await ScriptedServer.AnswerAsync(context, isRefused ? RateLimited : Hello);
    }

    private void SetFields(IHeaderDictionary headers, DateTimeOffset now)
    {
        headers.Date = (now + ClockError - DateAge).ToString("R", CultureInfo.InvariantCulture);
        if (RoundsUp is { } up)
        {
            var seconds = (_resetsAt - now).TotalSeconds;
            headers["RateLimit"] = $"\"default\";r={limit - _used};t={(up ? Math.Ceiling(seconds) : Math.Floor(seconds))}";
            headers["RateLimit-Policy"] = $"\"default\";q={limit};w=2";
            return;
        }

        headers["x-ratelimit-limit"] = $"{limit}";
        headers["x-ratelimit-remaining"] = $"{limit - _used}";
        headers["x-ratelimit-reset"] = $"{(_resetsAt + ClockError).ToUnixTimeSeconds()}";
        headers["x-ratelimit-resource"] = "graphql";
    }
}
