using System.Diagnostics;
using System.Text.Json;

namespace GqlTools.Benchmarks;

/// <summary>The demo server as a process of its own. It ends when this one closes its input.</summary>
internal sealed class DemoProcess : IDisposable
{
    private readonly Process _process;

    private DemoProcess(Process process, Uri uri) => (_process, Uri) = (process, uri);

    /// <summary>HTTP/2 over TLS.</summary>
    public Uri Uri { get; }

    public static async Task<DemoProcess> StartAsync(params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [BuildFacts.DemoAssembly, "serve", "--until-stdin-closes", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The demo server ended without saying where it listens.");
        return new DemoProcess(process, new Uri(JsonDocument.Parse(line).RootElement.GetProperty("https").GetString()!));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
