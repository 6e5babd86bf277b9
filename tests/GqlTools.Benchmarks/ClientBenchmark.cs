using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Client.Transport;

namespace GqlTools.Benchmarks;

/// <summary>The session beside the least that can be done with .NET: the same handler, the same query, the same 32 in flight.</summary>
internal static class ClientBenchmark
{
    private const int InFlight = 32;

    /// <summary>The goals: nine tenths of the bare handler's rate, at most 1.3 times its allocation; 0.4 of its rate from PowerShell.</summary>
    private const double LeastRate = 0.9;
    private const double MostBytes = 1.3;
    private const double LeastShellRate = 0.4;

    private const string Query = "query Text($bytes: Int!) { big(bytes: $bytes) }";
    private const string Variables = """{"bytes":1000}""";

    public static async Task<int> RunAsync()
    {
        using var demo = await DemoProcess.StartAsync();
#pragma warning disable CA5359 // The demo server's certificate is made on the spot; nobody can trust it.
        using var bare = new HttpMessageInvoker(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        });
#pragma warning restore CA5359
        await using var session = new GqlSession(new GqlSessionOptions(demo.Uri) { Tls = new TlsOptions { SkipCertificateCheck = true } });
        var body = JsonSerializer.SerializeToUtf8Bytes(new { query = Query, variables = JsonDocument.Parse(Variables).RootElement });
        var request = new GqlRequest(Query) { Variables = System.Text.Encoding.UTF8.GetBytes(Variables) };

        using var shell = FanOutProcess.Start(demo.Uri, InFlight);
        List<Contender> contenders =
        [
            new("bare handler + JsonDocument", count => FanOutAsync(count, () => SendBareAsync(bare, demo.Uri, body))),
            new("the same, same header fields", count => FanOutAsync(count, () => SendBareAsync(bare, demo.Uri, body, fields: true))),
            new("GqlTools.Client", count => FanOutAsync(count, () => SendAsync(session, request))),
        ];
        if (shell is null) Console.WriteLine("Invoke-GqlQuery: not run, as there is no pwsh on the PATH.");
        else contenders.Add(new("Invoke-GqlQuery in pwsh", shell.RunAsync, IsOtherProcess: true));

        var results = await Contest.RunAsync(20_000, 9, contenders);
        Console.WriteLine($"Connections opened by the session: {session.Statistics.ConnectionsOpened}");
        return results[2] is { RateRatio: >= LeastRate, BytesRatio: <= MostBytes } && results[^1].RateRatio >= LeastShellRate ? 0 : 1;
    }

    private static async Task SendAsync(GqlSession session, GqlRequest request)
    {
        var response = await session.SendAsync(request, static () => JsonDocumentReader.Instance);
        using var document = response.Data!;
        Check(document.RootElement);
    }

    private static async Task SendBareAsync(HttpMessageInvoker invoker, Uri uri, byte[] body, bool fields = false)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        if (fields)
        {
            message.Headers.TryAddWithoutValidation("Accept", "application/graphql-response+json, application/json;q=0.9");
            message.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate, br");
            message.Headers.TryAddWithoutValidation("User-Agent", "GqlTools/0.1.0 (.NET 10.0.12)");
        }

        using var response = await invoker.SendAsync(message, CancellationToken.None);
        using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
        Check(document.RootElement.GetProperty("data"));
    }

    private static void Check(JsonElement data)
    {
        if (data.GetProperty("big").GetString()!.Length < 900) throw new InvalidOperationException("A wrong answer.");
    }

    private static Task FanOutAsync(int count, Func<Task> send)
    {
        var left = count;
        return Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0) await send();
        })));
    }
}
