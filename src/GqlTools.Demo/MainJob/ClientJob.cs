using System.Diagnostics;
using System.Text.Json;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Client.Transport;
using GqlTools.Demo.Shop;

namespace GqlTools.Demo.MainJob;

/// <summary>The main job through GqlTools.Client, for machines without PowerShell: one session, three ways to use it.</summary>
internal sealed class ClientJob(DemoServer server, JobDisplay display)
{
    private int _done;
    private int _errors;

    public async Task<IReadOnlyList<JobResult>> RunAsync(CancellationToken cancellationToken)
    {
        await using var session = new GqlSession(new GqlSessionOptions(server.HttpsUri)
        {
            Tls = new TlsOptions { TrustedRoots = [server.Certificate] },
        });
        await session.OpenAsync(cancellationToken);
        return
        [
            await MeasureAsync(session, "sequential", () => SendOneByOneAsync(session, cancellationToken)),
            await MeasureAsync(session, $"fan-out, {JobQuery.InFlight} in flight", () => FanOutAsync(session, cancellationToken)),
            await MeasureAsync(session, $"{JobQuery.InFlight} callers of one session", () => SendFromManyCallersAsync(session, cancellationToken)),
        ];
    }

    private async Task<JobResult> MeasureAsync(GqlSession session, string mode, Func<Task> send)
    {
        _done = 0;
        _errors = 0;
        var clock = Stopwatch.StartNew();
        var sending = send();
        while (await Task.WhenAny(sending, Task.Delay(TimeSpan.FromMilliseconds(50))) != sending)
            display.Show(mode, Volatile.Read(ref _done), JobQuery.Count);
        await sending;
        var seconds = clock.Elapsed.TotalSeconds;
        display.Show(mode, _done, JobQuery.Count);
        return new JobResult(mode, _done, seconds, session.Statistics.ConnectionsOpened, _errors);
    }

    private async Task SendOneByOneAsync(GqlSession session, CancellationToken cancellationToken)
    {
        for (var number = 0; number < JobQuery.Count; number++)
            Check(number, await session.SendAsync(Request(number), cancellationToken));
    }

    private async Task FanOutAsync(GqlSession session, CancellationToken cancellationToken)
    {
        await using var window = new RequestWindow<JsonElement>(
            session, static () => JsonElementReader.Instance, JobQuery.InFlight, asCompleted: false, cancellationToken);
        var taken = 0;
        for (var number = 0; number < JobQuery.Count; number++)
        {
            if (window.IsFull)
                Check(taken++, (await window.TakeAsync()).Response);
            window.Submit(Request(number));
        }

        while (window.Pending > 0)
            Check(taken++, (await window.TakeAsync()).Response);
    }

    private Task SendFromManyCallersAsync(GqlSession session, CancellationToken cancellationToken) => Parallel.ForAsync(
        0,
        JobQuery.Count,
        new ParallelOptions { MaxDegreeOfParallelism = JobQuery.InFlight, CancellationToken = cancellationToken },
        async (number, token) => Check(number, await session.SendAsync(Request(number), token)));

    private static GqlRequest Request(int number) => new(JobQuery.Text)
    {
        Variables = JsonSerializer.SerializeToUtf8Bytes(new { sku = ShopGenerator.SkuOf(number) }),
    };

    private void Check(int number, GqlResponse<JsonElement>? response)
    {
        Interlocked.Increment(ref _done);
        if (response is not { HasData: true, Errors.Count: 0 } || response.Data.GetProperty("product").GetProperty("sku").GetString() != ShopGenerator.SkuOf(number))
            Interlocked.Increment(ref _errors);
    }
}
