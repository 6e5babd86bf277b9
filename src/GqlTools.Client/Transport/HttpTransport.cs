using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using GqlTools.Client.Failures;
using GqlTools.Client.PersistedDocuments;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Client.Uploads;

namespace GqlTools.Client.Transport;

/// <summary>
/// The HTTP side of a session: one <see cref="SocketsHttpHandler"/> for its whole life.
/// <para>
/// The handler multiplexes: an HTTP/2 session has one connection, which every request shares as a stream of its own; a request that is
/// cancelled resets its stream and nothing else. A connection that is lost is made anew by the next request. Sockets are opened here and not
/// in the handler so that connections and bytes can be counted, except for HTTP/3, which brings its own. Redirects are followed here and not in
/// the handler, which would let a session's own headers, where API keys are, go to another origin; and compressed answers are unpacked by
/// <see cref="ContentDecoder"/>, as the handler builds its header field anew for every request.
/// </para>
/// </summary>
internal sealed partial class HttpTransport : IDisposable
{
    /// <summary>What an unknown server must be told (GraphQL over HTTP, section "Accept").</summary>
    private const string Accept = "application/graphql-response+json, application/json;q=0.9";

    /// <summary>
    /// The same where the answer may come in parts, which it does in one of two formats; the later one is the better one. A parameter says which, as the
    /// media type is the same.
    /// </summary>
    private const string AcceptParts =
        "multipart/mixed;incrementalSpec=v0.2, multipart/mixed;deferSpec=20220824;q=0.9, application/graphql-response+json;q=0.8, application/json;q=0.7";

    /// <summary>Redirects of one request; the number that browsers and the handler allow is 20 and more, an API needs one.</summary>
    private const int MaximumRedirects = 5;

    /// <summary>A connection that is dead in silence is found out after this and <see cref="PingTimeout"/>, not by the next user.</summary>
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// HTTP/1.1 has no pings, and who only listens to a stream would wait for ever for a machine that has gone: the network's own probes find out in the same time.
    /// </summary>
    private const int KeepAliveProbes = 3;

    /// <summary>As text: a value that was parsed would be written anew for every request.</summary>
    private const string Json = "application/json; charset=utf-8";

    private static readonly string UserAgent =
        $"GqlTools/{typeof(HttpTransport).Assembly.GetName().Version!.ToString(3)} (.NET {Environment.Version})";

    private readonly GqlSessionOptions _options;
    private readonly HttpMessageInvoker _invoker;
    private GqlAuthentication? _authentication;

    public HttpTransport(GqlSessionOptions options)
    {
        _options = options;
        _authentication = options.Authentication;
        _invoker = new HttpMessageInvoker(CreateHandler(options, Meter), disposeHandler: true);
    }

    public ConnectionMeter Meter { get; } = new();

    public GqlAuthentication? Authentication
    {
        get => Volatile.Read(ref _authentication);
        set => Volatile.Write(ref _authentication, value);
    }

    public void Dispose() => _invoker.Dispose();

    /// <summary>What one attempt sends.</summary>
    public HttpRequestMessage CreateMessage(PreparedRequest request, RequestShape shape) => CreateMessage(request, shape, shape.GetAddress ?? _options.Endpoint);

    /// <summary>Sends it. The answer may be a redirect; its content is still on its way when this returns.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken) => _invoker.SendAsync(message, cancellationToken);

    /// <summary>The answer that a redirect leads to. Any other is there already.</summary>
    public ValueTask<HttpResponseMessage> FollowAsync(
        HttpResponseMessage response, HttpRequestMessage sent, PreparedRequest request, RequestShape shape, CancellationToken cancellationToken) =>
        IsRedirect(response) ? FollowRedirectsAsync(response, sent, request, shape, cancellationToken) : new(response);

    private async ValueTask<HttpResponseMessage> FollowRedirectsAsync(
        HttpResponseMessage response, HttpRequestMessage sent, PreparedRequest request, RequestShape shape, CancellationToken cancellationToken)
    {
        var target = sent.RequestUri!;
        var get = sent.Method == HttpMethod.Get;
        sent.Dispose();
        for (var redirects = 0; IsRedirect(response); redirects++)
        {
            using (response) target = Follow(response, target, redirects, get);
            using var message = CreateMessage(request, shape, target);
            response = await _invoker.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }

        return response;
    }

