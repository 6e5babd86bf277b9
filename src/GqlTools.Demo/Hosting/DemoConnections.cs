using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace GqlTools.Demo.Hosting;

/// <summary>The connections of one run of the server. Each endpoint's outermost connection middleware.</summary>
internal sealed class DemoConnections(DemoServerCounters counters)
{
    private readonly ConcurrentDictionary<DemoConnection, bool> _open = new();
    private volatile bool _closed;

    public ConnectionDelegate Around(DemoEndpoint endpoint, ConnectionDelegate next) => transport => TrackAsync(endpoint, transport, next);

    /// <summary>Cuts every connection, and from now on each one that is still accepted.</summary>
    public void CutAll()
    {
        _closed = true;
        foreach (var connection in _open.Keys)
            connection.Cut();
    }

    private async Task TrackAsync(DemoEndpoint endpoint, ConnectionContext transport, ConnectionDelegate next)
    {
        var connection = new DemoConnection(transport);
        transport.Features.Set(connection);
        counters.ConnectionOpened(endpoint);
        _open[connection] = true;
        try
        {
            if (_closed)
                connection.Cut();
            await next(transport);
        }
        finally
        {
            _open.TryRemove(connection, out _);
            counters.ConnectionClosed();
        }
    }
}
