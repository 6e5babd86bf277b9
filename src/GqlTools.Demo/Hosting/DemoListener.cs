using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace GqlTools.Demo.Hosting;

/// <summary>One run of Kestrel, from bind to stop. A restarted <see cref="DemoServer"/> makes a new one on the ports of the last.</summary>
internal sealed class DemoListener : IAsyncDisposable
{
    private const int LongestHeadBytes = 1024 * 1024;

    private readonly WebApplication _host;
    private readonly DemoConnections _connections;

    private DemoListener(WebApplication host, DemoConnections connections, DemoPorts ports)
    {
        _host = host;
        _connections = connections;
        Ports = ports;
    }

    /// <summary>The ports that were bound, all different from 0.</summary>
    public DemoPorts Ports { get; }

    public static async Task<DemoListener> StartAsync(
        DemoServerOptions options, DemoPorts wanted, X509Certificate2 certificate, RequestDelegate handler, DemoServerCounters counters,
        CancellationToken cancellationToken)
    {
        var connections = new DemoConnections(counters);
        ListenOptions? https = null, http = null, h2c = null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxRequestBytes;
            // Tests hold bodies back on purpose; the rates are no business of a loopback server.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            // So that the endpoint itself answers what is too long: Kestrel would end an HTTP/2 connection for it.
            kestrel.Limits.MaxRequestLineSize = LongestHeadBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = LongestHeadBytes;
            kestrel.Limits.Http2.MaxRequestHeaderFieldSize = LongestHeadBytes;
            kestrel.Limits.Http2.MaxStreamsPerConnection = options.MaxStreamsPerConnection;
            kestrel.Listen(IPAddress.Loopback, wanted.Https, listen =>
            {
                https = listen;
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.Use(next => connections.Around(DemoEndpoint.Https, next));
                listen.UseHttps(tls =>
                {
                    tls.ServerCertificate = certificate;
                    if (!options.RequestClientCertificate)
                        return;
                    tls.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    tls.AllowAnyClientCertificate();
                });
            });
            kestrel.Listen(IPAddress.Loopback, wanted.Http, listen =>
            {
                http = listen;
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(next => connections.Around(DemoEndpoint.Http, next));
            });
            kestrel.Listen(IPAddress.Loopback, wanted.H2c, listen =>
            {
                h2c = listen;
                listen.Protocols = HttpProtocols.Http2;
                listen.Use(next => connections.Around(DemoEndpoint.H2c, next));
            });
            if (options.UnixSocketPath is not { } path)
                return;
            kestrel.ListenUnixSocket(path, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(next => connections.Around(DemoEndpoint.UnixSocket, next));
            });
        });

        var host = builder.Build();
        try
        {
            // The server is started by itself: the host around it would add a diagnostics layer to each request.
            await host.Services.GetRequiredService<IServer>().StartAsync(new DemoApplication(handler), cancellationToken);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        return new DemoListener(host, connections, new DemoPorts(https!.IPEndPoint!.Port, http!.IPEndPoint!.Port, h2c!.IPEndPoint!.Port));
    }

    /// <summary>Stops listening, then waits for requests in flight until <paramref name="drain"/> has passed, then cuts what is left.</summary>
    public async Task StopAsync(bool abort, TimeSpan drain)
    {
        if (abort)
            _connections.CutAll();
        using var limit = new CancellationTokenSource(abort ? TimeSpan.Zero : drain);
        await _host.Services.GetRequiredService<IServer>().StopAsync(limit.Token);
        _connections.CutAll();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