    private static bool IsRedirect(HttpResponseMessage response) => (int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is not null;

    private static SocketsHttpHandler CreateHandler(GqlSessionOptions options, ConnectionMeter meter)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = options.ConnectionTimeout,
            EnableMultipleHttp2Connections = options.AllowMultipleConnections,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            MaxConnectionsPerServer = options.MaximumConcurrency,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            Proxy = options.Proxy.Proxy,
            UseCookies = false,
            UseProxy = options.Proxy.UseProxy,
            SslOptions = CreateSslOptions(options.Tls),
        };
        if (options.HttpVersion.Version < HttpVersion.Version30)
            handler.ConnectCallback = (context, cancellationToken) => ConnectAsync(context, options.UnixSocketPath, meter, cancellationToken);
        return handler;
    }

    private static SslClientAuthenticationOptions CreateSslOptions(TlsOptions tls)
    {
        var options = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = tls.Protocols,
            ClientCertificates = tls.ClientCertificates.Count > 0 ? tls.ClientCertificates : null,
        };
        if (tls.SkipCertificateCheck)
        {
#pragma warning disable CA5359 // The user asked for exactly this, by a name that says it.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (tls.TrustedRoots is { } roots)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }

        return options;
    }

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, string? unixSocketPath, ConnectionMeter meter, CancellationToken cancellationToken)
    {
        var socket = unixSocketPath is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (unixSocketPath is null) KeepAlive(socket);
            EndPoint endPoint = unixSocketPath is null ? context.DnsEndPoint : new UnixDomainSocketEndPoint(unixSocketPath);
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return new MeteredStream(socket, meter);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)PingDelay.TotalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, (int)PingTimeout.TotalSeconds / KeepAliveProbes);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
    }

    private HttpRequestMessage CreateMessage(PreparedRequest request, RequestShape shape, Uri target)
    {
        var get = shape.GetAddress is not null;
        var message = new HttpRequestMessage(get ? HttpMethod.Get : HttpMethod.Post, target)
        {
            Content = get ? null : CreateContent(request, shape.Document),
            Version = _options.HttpVersion.Version,
            VersionPolicy = _options.HttpVersion.Policy,
        };
        message.Headers.TryAddWithoutValidation("Accept", request.TakesParts ? AcceptParts : Accept);
        if (_options.Compression) message.Headers.TryAddWithoutValidation("Accept-Encoding", ContentDecoder.AcceptEncoding);
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (get || request.HasUploads) AddPreflightHeaders(message.Headers);
        if (IsSameOrigin(target, _options.Endpoint)) AddOwnHeaders(message, request.Request);
        return message;
    }

    private static HttpContent CreateContent(PreparedRequest request, DocumentPart part)
    {
        if (request.Uploads is { } uploads) return new UploadContent(uploads, request.Body, request.Request.UploadProgress);
        var content = new ReadOnlyMemoryContent(part == DocumentPart.Text ? request.Body : request.BodyOf(part));
        content.Headers.TryAddWithoutValidation("Content-Type", Json);
        return content;
    }

    // A browser sends a GET, and a form, from any page without asking the server first. Servers that guard against that want to see a header field
    // that no page can set: GraphQL over HTTP has its name for it, Apollo Server another.
    private static void AddPreflightHeaders(HttpRequestHeaders headers)
    {
        headers.TryAddWithoutValidation("GraphQL-Require-Preflight", "1");
        headers.TryAddWithoutValidation("Apollo-Require-Preflight", "true");
    }

    // Nothing but what every client sends goes to another origin: any other field may be a secret.
    private void AddOwnHeaders(HttpRequestMessage message, GqlRequest request)
    {
        var headers = message.Headers;
        if (Authentication is { HeaderValue: { } value }) headers.TryAddWithoutValidation("Authorization", value);
        // What opens a WebSocket has no body to sign; AppSync's signature is in a subprotocol.
        else if (Authentication is { Signer: { } signer } && message.RequestUri is not null) signer.Sign(message, _options.Endpoint, _options.TimeProvider.GetUtcNow());
        foreach (var (name, field) in _options.Headers) HeaderRules.Replace(headers, name, field);
        if (request.IdempotencyKey is { } key && _options.IdempotencyKeyIn == IdempotencyKeyPlace.Header) headers.TryAddWithoutValidation(HeaderRules.IdempotencyKey, key);
        foreach (var (name, field) in request.Headers) HeaderRules.Replace(headers, name, field);
    }

    private Uri Follow(HttpResponseMessage response, Uri from, int redirects, bool get)
    {
        var status = (int)response.StatusCode;
        var to = new Uri(from, response.Headers.Location!);
        var place = to.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        var reason = status switch
        {
            not (307 or 308) when !get => $"status {status} would turn the POST into a GET without the query",
            _ when redirects == MaximumRedirects => $"it is the {MaximumRedirects + 1}th in a row",
            _ when from.Scheme == Uri.UriSchemeHttps && to.Scheme != Uri.UriSchemeHttps => "it would leave encryption",
            _ => null,
        };
        if (reason is null) return to;
        throw new GqlException(
            FailureKind.RedirectRefused,
            $"{_options.EndpointText} redirects to {place}; this is not followed, as {reason}. If that is the endpoint, open the session with it.")
        {
            StatusCode = status,
        };
    }

    private static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);
}
