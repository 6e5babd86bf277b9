using System.Security.Cryptography.X509Certificates;
using GqlTools.Demo.Faults;
using GqlTools.Demo.Hosting;
using GqlTools.Demo.Http;
using GqlTools.Demo.Streaming;
using GqlTools.Demo.Streaming.Answers;
using GqlTools.Demo.Streaming.Sockets;
using GqlTools.Demo.Throttling;

namespace GqlTools.Demo;

// Overview
// A server owns what outlives a restart: certificate, ports, shop, counters and the state of its faults. Kestrel runs inside a DemoListener;
// StopAsync ends that, StartAsync makes the next on the same ports. A request goes
//   DemoListener -> DemoApplication -> DemoServer.RouteAsync -> ThrottleGate -> (FaultRunner) -> GraphQLEndpoint or SocketEndpoint -> GraphQLEngine, on GqlTools.Language.

/// <summary>
/// A GraphQL server on this machine's loopback: a shop behind HTTP/1.1 and HTTP/2, with faults to order. It speaks GraphQL over HTTP
/// (draft) at <c>/graphql</c>, and there as well graphql-transport-ws and the legacy graphql-ws over WebSockets, graphql-sse, multipart
/// subscriptions, uploads and persisted documents; <c>/faults/{name}</c> is the same endpoint with a fault in front (see <see cref="FaultTable"/>).
/// </summary>
/// <remarks>All members may be used from any thread.</remarks>
public sealed class DemoServer : IAsyncDisposable
{
    /// <summary>How long <see cref="StopAsync"/> waits for requests in flight unless told otherwise.</summary>
    public static readonly TimeSpan DefaultDrain = TimeSpan.FromSeconds(5);

    private const string GraphQLPath = "/graphql";
    private const string FaultPathPrefix = "/faults/";

    private readonly SemaphoreSlim _lifecycle = new(1, 1);
    private readonly DemoServerOptions _options;
    private readonly FaultRunner _faults;
    private readonly ThrottleGate _throttles;
    private readonly LiveStreams _streams;
    private readonly ControlEndpoint _control;
    private DemoPorts _ports;
    private DemoListener? _listener;
    private bool _disposed;

    private DemoServer(DemoServerOptions options)
    {
        _options = options;
        _ports = new DemoPorts(options.HttpsPort, options.HttpPort, options.H2cPort);
        Certificate = LoopbackCertificate.Create();
        Counters = new DemoServerCounters();
        _throttles = new ThrottleGate(options.TimeProvider, Counters) { Text = options.Throttle };
        _streams = new LiveStreams(options.TimeProvider);
        var engine = new GraphQLEngine(options, Counters);
        var endpoint = new GraphQLEndpoint(
            options,
            Counters,
            engine,
            _throttles,
            new StreamedAnswer(options, Counters.Streams, _streams),
            new EventStreamConnections(options, Counters.Streams, engine, _streams));
        var sockets = new SocketEndpoint(options, Counters.Streams, engine, _streams);
        _faults = new FaultRunner(context => SocketEndpoint.IsMeant(context) ? sockets.HandleAsync(context) : endpoint.HandleAsync(context))
        {
            Standing = options.Fault,
        };
        _control = new ControlEndpoint(Counters, _faults, _throttles, _streams, CutAndRestartAsync);
    }

    /// <summary>The endpoint over TLS (HTTP/2 and HTTP/1.1 by ALPN), path included.</summary>
    public Uri HttpsUri => UriOf("https", _ports.Https);

    /// <summary>The cleartext HTTP/1.1 endpoint, path included.</summary>
    public Uri HttpUri => UriOf("http", _ports.Http);

    /// <summary>The cleartext HTTP/2 endpoint (prior knowledge), path included.</summary>
    public Uri H2cUri => UriOf("http", _ports.H2c);

    /// <summary>Where the server listens on a Unix domain socket, or null.</summary>
    public string? UnixSocketPath => _options.UnixSocketPath;

    /// <summary>The certificate of the TLS endpoint, self-signed for localhost, 127.0.0.1 and ::1. Stays the same over restarts.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>What the server has seen so far.</summary>
    public DemoServerCounters Counters { get; }

    /// <summary>The fault that requests to <c>/graphql</c> meet from now on, as <c>name?argument=value</c>; null for none. May be set at any time.</summary>
    /// <exception cref="FormatException">The text names no fault of the table.</exception>
    public string? Fault
    {
        get => _faults.Standing;
        set => _faults.Standing = value;
    }

