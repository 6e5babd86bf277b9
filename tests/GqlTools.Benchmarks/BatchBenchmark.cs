using System.Text;
using System.Text.Json;
using GqlTools.Client.Batching;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Client.Transport;

namespace GqlTools.Benchmarks;

/// <summary>
/// The same lookups, one request each and in batches, over one session, with the same number of HTTP requests in flight: what <c>-BatchSize 50</c> gains at the
/// default <c>-ThrottleLimit</c>. The server answers every HTTP request 10 ms late, whatever is in it, as one does whose time goes into the way there; one
/// whose time goes into the lookups gains less.
/// </summary>
internal static class BatchBenchmark
{
    private const int Lookups = 1000;
    private const int BatchSize = 50;
    private const int InFlight = 16;

    /// <summary>As many single requests as one HTTP/2 connection carries with most servers: the other way to go faster.</summary>
    private const int MostInFlight = 100;
    private const int Rounds = 9;

    /// <summary>The goal: five times the rate of single requests.</summary>
    private const double LeastRate = 5;

    private const string Document = "query Lookup($sku: String!) { product(sku: $sku) { sku name stock } }";

    public static async Task<int> RunAsync()
    {
        using var demo = await DemoProcess.StartAsync();
        await using var session = new GqlSession(new GqlSessionOptions(new Uri(demo.Uri, "/faults/delay?milliseconds=10"))
        {
            Tls = new TlsOptions { SkipCertificateCheck = true },
        });
        Console.WriteLine($"{Lookups:N0} lookups, {InFlight} HTTP requests in flight at most, {BatchSize} lookups a batch.");
        var results = await Contest.RunAsync(
            Lookups,
            Rounds,
            new Contender("single requests", count => SendAsync(session, count, InFlight, null)),
            new Contender("merged by aliases", count => SendAsync(session, count, InFlight, BatchStyle.Alias)),
            new Contender($"single requests, {MostInFlight} in flight", count => SendAsync(session, count, MostInFlight, null)));
        Console.WriteLine($"HTTP requests sent: {session.Statistics.Requests:N0}, connections opened: {session.Statistics.ConnectionsOpened}");
        return results[1].RateRatio >= LeastRate ? 0 : 1;
    }

    private static async Task SendAsync(GqlSession session, int count, int inFlight, BatchStyle? style)
    {
        var batcher = style is { } by ? new RequestBatcher<JsonElement>(session, Reader, BatchSize, by) : null;
        await using var window = new RequestWindow<JsonElement>(session, Reader, inFlight, asCompleted: false, CancellationToken.None, batcher);
        var right = 0;
        for (var number = 1; number <= count; number++)
        {
            while (window.IsFull) right += Check(await window.TakeAsync());
            window.Submit(new GqlRequest(Document) { Variables = Encoding.UTF8.GetBytes($$"""{"sku":"SKU-{{number:d7}}"}""") });
        }

        window.Flush();
        while (window.Pending > 0) right += Check(await window.TakeAsync());
        if (right != count) throw new InvalidOperationException($"{right} right answers of {count}.");
    }

    private static JsonElementReader Reader() => JsonElementReader.Instance;

    private static int Check(in RequestOutcome<JsonElement> outcome) =>
        outcome.Response!.Data.GetProperty("product").GetProperty("sku").GetString()!.Length == "SKU-0000000".Length ? 1 : 0;
}
