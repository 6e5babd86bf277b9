using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Client.Subscriptions;
using GqlTools.Client.Transport;
using GqlTools.Demo;
using Microsoft.Extensions.Time.Testing;

namespace GqlTools.Client.Tests.Subscriptions;

/// <summary>What tests of subscriptions have in common: sessions with the demo server that try again at once, and its counting subscription.</summary>
internal static class Subscribing
{
    /// <summary>Goes on after the last event.</summary>
    public static readonly SubscriptionOptions Resuming = new() { ResumeVariable = "after", ResumePath = "count.id" };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static GqlSessionOptions SubscribingTo(
        DemoServer server, SubscriptionProtocol protocol = SubscriptionProtocol.GraphQLTransportWs, string version = "2.0", string? fault = null) =>
        new(fault is null ? server.HttpsUri : DemoServer.FaultUri(server.HttpsUri, fault))
        {
            Tls = new TlsOptions { TrustedRoots = new X509Certificate2Collection(server.Certificate) },
            HttpVersion = HttpVersionChoice.Exactly(Version.Parse(version)),
            SkipConnectionTest = true,
            Subscriptions = new SubscriptionConnectionOptions { Protocol = protocol, RetryDelay = TimeSpan.Zero, Linger = TimeSpan.Zero },
        };

    public static GqlRequest Count(int? to = null, int intervalMilliseconds = 0) =>
        new("subscription Count($to: Int, $after: ID, $ms: Int!) { count(to: $to, after: $after, intervalMilliseconds: $ms) { id number } }")
        {
            Variables = JsonSerializer.SerializeToUtf8Bytes(new { to, ms = intervalMilliseconds }),
        };

    /// <summary>Lets time pass until something is done: what the passing of time alone sets off. What needs real work on the way, be it a message from the
    /// server, might take too long for a clock that runs thousands of times as fast.</summary>
    public static Task AdvanceAsync(FakeTimeProvider clock, Task until) => AdvanceAsync(clock, () => until.IsCompleted);

    /// <inheritdoc cref="AdvanceAsync(FakeTimeProvider, Task)"/>
    public static async Task AdvanceAsync(FakeTimeProvider clock, Func<bool> until)
    {
        while (!until())
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, Cancelled);
        }
    }

    /// <summary>Waits for what a session's statistics show: they are read, and give no signal.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds()) await Task.Delay(1, Cancelled);
    }

    public static IJsonValueReader<JsonElement> Read() => JsonElementReader.Instance;

    public static async Task<List<GqlEvent<JsonElement>>> WatchAsync(GqlSession session, GqlRequest request, SubscriptionOptions? options = null) =>
        await session.SubscribeAsync(request, Read, options, Cancelled).ToListAsync(Cancelled);

    public static int Number(GqlEvent<JsonElement> read) => read.Response!.Data.GetProperty("count").GetProperty("number").GetInt32();

    public static IEnumerable<int> Numbers(IEnumerable<GqlEvent<JsonElement>> events) => events.Where(read => read.Kind == GqlEventKind.Response).Select(Number);

    public static IEnumerable<SubscriptionGap> Gaps(IEnumerable<GqlEvent<JsonElement>> events) => events.Select(read => read.Gap).OfType<SubscriptionGap>();
}
