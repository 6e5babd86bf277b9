using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace GqlTools.Demo.Serving;

/// <summary><c>serve</c>: a server for scripts and test hosts, until it is told to end.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(ServeArguments arguments)
    {
        await using var server = await DemoServer.StartAsync(arguments.Options);
        Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["https"] = server.HttpsUri,
            ["http"] = server.HttpUri,
            ["h2c"] = server.H2cUri,
            ["unixSocket"] = server.UnixSocketPath,
            ["processId"] = Environment.ProcessId,
            ["certificate"] = Convert.ToBase64String(server.Certificate.Export(X509ContentType.Cert)),
        }));

        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        var inputClosed = arguments.UntilStandardInputCloses ? ReadToEndAsync() : Task.Delay(Timeout.InfiniteTimeSpan);
        await Task.WhenAny(ended.Task, inputClosed);
        await server.StopAsync();
        return 0;

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ended.TrySetResult();
        }
    }

    private static Task ReadToEndAsync() => Task.Run(() =>
    {
        using var input = Console.OpenStandardInput();
        Span<byte> nobodyReads = stackalloc byte[256];
        while (input.Read(nobodyReads) > 0)
        {
        }
    });
}