    /// <summary>What clients may ask from now on, as <c>name?argument=value</c>; null for as much as they like. May be set at any time, and begins anew
    /// when it is. See <see cref="ThrottleTable"/>.</summary>
    /// <exception cref="FormatException">The text names no throttle of the table.</exception>
    public string? Throttle
    {
        get => _throttles.Text;
        set => _throttles.Text = value;
    }

    /// <summary>The requests that met the fault <c>capture</c>, in the order they came.</summary>
    public IReadOnlyList<CapturedRequest> Captured => _faults.Captured;

    /// <summary>Starts a server.</summary>
    /// <param name="options">How it listens and what it offers.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <returns>The server, listening.</returns>
    /// <exception cref="IOException">A port that was asked for is taken.</exception>
    public static async Task<DemoServer> StartAsync(DemoServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var server = new DemoServer(options);
        try
        {
            await server.StartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts again, after <see cref="StopAsync"/>, on the ports of the first start. A running server is left as it is.</summary>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="IOException">Another process has taken a port in the meantime.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _lifecycle.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_listener is not null)
                return;
            _listener = await DemoListener.StartAsync(_options, _ports, Certificate, RouteAsync, Counters, cancellationToken);
            _ports = _listener.Ports;
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>Stops listening. A server that is stopped already stays so.</summary>
    /// <param name="abort">True cuts all connections at once with a TCP reset; false lets requests in flight end, within <paramref name="drain"/>.</param>
    /// <param name="drain">How long to wait for requests in flight; null for <see cref="DefaultDrain"/>.</param>
    public async Task StopAsync(bool abort = false, TimeSpan? drain = null)
    {
        await _lifecycle.WaitAsync();
        try
        {
            if (_listener is not { } listener)
                return;
            _listener = null;
            await listener.StopAsync(abort, drain ?? DefaultDrain);
            await listener.DisposeAsync();
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>How long the throttle in force makes a client wait that asks for so many points from now on and loses no time by itself.</summary>
    /// <param name="points">Points in the throttle's currency; see <see cref="DemoServerCounters.PointsCharged"/> for what a request was charged.</param>
    /// <returns>The time until the last of them may be asked for. Zero without a throttle. Secondary limits are left out of account.</returns>
    public TimeSpan ThrottleTimeFor(long points) => _throttles.TimeFor(points);

    /// <summary>Cuts everything that streams at this moment (WebSockets, server-sent events, multipart answers) with a TCP reset, as a lost network does.</summary>
    /// <returns>How many there were.</returns>
    public int CutStreams() => _streams.CutAll();

    /// <summary>The URI of an endpoint with a fault in front of it.</summary>
    /// <param name="endpoint">One of the server's endpoints, such as <see cref="HttpsUri"/>; it gives scheme and port.</param>
    /// <param name="fault">The fault, as <c>name?argument=value</c>.</param>
    /// <returns>The URI, as <c>https://127.0.0.1:5001/faults/answer?status=503</c>.</returns>
    /// <exception cref="FormatException">The text names no fault of the table.</exception>
    public static Uri FaultUri(Uri endpoint, string fault)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        FaultPlan.Parse(fault);
        return new Uri(endpoint, FaultPathPrefix + fault);
    }

    /// <summary>Stops at once and lets the certificate go.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        await StopAsync(abort: true);
        _disposed = true;
        Certificate.Dispose();
        _lifecycle.Dispose();
    }

    private async Task CutAndRestartAsync()
    {
        await StopAsync(abort: true);
        await StartAsync();
    }

    private static Uri UriOf(string scheme, int port) => new($"{scheme}://127.0.0.1:{port}{GraphQLPath}");

    private async Task RouteAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith(ControlEndpoint.PathPrefix, StringComparison.Ordinal))
        {
            await _control.HandleAsync(context, path);
            return;
        }

        var (run, isThrottled) = Find(context, path);
        // The throttle knows of a request before the counters do, and of its end: who waits for a count can rely on the places that are left.
        var admission = isThrottled ? _throttles.Enter() : default;
        Counters.RequestStarted();
        try
        {
            await _throttles.RunAsync(context, admission, run);
        }
        finally
        {
            Counters.RequestEnded();
        }
    }

    private (RequestDelegate Run, bool IsThrottled) Find(HttpContext context, string path)
    {
        if (path == GraphQLPath)
            return (_faults.RunAsync, !SocketEndpoint.IsMeant(context));
        if (path.StartsWith(FaultPathPrefix, StringComparison.Ordinal))
            return (request => _faults.RunAsync(request, path[FaultPathPrefix.Length..] + request.Request.QueryString.Value), true);
        return (request => HtmlPage.WriteAsync(request, StatusCodes.Status404NotFound, "Not found", $"There is nothing at {path}; the GraphQL endpoint is {GraphQLPath}."), false);
    }
}
