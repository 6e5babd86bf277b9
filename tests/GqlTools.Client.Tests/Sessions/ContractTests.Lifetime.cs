using System.Net;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Client.Transport;
using Microsoft.AspNetCore.Http;

namespace GqlTools.Client.Tests.Sessions;

/// <summary>C6 and C8 to C10: the queue, the object, the connection, the end.</summary>
public sealed partial class ContractTests
{
    [Fact]
    public async Task C6_5000_queued_requests_with_a_timeout_of_one_second_each_do_not_expire_in_the_queue()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var release = new TaskCompletionSource();
        var held = 0;
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref held) == 1) await release.Task;
            await ScriptedServer.AnswerAsync(context, Hello);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { MaximumConcurrency = 1, TimeProvider = clock });

        var first = session.SendAsync(Query with { Timeout = TimeSpan.FromHours(1) }, Token);
        var queued = Enumerable.Range(0, 5000)
            .Select(_ => session.SendAsync(Query with { Timeout = TimeSpan.FromSeconds(1) }, Token))
            .ToArray();
        Assert.Equal(5000, session.Statistics.Queued);
        clock.Advance(TimeSpan.FromMinutes(30));
        release.SetResult();
        await first;
        var answers = await Task.WhenAll(queued);

        Assert.All(answers, answer => Assert.True(answer.HasData));
        Assert.Equal(0, session.Statistics.Errors);
    }

    [Fact]
    public async Task C6_the_queue_is_served_in_the_order_of_arrival()
    {
        var order = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var release = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            order.Enqueue(context.Request.Headers["x-number"].ToString());
            if (order.Count == 1) await release.Task;
            await ScriptedServer.AnswerAsync(context, Hello);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { MaximumConcurrency = 1 });

        var all = Enumerable.Range(0, 50).Select(index =>
            session.SendAsync(Query with { Headers = [new("x-number", $"{index:00}")] }, Token)).ToArray();
        release.SetResult();
        await Task.WhenAll(all);

        Assert.Equal(order.Order(), order);
    }

    [Fact]
    public void C8_the_session_is_a_plain_object_of_an_assembly_that_knows_no_shell_and_its_options_have_no_setters()
    {
        Assert.DoesNotContain(
            typeof(GqlSession).Assembly.GetReferencedAssemblies(), name => name.Name!.StartsWith("System.Management.Automation", StringComparison.Ordinal));
        Assert.All(typeof(GqlSessionOptions).GetProperties(), property =>
            Assert.True(property.SetMethod is null
                || property.SetMethod.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit))));
    }

    [Fact]
    public async Task C8_a_new_token_is_one_atomic_swap()
    {
        var seen = new System.Collections.Concurrent.ConcurrentBag<string>();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            seen.Add(context.Request.Headers.Authorization.ToString());
            await ScriptedServer.AnswerAsync(context, Hello);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { Authentication = GqlAuthentication.Bearer("old") });

        var load = Enumerable.Range(0, 200).Select(index => Task.Run(
            async () =>
            {
                if (index == 100) session.ReplaceAuthentication(GqlAuthentication.Bearer("new"));
                await session.SendAsync(Query, Token);
            },
            Token));
        await Task.WhenAll(load);
        await session.SendAsync(Query with { Headers = [new("x-last", "1")] }, Token);

        Assert.Subset(new HashSet<string> { "Bearer old", "Bearer new" }, seen.ToHashSet());
        Assert.Contains("Bearer new", seen);
        Assert.Equal("Bearer", session.Options.Authentication!.Scheme);
    }

    [Theory]
    [InlineData("1.1", "HTTP/1.1")]
    [InlineData("2.0", "HTTP/2")]
    public async Task C9_the_version_stands_on_every_message(string version, string expected)
    {
        var protocols = new System.Collections.Concurrent.ConcurrentBag<string>();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            protocols.Add(context.Request.Protocol);
            await ScriptedServer.AnswerAsync(context, Hello);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { HttpVersion = HttpVersionChoice.Exactly(Version.Parse(version)) });

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => session.SendAsync(Query, Token)));

        Assert.All(protocols, protocol => Assert.Equal(expected, protocol));
        Assert.All(answers, answer => Assert.Equal(Version.Parse(version), answer.HttpVersion));
    }

    [Fact]
    public async Task C9_an_HTTP_2_session_holds_one_connection_under_300_requests_at_once()
    {
        var arrived = new CountdownEvent(100);
        var release = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (!arrived.IsSet) arrived.Signal();
            await release.Task;
            await ScriptedServer.AnswerAsync(context, Hello);
        });
        await using var session = TestSessions.SessionWith(server);

        var all = Enumerable.Range(0, 300).Select(_ => session.SendAsync(Query, Token)).ToArray();
        Assert.True(await Task.Run(() => arrived.Wait(Patience, Token), Token));
        Assert.Equal(GqlSessionOptions.DefaultMaximumConcurrency, session.Statistics.InFlight);
        Assert.Equal(200, session.Statistics.Queued);
        release.SetResult();
        await Task.WhenAll(all);

        Assert.Equal(1, session.Statistics.ConnectionsOpened);
        Assert.Equal(1, server.ConnectionCount);
    }

    [Fact]
    public async Task C10_closing_during_200_accepted_requests_loses_none_and_takes_no_new_ones()
    {
        var release = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await release.Task;
            await ScriptedServer.AnswerAsync(context, Hello);
        });
        await using var session = TestSessions.SessionWith(server);

        var accepted = Enumerable.Range(0, 200).Select(_ => session.SendAsync(Query, Token)).ToArray();
        var closing = session.CloseAsync(Patience);
        var again = session.CloseAsync(Patience);
        var refused = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Query, Token));
        Assert.Equal(GqlSessionState.Closing, session.State);
        release.SetResult();
        await Task.WhenAll(closing, again);

        Assert.Equal(FailureKind.SessionClosed, refused.Kind);
        Assert.All(accepted, request => Assert.True(request.IsCompletedSuccessfully));
        Assert.Equal(GqlSessionState.Closed, session.State);
        Assert.Equal(0, session.Statistics.ConnectionsCurrent);
    }

    [Fact]
    public async Task C10_what_is_left_after_the_limit_is_cancelled_and_says_so()
    {
        var arrived = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { MaximumConcurrency = 1 });

        var inFlight = session.SendAsync(Query, Token);
        var queued = session.SendAsync(Query, Token);
        await arrived.Task.WaitAsync(Patience, Token);
        await session.CloseAsync(TimeSpan.FromMilliseconds(50));

        Assert.Equal(FailureKind.Cancelled, (await Assert.ThrowsAsync<GqlException>(() => inFlight)).Kind);
        Assert.Equal(FailureKind.Cancelled, (await Assert.ThrowsAsync<GqlException>(() => queued)).Kind);
        Assert.Equal(GqlSessionState.Closed, session.State);
    }

    [Fact]
    public async Task C10_a_forced_close_cuts_a_drain_short_that_another_caller_awaits()
    {
        var arrived = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var session = TestSessions.SessionWith(server);

        var inFlight = session.SendAsync(Query, Token);
        await arrived.Task.WaitAsync(Patience, Token);
        var draining = session.CloseAsync(Timeout.InfiniteTimeSpan);
        await session.CloseAsync(TimeSpan.Zero);
        await draining;

        Assert.Equal(FailureKind.Cancelled, (await Assert.ThrowsAsync<GqlException>(() => inFlight)).Kind);
    }

    [Fact]
    public async Task A_server_restart_under_load_costs_queries_only_retries()
    {
        var server = await ScriptedServer.StartAsync(ScriptedServer.Always(Hello));
        var options = TestSessions.OptionsFor(server) with
        {
            Tls = new TlsOptions { SkipCertificateCheck = true },
            Retry = new() { BaseDelay = TimeSpan.FromMilliseconds(100), MaximumRetryCount = 20 },
        };
        await using var session = new GqlSession(options);
        using var stop = new CancellationTokenSource();
        var answered = 0;
        var load = Enumerable.Range(0, 16).Select(_ => Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    var answer = await session.SendAsync(Query, Token);
                    Assert.Equal("world", answer.Data.GetProperty("hello").GetString());
                    Interlocked.Increment(ref answered);
                }
            },
            Token)).ToArray();

        await UntilAsync(() => Volatile.Read(ref answered) > 500);
        await server.DisposeAsync();
        await UntilAsync(() => session.Statistics.Retries > 0);
        server = await ScriptedServer.StartAsync(ScriptedServer.Always(Hello), options.Endpoint.Port);
        var before = Volatile.Read(ref answered);
        await UntilAsync(() => Volatile.Read(ref answered) > before + 500);
        await stop.CancelAsync();
        await Task.WhenAll(load);

        Assert.Equal(0, session.Statistics.Errors);
        Assert.Equal(GqlSessionState.Open, session.State);
        await server.DisposeAsync();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
