using System.Text.Json;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Client.Subscriptions;
using GqlTools.Demo;
using Microsoft.Extensions.Time.Testing;
using static GqlTools.Client.Tests.Subscriptions.Subscribing;

namespace GqlTools.Client.Tests.Subscriptions;

/// <summary>What counts as a sign of life of a WebSocket.</summary>
public sealed class SignsOfLifeTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pong_that_is_here_before_the_ping_is_noted_as_sent_is_a_sign_of_life()
    {
        GqlSession session = null!;
        var clock = new HesitantClock(() => session.Statistics.Subscriptions);
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Cancelled);
        var options = SubscribingTo(server);
        await using var _ = session = new GqlSession(options with { TimeProvider = clock, Subscriptions = options.Subscriptions with { PongTimeout = TimeSpan.FromSeconds(10) } });
        await using var feed = new SubscriptionFeed<JsonElement>(session, Read, cancellationToken: Cancelled);
        await feed.AddAsync(new GqlRequest("subscription { silence { id } }"));
        await server.Counters.WhenAsync(counters => counters.Streams.SubscriptionsActive == 1, Cancelled);

        while (session.Statistics.Subscriptions.LastPing is null)
        {
            // The ping is sent by the thread that lets the time pass.
            clock.Hesitates = true;
            clock.Advance(TimeSpan.FromSeconds(1));
            clock.Hesitates = false;
            await Task.Delay(1, Cancelled);
        }

        await UntilAsync(() => session.Statistics.Subscriptions.RoundTrip is not null);
        var first = session.Statistics.Subscriptions.LastPing;
        await AdvanceAsync(clock, until: () => session.Statistics.Subscriptions.LastPing != first || session.Statistics.Subscriptions.Reconnects > 0);

        Assert.Equal(0, session.Statistics.Subscriptions.Reconnects);
    }

    /// <summary>A clock of a thread that loses the processor between its ping and its next look at the clock, until the pong has come.</summary>
    private sealed class HesitantClock(Func<SubscriptionStatistics> statistics) : FakeTimeProvider
    {
        private int _dated;
        private bool _isLooking;

        public volatile bool Hesitates;

        // A ping is noted with its date, by the thread that sends it.
        public override DateTimeOffset GetUtcNow()
        {
            _dated = Environment.CurrentManagedThreadId;
            return base.GetUtcNow();
        }

        public override long GetTimestamp()
        {
            if (!Hesitates || _isLooking || _dated != Environment.CurrentManagedThreadId) return base.GetTimestamp();
            // Statistics look at the clock, too.
            _isLooking = true;
            var isPinged = statistics().LastPing is not null;
            _isLooking = false;
            if (!isPinged) return base.GetTimestamp();
            SpinWait.SpinUntil(() => statistics().RoundTrip is not null);
            return base.GetTimestamp() + 1;
        }
    }
}
