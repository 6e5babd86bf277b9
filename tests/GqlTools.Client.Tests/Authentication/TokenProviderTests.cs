using System.Collections.Concurrent;
using System.Text;
using GqlTools.Client.Authentication;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace GqlTools.Client.Tests.Authentication;

public sealed class TokenProviderTests
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_provider_is_asked_once_for_all_who_wait_and_all_send_its_token()
    {
        var script = new Script { Gate = new TaskCompletionSource() };
        await using var server = await StartAsync(_ => true);
        await using var session = SessionWith(server, script);
        var requests = Enumerable.Range(0, 20).Select(_ => session.SendAsync(Hello, Token)).ToArray();
        await script.Asked.Task.WaitAsync(Token);
        script.Gate.SetResult();
        await Task.WhenAll(requests);

        Assert.Equal(1, script.Calls);
        Assert.Equal(["Bearer opaque-1"], Sent.Distinct());
        Assert.Equal(1, session.Statistics.TokensReceived);
        Assert.Null(session.Statistics.TokenExpiresIn);
    }

    [Fact]
    public async Task One_who_stops_waiting_does_not_stop_the_provider_for_the_others()
    {
        var script = new Script { Gate = new TaskCompletionSource() };
        await using var server = await StartAsync(_ => true);
        await using var session = SessionWith(server, script);
        using var impatience = new CancellationTokenSource();
        var impatient = session.SendAsync(Hello, impatience.Token);
        var patient = session.SendAsync(Hello, Token);
        await script.Asked.Task.WaitAsync(Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        script.Gate.SetResult();

        await patient;
        Assert.Equal(1, script.Calls);
    }

    [Fact]
    public async Task A_token_is_replaced_ahead_of_its_end_and_nobody_waits_for_that()
    {
        var script = new Script { Make = number => Jwt(number, _clock.GetUtcNow() + Life) };
        await using var server = await StartAsync(_ => true);
        await using var session = SessionWith(server, script);
        await session.SendAsync(Hello, Token);
        Assert.Equal(Life, session.Statistics.TokenExpiresIn);

        _clock.Advance(Life - TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        await session.SendAsync(Hello, Token);
        Assert.Equal(1, script.Calls);

        _clock.Advance(TimeSpan.FromSeconds(1));
        script.Gate = new TaskCompletionSource();
        script.Asked = new TaskCompletionSource();
        await session.SendAsync(Hello, Token); // comes back while the provider is still at it
        await script.Asked.Task.WaitAsync(Token);
        Assert.Equal(1, session.Statistics.TokensReceived);
        script.Gate.SetResult();
        while (session.Statistics.TokensReceived < 2) await Task.Yield();
        await session.SendAsync(Hello, Token);

        Assert.Equal(2, script.Calls);
        Assert.Equal(2, Sent.Distinct().Count());
    }

    [Fact]
    public async Task A_provider_that_fails_breaks_nobody_while_the_token_is_valid_and_is_left_alone_for_a_while()
    {
        var script = new Script { Make = number => number == 1 ? Jwt(1, _clock.GetUtcNow() + Life) : throw new InvalidOperationException("the vault is sealed") };
        await using var server = await StartAsync(_ => true);
        await using var session = SessionWith(server, script);
        await session.SendAsync(Hello, Token);

        _clock.Advance(Life - TimeSpan.FromMinutes(4));
        script.Asked = new TaskCompletionSource();
        await session.SendAsync(Hello, Token);
        await script.Asked.Task.WaitAsync(Token);
        await script.Settled.Task.WaitAsync(Token);
        for (var index = 0; index < 10; index++) await session.SendAsync(Hello, Token);
        Assert.Equal(2, script.Calls);

        _clock.Advance(TimeSpan.FromMinutes(4));
        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Hello, Token));
        Assert.Equal(FailureKind.TokenUnavailable, failure.Kind);
        Assert.Contains("The token provider 'vault' failed: the vault is sealed", failure.Message, StringComparison.Ordinal);
        Assert.Empty(failure.Attempts);
        Assert.Equal(3, script.Calls);

        await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Hello, Token));
        Assert.Equal(3, script.Calls);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Hello, Token));
        Assert.Equal(4, script.Calls);
    }

    [Fact]
    public async Task Those_who_fail_together_have_an_exception_each()
    {
        var script = new Script { Gate = new TaskCompletionSource(), Make = _ => throw new InvalidOperationException("no") };
        await using var server = await StartAsync(_ => true);
        await using var session = SessionWith(server, script);
        var requests = Enumerable.Range(0, 3).Select(_ => session.SendAsync(Hello, Token)).ToArray();
        await script.Asked.Task.WaitAsync(Token);
        script.Gate.SetResult();
        var failures = new List<Exception>();
        foreach (var request in requests) failures.Add(await Assert.ThrowsAsync<GqlException>(() => request));
        Assert.Equal(3, failures.Distinct().Count());
        Assert.Equal(1, script.Calls);
    }

    [Theory]
    [InlineData("{ hello }")]
    [InlineData("mutation { hello }")]
    public async Task A_401_is_repeated_once_with_another_token_and_stands_among_the_attempts(string document)
    {
        var script = new Script();
        await using var server = await StartAsync(token => token == "Bearer opaque-2");
        await using var session = SessionWith(server, script, options => options with { Retry = new RetryOptions { MaximumRetryCount = 0 } });

        await WarmUpAsync(session);
        var response = await session.SendAsync(new GqlRequest(document), Token);

        Assert.Equal(["Bearer opaque-1", "Bearer opaque-1", "Bearer opaque-2"], Sent);
        Assert.Equal(2, response.Attempts.Count);
        Assert.Equal(FailureKind.Unauthorized, response.Attempts[0].Failure);
        Assert.Equal(401, response.Attempts[0].StatusCode);
        Assert.Equal(RetryReason.TokenRenewed, response.Attempts[0].Verdict?.Reason);
        Assert.Equal(1, session.Statistics.Retries);
    }

    [Fact]
    public async Task Many_who_are_refused_together_share_the_next_token()
    {
        var script = new Script();
        var arrived = 0;
        var all = new TaskCompletionSource();
        await using var server = await StartAsync(token => token == "Bearer opaque-2", async token =>
        {
            if (token != "Bearer opaque-1") return;
            if (Interlocked.Increment(ref arrived) == 10) all.SetResult();
            await all.Task;
        });
        await using var session = SessionWith(server, script);
        await WarmUpAsync(session);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => session.SendAsync(Hello, Token)));
        Assert.Equal(2, script.Calls);
    }

    [Fact]
    public async Task A_second_401_stands_and_a_server_that_takes_no_token_does_not_have_the_provider_asked_every_time()
    {
        var script = new Script();
        await using var server = await StartAsync(_ => false);
        await using var session = SessionWith(server, script);

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Hello, Token));
        Assert.Equal(FailureKind.Unauthorized, failure.Kind);
        Assert.Single(failure.Attempts); // the token was new: another would be the same
        Assert.Equal(1, script.Calls);

        _clock.Advance(TimeSpan.FromSeconds(5));
        failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Hello, Token));
        Assert.Equal(2, failure.Attempts.Count);
        Assert.Equal(2, script.Calls);
    }

    [Fact]
    public async Task A_401_with_a_provider_that_fails_says_both()
    {
        var script = new Script { Make = number => number == 1 ? "opaque-1" : throw new InvalidOperationException("the vault is sealed") };
        await using var server = await StartAsync(_ => false);
        await using var session = SessionWith(server, script);
        await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Hello, Token));
        _clock.Advance(TimeSpan.FromSeconds(5));

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Hello, Token));
        Assert.Equal(FailureKind.Unauthorized, failure.Kind);
        Assert.Contains("401 Unauthorized", failure.Message, StringComparison.Ordinal);
        Assert.Contains("the vault is sealed", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("opaque", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ hello }", """{"errors":[{"message":"who?","extensions":{"code":"UNAUTHENTICATED"}}]}""", 2)]
    [InlineData("{ hello }", """{"data":null,"errors":[{"message":"who?","path":["hello"],"extensions":{"code":"AUTH_NOT_AUTHENTICATED"}}]}""", 2)]
    [InlineData("mutation { hello }", """{"errors":[{"message":"who?","extensions":{"code":"UNAUTHENTICATED"}}]}""", 2)]
    [InlineData("mutation { hello }", """{"data":null,"errors":[{"message":"who?","path":["hello"],"extensions":{"code":"UNAUTHENTICATED"}}]}""", 1)]
    [InlineData("{ hello }", """{"data":{"hello":null},"errors":[{"message":"who?","path":["hello"],"extensions":{"code":"UNAUTHENTICATED"}}]}""", 1)]
    [InlineData("{ hello }", """{"errors":[{"message":"no","extensions":{"code":"FORBIDDEN"}}]}""", 1)]
    public async Task An_answer_that_refuses_the_token_is_repeated_unless_something_may_have_run(string document, string refusal, int attempts)
    {
        var script = new Script();
        await using var server = await ScriptedServer.StartAsync(context =>
            ScriptedServer.AnswerAsync(context, context.Request.Headers.Authorization == "Bearer opaque-1" && !IsWarmUp(context) ? refusal : """{"data":{"hello":"you"}}"""));
        await using var session = SessionWith(server, script);
        await WarmUpAsync(session);

        var response = await session.SendAsync(new GqlRequest(document), Token);

        Assert.Equal(attempts, response.Attempts.Count);
    }

    [Theory]
    [InlineData("""{"exp":1767229200}""", 3600)]
    [InlineData("""{"exp":1767229200.9}""", 3600)]
    [InlineData("""{"exp":1}""", 0)]
    [InlineData("""{"exp":"soon"}""", null)]
    [InlineData("""{"exp":1e300}""", null)]
    [InlineData("""{"exp":-1}""", null)]
    [InlineData("""{}""", null)]
    [InlineData("""[1]""", null)]
    [InlineData("""not JSON""", null)]
    public async Task A_tokens_end_is_what_its_claims_say_if_they_say_it(string claims, int? seconds)
    {
        var script = new Script { Make = _ => $"e30.{Encode(claims)}.c2ln" };
        await using var server = await StartAsync(_ => true);
        await using var session = SessionWith(server, script);

        // Also one that is over by this machine's clock is sent: that clock may be wrong.
        await session.SendAsync(Hello, Token);
        await session.SendAsync(Hello, Token);

        Assert.Equal(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value), session.Statistics.TokenExpiresIn);
        Assert.Equal(1, script.Calls);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    public async Task What_is_no_token_is_the_providers_failure_and_is_not_shown(string token)
    {
        var script = new Script { Make = _ => token };
        await using var server = await StartAsync(_ => true);
        await using var session = SessionWith(server, script);
        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Hello, Token));
        Assert.Equal(FailureKind.TokenUnavailable, failure.Kind);
        Assert.DoesNotContain("two words", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_never_answers_ends_at_its_timeout()
    {
        var script = new Script { Gate = new TaskCompletionSource() };
        await using var server = await StartAsync(_ => true);
        await using var session = SessionWith(server, script, options => options with { OperationTimeout = Timeout.InfiniteTimeSpan });
        var request = session.SendAsync(Hello, Token);
        await script.Asked.Task.WaitAsync(Token);
        _clock.Advance(TimeSpan.FromSeconds(60));
        var failure = await Assert.ThrowsAsync<GqlException>(() => request);
        Assert.Contains("'vault' gave no token within 60 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_closes_ends_its_provider()
    {
        var script = new Script { Gate = new TaskCompletionSource() };
        await using var server = await StartAsync(_ => true);
        var session = SessionWith(server, script);
        var request = session.SendAsync(Hello, Token);
        await script.Asked.Task.WaitAsync(Token);
        await session.DisposeAsync();
        Assert.Equal(FailureKind.Cancelled, (await Assert.ThrowsAsync<GqlException>(() => request)).Kind);
        Assert.True(script.Cancellation.IsCancellationRequested);
    }

    [Fact]
    public void Tokens_do_not_go_over_plain_http_unasked()
    {
        var options = new GqlSessionOptions(new Uri("http://example.com/graphql")) { TokenProvider = new Script().Provider };
        Assert.Equal(FailureKind.UnencryptedAuthentication, Assert.Throws<GqlException>(options.Validate).Kind);
    }

    private static GqlRequest Hello => new("{ hello }");

    private ConcurrentQueue<string> Sent { get; } = [];

    // The first token comes, is taken by the server, and is no longer new.
    private async Task WarmUpAsync(GqlSession session)
    {
        await session.SendAsync(Hello with { Headers = [new("x-warm-up", "1")] }, Token);
        _clock.Advance(TimeSpan.FromSeconds(5));
    }

    private static bool IsWarmUp(HttpContext context) => context.Request.Headers.ContainsKey("x-warm-up");

    private Task<ScriptedServer> StartAsync(Func<string, bool> accepts, Func<string, Task>? before = null) => ScriptedServer.StartAsync(async context =>
    {
        var token = context.Request.Headers.Authorization.ToString();
        Sent.Enqueue(token);
        if (before is not null && !IsWarmUp(context)) await before(token);
        await (accepts(token) || IsWarmUp(context)
            ? ScriptedServer.AnswerAsync(context, """{"data":{"hello":"you"}}""")
            : ScriptedServer.AnswerAsync(context, """{"errors":[{"message":"expired"}]}""", status: StatusCodes.Status401Unauthorized));
    });

    private GqlSession SessionWith(ScriptedServer server, Script script, Func<GqlSessionOptions, GqlSessionOptions>? change = null)
    {
        var options = TestSessions.OptionsFor(server) with { TokenProvider = script.Provider, TimeProvider = _clock };
        return new GqlSession(change?.Invoke(options) ?? options);
    }

    private static string Jwt(int number, DateTimeOffset end) =>
        $"e30.{Encode($$"""{"jti":"{{number}}","exp":{{end.ToUnixTimeSeconds()}}}""")}.c2ln";

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>A provider that does as its test says.</summary>
    private sealed class Script
    {
        private int _calls;

        public Script() => Provider = new GqlTokenProvider("vault", GetAsync);

        public GqlTokenProvider Provider { get; }

        public Func<int, string> Make { get; init; } = number => $"opaque-{number}";

        public TaskCompletionSource? Gate { get; set; }

        public TaskCompletionSource Asked { get; set; } = new();

        public TaskCompletionSource Settled { get; } = new();

        public CancellationToken Cancellation { get; private set; }

        public int Calls => Volatile.Read(ref _calls);

        private async Task<string> GetAsync(CancellationToken cancellationToken)
        {
            var number = Interlocked.Increment(ref _calls);
            Cancellation = cancellationToken;
            Asked.TrySetResult();
            if (Gate is { } gate) await gate.Task.WaitAsync(cancellationToken);
            try
            {
                return Make(number);
            }
            catch
            {
                Settled.TrySetResult();
                throw;
            }
        }
    }
}
