using System.Diagnostics;
using System.Net;
using System.Text.Json;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Client.Subscriptions;
using GqlTools.Client.Transport;

namespace GqlTools.Benchmarks;

/// <summary>
/// 1,000 subscriptions of one session on one connection: what an idle one holds in memory, and how fast 100,000 events come through, the server on the same
/// cores. An event that is missing, doubled or out of order ends the run.
/// </summary>
internal static class SubscriptionBenchmark
{
    private const int Subscriptions = 1000;
    private const int EventsOfEach = 100;

    /// <summary>The goal for one idle subscription.</summary>
    private const double MostIdleBytes = 10 * 1024;

    public static async Task<int> RunAsync()
    {
        using var server = await DemoProcess.StartAsync("--max-streams", $"{2 * Subscriptions}");
        var isMissed = false;
        foreach (var protocol in (SubscriptionProtocol[])[SubscriptionProtocol.GraphQLTransportWs, SubscriptionProtocol.Sse])
        {
            // The first round compiles.
            for (var round = 0; round < 3; round++)
            {
                var idle = await IdleBytesAsync(server.Uri, protocol);
                var rate = await RateAsync(server.Uri, protocol);
                Console.WriteLine(FormattableString.Invariant($"{protocol,-20} {rate,10:N0} events/s {idle,8:N0} bytes an idle subscription (goal {MostIdleBytes:N0})"));
                if (round > 0) isMissed |= idle > MostIdleBytes;
            }
        }

        return isMissed ? 1 : 0;
    }

    private static async Task<double> IdleBytesAsync(Uri server, SubscriptionProtocol protocol)
    {
        await using var session = Open(server, protocol);
        await using var feed = new SubscriptionFeed<JsonElement>(session, static () => JsonElementReader.Instance);
        await feed.AddAsync(new GqlRequest("subscription { silence { id } }"));
        await WhenActiveAsync(session, 1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var index = 0; index < Subscriptions; index++) await feed.AddAsync(new GqlRequest("subscription { silence { id } }"));
        await WhenActiveAsync(session, Subscriptions + 1);
        return (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Subscriptions;
    }

    private static async Task<double> RateAsync(Uri server, SubscriptionProtocol protocol)
    {
        await using var session = Open(server, protocol);
        await using var feed = new SubscriptionFeed<JsonElement>(session, static () => JsonElementReader.Instance);
        var next = Enumerable.Repeat(1, Subscriptions).ToArray();
        var clock = Stopwatch.StartNew();
        for (var index = 0; index < Subscriptions; index++)
            await feed.AddAsync(new GqlRequest($"subscription {{ count(to: {EventsOfEach}) {{ number }} }}") { Tag = index });
        while (await feed.TakeAsync() is { } taken)
        {
            if (taken.Event.Failure is { } failure) throw failure;
            if (taken.Event.Kind != GqlEventKind.Response) continue;
            var number = taken.Event.Response!.Data.GetProperty("count").GetProperty("number").GetInt32();
            if (number != next[(int)taken.Request.Tag!]++) throw new InvalidOperationException($"Event {number} came where {next[(int)taken.Request.Tag!] - 1} was due.");
        }

        if (next.Any(static number => number != EventsOfEach + 1)) throw new InvalidOperationException("Events are missing.");
        if (session.Statistics.ConnectionsOpened != 1) throw new InvalidOperationException($"{session.Statistics.ConnectionsOpened} connections were opened.");
        return Subscriptions * EventsOfEach / clock.Elapsed.TotalSeconds;
    }

    // The client has no word from the server that a silent subscription has begun: it is given the time.
    private static async Task WhenActiveAsync(GqlSession session, int count)
    {
        while (session.Statistics.Subscriptions.Active < count) await Task.Delay(TimeSpan.FromMilliseconds(10));
        await Task.Delay(TimeSpan.FromSeconds(2));
    }

    private static GqlSession Open(Uri server, SubscriptionProtocol protocol) => new(new GqlSessionOptions(server)
    {
        HttpVersion = HttpVersionChoice.Exactly(HttpVersion.Version20),
        Tls = new TlsOptions { SkipCertificateCheck = true },
        SkipConnectionTest = true,
        Subscriptions = new SubscriptionConnectionOptions { Protocol = protocol },
    });
}
