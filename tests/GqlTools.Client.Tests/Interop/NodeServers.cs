using GqlTools.Client.Tests.Interop;

[assembly: AssemblyFixture(typeof(NodeServers))]

namespace GqlTools.Client.Tests.Interop;

/// <summary>The servers of tests/Interop, each started by the first test that asks for it and shared by all.</summary>
public sealed class NodeServers : IAsyncDisposable
{
    private readonly SemaphoreSlim _lock = new(1);
    private readonly Dictionary<string, NodeServer> _servers = [];
    private (string? Node, string? Missing)? _packages;

    /// <summary>Gives a running server, or skips the calling test and says why there is none.</summary>
    /// <param name="kind">Which server, by its name in serve.mjs.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal async Task<NodeServer> GetAsync(string kind, CancellationToken cancellation)
    {
        await _lock.WaitAsync(cancellation);
        try
        {
            _packages ??= await NodePackages.PrepareAsync(cancellation);
            if (_packages.Value.Missing is { } missing) Assert.Skip(missing);
            if (!_servers.TryGetValue(kind, out var server))
                _servers[kind] = server = await NodeServer.StartAsync(_packages.Value.Node!, kind, cancellation);
            return server;
        }
        finally
        {
            _lock.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values) await server.DisposeAsync();
        _lock.Dispose();
    }
}
