using System.Text.Json;
using GqlTools.Client.Operations;
using GqlTools.Client.Sessions;
using GqlTools.Client.Subscriptions;
using GqlTools.Demo;
using Microsoft.Extensions.Time.Testing;
using static GqlTools.Client.Tests.Subscriptions.Subscribing;

namespace GqlTools.Client.Tests.Subscriptions;

/// <summary>Where a feed ends, for callers who take what is there while they go on adding, and for those who are slow.</summary>
public sealed class FeedLimitTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private DemoServer _server = null!;
    private GqlSession _session = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private SubscriptionStatistics Seen => _session.Statistics.Subscriptions;

    public async ValueTask InitializeAsync()
    {
        _server = await DemoServer.StartAsync(new DemoServerOptions(), Cancelled);
        var options = SubscribingTo(_server);
        _session = new GqlSession(options with { TimeProvider = _clock, Subscriptions = options.Subscriptions with { PingInterval = Timeout.InfiniteTimeSpan } });
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task After_the_last_event_that_is_wanted_no_other_is_taken_and_no_subscription_is_started()
    {
        await using var feed = NewFeed(new SubscriptionOptions { MaximumCount = 3 });
        await feed.AddAsync(Count(to: 10));
        await UntilAsync(() => Seen.Events == 10);

        Assert.Equal([1, 2, 3], Numbers(TakeAll(feed)));
        await feed.AddAsync(Count(to: 10));

        Assert.Null(await feed.TakeAsync());
        Assert.Equal(1, Seen.Started);
    }

    [Fact]
    public async Task After_its_time_a_feed_gives_no_event_and_starts_no_subscription()
    {
        await using var feed = NewFeed(new SubscriptionOptions { Timeout = TimeSpan.FromSeconds(10) });
        await feed.AddAsync(Count(to: 10));
        await UntilAsync(() => Seen.Events == 10);
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Empty(TakeAll(feed));
        await feed.AddAsync(Count(to: 10));

        Assert.Null(await feed.TakeAsync());
        Assert.Equal(1, Seen.Started);
    }

    [Fact]
    public async Task Silence_is_measured_from_the_last_event_that_came_and_not_from_when_a_slow_caller_took_it()
    {
        await using var feed = NewFeed(new SubscriptionOptions { IdleTimeout = TimeSpan.FromSeconds(10) });
        await feed.AddAsync(Count(to: 2));
        await feed.AddAsync(new("subscription { silence { id } }"));
        await UntilAsync(() => Seen.Events == 2);
        _clock.Advance(TimeSpan.FromSeconds(60));

        var taken = new List<GqlEvent<JsonElement>>();
        while (await feed.TakeAsync() is { } read) taken.Add(read.Event);

        Assert.Equal([1, 2], Numbers(taken));
    }

    [Fact]
    public async Task Before_the_first_subscription_nothing_is_silent()
    {
        await using var feed = NewFeed(new SubscriptionOptions { IdleTimeout = TimeSpan.FromSeconds(10) });
        _clock.Advance(TimeSpan.FromSeconds(60));
        await feed.AddAsync(Count(to: 2, intervalMilliseconds: 1));

        var taken = new List<GqlEvent<JsonElement>>();
        while (await feed.TakeAsync() is { } read) taken.Add(read.Event);

        Assert.Equal([1, 2], Numbers(taken));
    }

    [Fact]
    public async Task An_event_follows_every_loss_however_slow_the_caller_is()
    {
        await using var feed = NewFeed(new SubscriptionOptions { BufferSize = 1, Overflow = OverflowPolicy.DropOldest });
        await feed.AddAsync(Count());
        await UntilLostAsync();

        for (var losses = 1; losses <= 3; losses++)
        {
            Assert.Equal(losses, (await TakeAsync(feed)).Gap?.Number);
            await UntilLostAsync();
            Assert.Equal(GqlEventKind.Response, (await TakeAsync(feed)).Kind);
            await UntilLostAsync();
        }
    }

    private SubscriptionFeed<JsonElement> NewFeed(SubscriptionOptions options) => new(_session, Read, options, Cancelled);

    private async Task UntilLostAsync()
    {
        var lost = Seen.Dropped;
        await UntilAsync(() => Seen.Dropped > lost);
    }

    // The next event or loss.
    private static async Task<GqlEvent<JsonElement>> TakeAsync(SubscriptionFeed<JsonElement> feed)
    {
        while (true)
        {
            var taken = (await feed.TakeAsync())!.Value.Event;
            if (taken.Kind != GqlEventKind.Verbose) return taken;
        }
    }

    private static List<GqlEvent<JsonElement>> TakeAll(SubscriptionFeed<JsonElement> feed)
    {
        var all = new List<GqlEvent<JsonElement>>();
        while (feed.TryTake(out var taken)) all.Add(taken.Event);
        return all;
    }
}
