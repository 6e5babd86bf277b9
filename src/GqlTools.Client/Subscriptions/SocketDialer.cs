using System.Net;
using System.Net.WebSockets;
using GqlTools.Client.Failures;
using GqlTools.Client.Sessions;
using GqlTools.Client.Streaming.WebSockets;
using GqlTools.Client.Transport;

namespace GqlTools.Client.Subscriptions;

/// <summary>
/// Opens WebSockets: one on the session's own HTTP/2 connection, as a stream of it (RFC 8441), or one with a connection of its own (RFC 6455). Both go through
/// the session's handler, so that proxy, trust and counters are the session's.
/// </summary>
internal sealed class SocketDialer
{
    private readonly GqlSessionOptions _options;
    private readonly HttpTransport _transport;
    private readonly SocketService _service;

    /// <param name="options">What the session was told.</param>
    /// <param name="transport">Its handler.</param>
    /// <param name="sharesConnection">Whether the WebSocket is a stream of the session's HTTP/2 connection.</param>
    /// <param name="protocol">What is offered; Auto for both.</param>
    public SocketDialer(GqlSessionOptions options, HttpTransport transport, bool sharesConnection, SubscriptionProtocol protocol)
    {
        _options = options;
        _transport = transport;
        SharesConnection = sharesConnection;
        _service = SocketService.For(options, transport, protocol);
    }

    public bool SharesConnection { get; }

    /// <summary>What is on the other side.</summary>
    public SocketService Service => _service;

    /// <summary>The URI as messages show it.</summary>
    public string Address => _service.Address;

    public async Task<DialedSocket> DialAsync(CancellationToken cancellationToken)
    {
        var candidates = _service.CreateProtocols();
        var socket = new ClientWebSocket();
        try
        {
            Prepare(socket.Options, candidates);
            using var limit = new CancellationTokenSource(_options.Subscriptions.AcknowledgementTimeout, _options.TimeProvider);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                await socket.ConnectAsync(_service.ConnectUri(), _transport.Invoker, either.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw limit.IsCancellationRequested ? TookTooLong(exception) : Refusal(socket, exception);
            }

            // A server that names no subprotocol, against RFC 6455, is taken at its best.
            var chosen = candidates.FirstOrDefault(candidate => candidate.Subprotocols.Contains(socket.SubProtocol ?? "")) ?? candidates[0];
            var version = SharesConnection ? HttpVersion.Version20 : HttpVersion.Version11;
            return new DialedSocket(socket, chosen, EventOrigin.OfSocket(version, socket.HttpResponseHeaders));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Prepare(ClientWebSocketOptions options, IEnumerable<ISocketProtocol> candidates)
    {
        options.HttpVersion = SharesConnection ? HttpVersion.Version20 : HttpVersion.Version11;
        options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        options.CollectHttpResponseDetails = true;
        foreach (var name in candidates.SelectMany(static candidate => candidate.Subprotocols)) options.AddSubProtocol(name);
        foreach (var (name, values) in _service.Headers()) options.SetRequestHeader(name, string.Join(", ", values));
    }

    private GqlException TookTooLong(Exception cause) => new(
        FailureKind.Timeout,
        FormattableString.Invariant($"{Address} did not open a WebSocket within {_options.Subscriptions.AcknowledgementTimeout.TotalSeconds:0.###} s (AcknowledgementTimeout)."),
        cause);

    private GqlException Refusal(ClientWebSocket socket, Exception exception)
    {
        var status = (int)socket.HttpStatusCode;
        if (status is not (0 or 101 or 200))
        {
            var kind = status switch { 401 => FailureKind.Unauthorized, 403 => FailureKind.Forbidden, _ => FailureKind.HttpStatus };
            return new GqlException(kind, $"{Address} answered {status} where a WebSocket was asked for.", exception) { StatusCode = status };
        }

        var cause = exception is WebSocketException { InnerException: { } inner } ? inner : exception;
        if (SharesConnection && cause.GetBaseException() is HttpRequestException { HttpRequestError: HttpRequestError.ExtendedConnectNotSupported } or HttpProtocolException)
            return new GqlException(FailureKind.HttpVersionUnavailable, $"{Address} takes no WebSockets on an HTTP/2 connection (RFC 8441).", exception);
        return FailureTranslator.Translate(cause, _options)
            ?? new GqlException(FailureKind.SubscriptionRefused, $"{Address} did not open a WebSocket: {cause.Message}", exception);
    }
}
