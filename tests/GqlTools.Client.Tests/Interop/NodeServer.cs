using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace GqlTools.Client.Tests.Interop;

/// <summary>One GraphQL server of tests/Interop as a process; it ends with this object, or with this process.</summary>
internal sealed class NodeServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private NodeServer(Process process, X509Certificate2 certificate) => (_process, Certificate) = (process, certificate);

    /// <summary>The certificate of <see cref="SecureUri"/>, made for this server alone; it is its own authority.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>HTTP/1.1 without TLS.</summary>
    public Uri PlainUri { get; private set; } = null!;

    /// <summary>HTTP/2 or HTTP/1.1 with TLS.</summary>
    public Uri SecureUri { get; private set; } = null!;

    /// <summary>Starts a server and waits until it listens.</summary>
    /// <param name="node">Path of node.</param>
    /// <param name="kind">Which server, by its name in serve.mjs.</param>
    /// <param name="cancellation">Ends the wait and the server.</param>
    public static async Task<NodeServer> StartAsync(string node, string kind, CancellationToken cancellation)
    {
        var certificate = ScriptedServer.CreateCertificate();
        using var key = certificate.GetECDsaPrivateKey()!;
        var start = new ProcessStartInfo(node, ["serve.mjs", kind])
        {
            WorkingDirectory = NodePackages.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["GQLTOOLS_TLS_KEY"] = key.ExportPkcs8PrivateKeyPem(),
                ["GQLTOOLS_TLS_CERT"] = certificate.ExportCertificatePem(),
            },
        };
        var server = new NodeServer(Process.Start(start)!, certificate);
        try
        {
            await server.ReadUrisAsync(kind, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        Certificate.Dispose();
    }

    private async Task ReadUrisAsync(string kind, CancellationToken cancellation)
    {
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors) _errors.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartLimit);
        if (await _process.StandardOutput.ReadLineAsync(limit.Token) is not { } line)
        {
            await _process.WaitForExitAsync(limit.Token);
            throw new InvalidOperationException($"The server '{kind}' ended with exit code {_process.ExitCode} before it listened:\n{_errors}");
        }

        using var uris = JsonDocument.Parse(line);
        PlainUri = new Uri(uris.RootElement.GetProperty("http").GetString()!);
        SecureUri = new Uri(uris.RootElement.GetProperty("https").GetString()!);
    }
}
