using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Tests.Operations;

public sealed class RequestWindowTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Outcomes_come_in_the_order_of_the_requests_and_a_full_window_takes_no_more()
    {
        var release = new TaskCompletionSource();
        var fastAnswered = new TaskCompletionSource();
        await using var server = await SlowAndFastAsync(release, fastAnswered);
        await using var session = TestSessions.SessionWith(server);
        await using var window = Window(session, 2, asCompleted: false);

        window.Submit(Named("slow"));
        window.Submit(Named("fast"));
        Assert.True(window.IsFull);
        Assert.Throws<InvalidOperationException>(() => window.Submit(Named("third")));
        await fastAnswered.Task;
        Assert.False(window.TryTake(out _));
        release.SetResult();

        Assert.Equal("slow", NameOf(await window.TakeAsync()));
        Assert.Equal("fast", NameOf(await window.TakeAsync()));
        Assert.Equal(0, window.Pending);
    }

    [Fact]
    public async Task Outcomes_come_in_the_order_of_the_answers_where_that_is_asked_for()
    {
        var release = new TaskCompletionSource();
        await using var server = await SlowAndFastAsync(release, new TaskCompletionSource());
        await using var session = TestSessions.SessionWith(server);
        await using var window = Window(session, 2, asCompleted: true);

        window.Submit(Named("slow"));
        window.Submit(Named("fast"));
        Assert.Equal("fast", NameOf(await window.TakeAsync()));
        release.SetResult();

        Assert.Equal("slow", NameOf(await window.TakeAsync()));
        Assert.Equal(0, window.Pending);
    }

    [Fact]
    public async Task A_failed_request_takes_no_other_with_it()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("""{"data":{"name":"x"}}"""));
        await using var session = TestSessions.SessionWith(server);
        await using var window = Window(session, 3, asCompleted: false);

        window.Submit(new GqlRequest("{ a"));
        window.Submit(Named("x"));

        Assert.Equal(FailureKind.SyntaxError, (await window.TakeAsync()).Failure!.Kind);
        Assert.Equal("x", NameOf(await window.TakeAsync()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disposing_leaves_nothing_in_flight(bool asCompleted)
    {
        var arrived = new CountdownEvent(10);
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            arrived.Signal();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var session = TestSessions.SessionWith(server);
        var window = Window(session, 10, asCompleted);
        for (var index = 0; index < 10; index++) window.Submit(Named("never"));
        Assert.True(await Task.Run(() => arrived.Wait(TimeSpan.FromSeconds(30), Token), Token));
        Assert.False(window.TryTake(out _));

        await window.DisposeAsync();

        Assert.Equal(0, session.Statistics.InFlight);
        Assert.Equal(0, session.Statistics.Queued);
        Assert.Equal(1, session.Statistics.ConnectionsCurrent);
    }

    private static Task<ScriptedServer> SlowAndFastAsync(TaskCompletionSource releaseSlow, TaskCompletionSource fastAnswered) =>
        ScriptedServer.StartAsync(async context =>
        {
            var name = context.Request.Headers["x-name"].ToString();
            if (name == "slow") await releaseSlow.Task;
            await ScriptedServer.AnswerAsync(context, $$$"""{"data":{"name":"{{{name}}}"}}""");
            if (name == "fast") fastAnswered.TrySetResult();
        });

    private static RequestWindow<JsonElement> Window(GqlSession session, int size, bool asCompleted) =>
        new(session, static () => JsonElementReader.Instance, size, asCompleted, Token);

    private static GqlRequest Named(string name) => new("{ name }") { Headers = [new("x-name", name)] };

    private static string NameOf(RequestOutcome<JsonElement> outcome) => outcome.Response!.Data.GetProperty("name").GetString()!;
}
