using GqlTools.Client.Operations;
using GqlTools.Client.Sessions;
using GqlTools.Client.Subscriptions;
using GqlTools.Demo;
using static GqlTools.Client.Tests.Subscriptions.Subscribing;

namespace GqlTools.Client.Tests.Subscriptions;

/// <summary>A network that is cut again and again under a counting subscription.</summary>
public sealed class CutConnectionTests : IAsyncLifetime
{
    private const int Cuts = 50;
    private const int MostEventsBetweenCuts = 12;

    private readonly int _seed = Random.Shared.Next();
    private DemoServer _server = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {_seed}");
        _server = await DemoServer.StartAsync(new DemoServerOptions(), Cancelled);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(SubscriptionProtocol.GraphQLTransportWs, "1.1")]
    [InlineData(SubscriptionProtocol.GraphQLTransportWs, "2.0")]
    [InlineData(SubscriptionProtocol.GraphQLWs, "1.1")]
    [InlineData(SubscriptionProtocol.Sse, "2.0")]
    [InlineData(SubscriptionProtocol.Multipart, "2.0")]
    public async Task Cut_50_times_at_random_it_always_comes_back_and_no_event_comes_twice_or_never(SubscriptionProtocol protocol, string version)
    {
        await using var session = new GqlSession(OptionsFor(protocol, version));

        var events = await WatchWhileCuttingAsync(session, Resuming, static read => read.Text?.Contains("resumed after", StringComparison.Ordinal) == true);

        Assert.Equal(Enumerable.Range(1, Numbers(events).Count()), Numbers(events));
        Assert.Empty(Gaps(events));
        Assert.True(session.Statistics.Subscriptions.Reconnects >= Cuts);
    }

    [Theory]
    [InlineData(SubscriptionProtocol.GraphQLTransportWs, "1.1")]
    [InlineData(SubscriptionProtocol.Sse, "2.0")]
    public async Task Cut_50_times_at_random_without_a_variable_to_resume_by_every_gap_is_marked_where_it_is(SubscriptionProtocol protocol, string version)
    {
        await using var session = new GqlSession(OptionsFor(protocol, version));

        var events = await WatchWhileCuttingAsync(session, SubscriptionOptions.Default, static read => read.Gap is not null);

        var expected = 1;
        foreach (var read in events)
        {
            if (read.Gap is not null) expected = 1;
            if (read.Kind == GqlEventKind.Response) Assert.Equal(expected++, Number(read));
        }

        Assert.Equal(Enumerable.Range(1, Gaps(events).Count()), Gaps(events).Select(gap => gap.Number));
        Assert.True(Gaps(events).Count() >= Cuts);
    }

    private GqlSessionOptions OptionsFor(SubscriptionProtocol protocol, string version)
    {
        var options = SubscribingTo(_server, protocol, version);
        return options with { Subscriptions = options.Subscriptions with { MaximumRetryCount = 1000 } };
    }

    private async Task<List<GqlEvent<System.Text.Json.JsonElement>>> WatchWhileCuttingAsync(
        GqlSession session, SubscriptionOptions options, Func<GqlEvent<System.Text.Json.JsonElement>, bool> saysThatItIsBack)
    {
        var random = new Random(_seed);
        var events = new List<GqlEvent<System.Text.Json.JsonElement>>();
        var (cuts, returns) = (0, 0);
        var untilCut = random.Next(MostEventsBetweenCuts);
        await foreach (var read in session.SubscribeAsync(Count(intervalMilliseconds: 1), Read, options, Cancelled))
        {
            Assert.Null(read.Failure);
            events.Add(read);
            if (saysThatItIsBack(read)) returns++;
            // What came before the last cut may still be read, and there is nothing yet that could be cut.
            if (read.Kind != GqlEventKind.Response || returns < cuts || untilCut-- > 0) continue;
            if (cuts == Cuts) break;
            Assert.NotEqual(0, _server.CutStreams());
            cuts++;
            untilCut = random.Next(MostEventsBetweenCuts);
        }

        return events;
    }
}
