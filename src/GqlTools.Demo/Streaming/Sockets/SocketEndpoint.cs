using GqlTools.Demo.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GqlTools.Demo.Streaming.Sockets;

/// <summary>GraphQL over WebSockets, opened by an HTTP/1.1 upgrade (RFC 6455) or an HTTP/2 extended CONNECT (RFC 8441).</summary>
internal sealed class SocketEndpoint
{
    private readonly DemoServerOptions _options;
    private readonly DemoStreamCounters _counters;
    private readonly GraphQLEngine _engine;
    private readonly LiveStreams _streams;
    private readonly WebSocketMiddleware _handshake;

    public SocketEndpoint(DemoServerOptions options, DemoStreamCounters counters, GraphQLEngine engine, LiveStreams streams)
    {
        _options = options;
        _counters = counters;
        _engine = engine;
        _streams = streams;
        _handshake = new WebSocketMiddleware(AcceptAsync, Options.Create(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan }), NullLoggerFactory.Instance);
    }

    public static bool IsMeant(HttpContext context) =>
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } || context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true };

    public Task HandleAsync(HttpContext context) => _handshake.Invoke(context);

    private async Task AcceptAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await HtmlPage.WriteAsync(context, StatusCodes.Status400BadRequest, "Bad request", "The only upgrade there is, is to a WebSocket.");
            return;
        }

        var script = context.Features.Get<SocketScript>() ?? SocketScript.None;
        var asked = context.WebSockets.WebSocketRequestedProtocols;
        var chosen = asked.FirstOrDefault(static name => name is TransportWsDialect.Subprotocol or LegacyWsDialect.Subprotocol);
        var told = script.Subprotocol ?? chosen;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = string.IsNullOrEmpty(told) ? null : told,
            KeepAliveInterval = Timeout.InfiniteTimeSpan,
        });
        using var connection = new SocketConnection(socket, script.FragmentBytes, _options.MaxRequestBytes);
        using var stream = _streams.Track(context, script.Cut, _counters.SocketOpened, _counters.SocketClosed);
        if (chosen is null)
        {
            await connection.CloseAsync(SocketCloseCode.SubprotocolNotAcceptable, "Subprotocol not acceptable", context.RequestAborted);
            return;
        }

        ISocketDialect dialect = chosen == TransportWsDialect.Subprotocol ? new TransportWsDialect() : new LegacyWsDialect();
        using var session = new SocketSession(context, connection, dialect, script, stream, _engine, _options, _counters);
        await session.RunAsync();
    }
}
