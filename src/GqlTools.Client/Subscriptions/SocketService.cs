using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Sessions;
using GqlTools.Client.Streaming.WebSockets;
using GqlTools.Client.Transport;

namespace GqlTools.Client.Subscriptions;

/// <summary>
/// What a WebSocket needs to know of the service behind it before anything is said: where it is, what is offered, what opens it, and how it refuses. This
/// one is any server's with graphql-transport-ws or graphql-ws; AppSync and Phoenix have ways of their own. All is asked for anew at every connect, as
/// credentials change.
/// </summary>
internal class SocketService
{
    private readonly SubscriptionProtocol _protocol;

    protected SocketService(GqlSessionOptions options, HttpTransport transport, SubscriptionProtocol protocol, Uri uri)
    {
        Options = options;
        Transport = transport;
        _protocol = protocol;
        Uri = uri;
    }

    /// <summary>The ws or wss URI, without what is secret.</summary>
    public Uri Uri { get; }

    /// <summary>The URI as messages show it.</summary>
    public string Address => Uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Whether the service looks at the credentials of every operation, and not only of the connection.</summary>
    public virtual bool AuthorizesOperations => false;

    protected GqlSessionOptions Options { get; }

    protected HttpTransport Transport { get; }

    protected int MaximumDepth => Options.AnswerLimits.MaximumDepth;

    /// <summary>The service of a session.</summary>
    /// <param name="options">What the session was told.</param>
    /// <param name="transport">Knows the credentials of the moment.</param>
    /// <param name="protocol">What is offered; Auto for both protocols that any server may have.</param>
    public static SocketService For(GqlSessionOptions options, HttpTransport transport, SubscriptionProtocol protocol) => protocol switch
    {
        SubscriptionProtocol.AppSync => new AppSyncSocketService(options, transport),
        SubscriptionProtocol.Phoenix => new PhoenixSocketService(options, transport),
        _ => new SocketService(options, transport, protocol, ToSocket(options.Subscriptions.Uri ?? options.Endpoint)),
    };

    /// <summary>The URI to connect to.</summary>
    public virtual Uri ConnectUri() => Uri;

    /// <summary>The protocols to offer, most wanted first.</summary>
    public virtual ISocketProtocol[] CreateProtocols() => _protocol switch
    {
        SubscriptionProtocol.GraphQLTransportWs => [new GraphQLTransportWsProtocol(MaximumDepth)],
        SubscriptionProtocol.GraphQLWs => [new GraphQLWsProtocol(MaximumDepth)],
        _ => [new GraphQLTransportWsProtocol(MaximumDepth), new GraphQLWsProtocol(MaximumDepth)],
    };

    /// <summary>The header fields of the request for a WebSocket.</summary>
    public virtual HttpRequestHeaders Headers() => Transport.SocketHeaders();

    /// <summary>What opens the connection within the WebSocket: what the caller gave, else the session's credentials of this moment.</summary>
    public virtual ReadOnlyMemory<byte> Payload()
    {
        if (!Options.Subscriptions.Payload.IsEmpty) return Options.Subscriptions.Payload;
        if (FindHeader("Authorization") is not { } value) return default;
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("Authorization"u8, value);
            writer.WriteEndObject();
        }

        return output.ToArray();
    }

    /// <summary>What the service says that ends an operation, or refuses a connection.</summary>
    /// <param name="payload">A list of errors, one error, or anything else; may be empty.</param>
    public virtual GqlException Refused(ReadOnlySpan<byte> payload) => SubscriptionFailures.Refused(payload, Address);

    /// <summary>Whether a failure says that the session's token was refused, so that another one may do.</summary>
    public virtual bool IsOfToken(GqlException failure) => SubscriptionFailures.IsOfToken(failure);

    /// <summary>The same URI with ws or wss.</summary>
    protected static Uri ToSocket(Uri uri)
    {
        if (SubscriptionConnectionOptions.IsSocket(uri)) return uri;
        var builder = new UriBuilder(uri) { Scheme = uri.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs };
        if (uri.IsDefaultPort) builder.Port = -1;
        return builder.Uri;
    }

    /// <summary>The bearer token in a value of <c>Authorization</c>; null where there is none.</summary>
    protected static string? TokenIn(string? authorization)
    {
        const string Scheme = "Bearer ";
        return authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true ? authorization[Scheme.Length..].Trim() : null;
    }

    /// <summary>One of the session's header fields, its credentials included.</summary>
    protected string? FindHeader(string name) => Transport.SocketHeaders().TryGetValues(name, out var values) ? values.First() : null;
}
