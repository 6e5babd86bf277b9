using System.Net.Http.Headers;
using System.Text;
using GqlTools.Client.Failures;
using GqlTools.Client.Sessions;
using GqlTools.Client.Streaming.WebSockets;
using GqlTools.Client.Streaming.WebSockets.AppSync;
using GqlTools.Client.Transport;

namespace GqlTools.Client.Subscriptions;

/// <summary>
/// AWS AppSync. Its credentials are those of the session's requests: a signature by IAM, a token without the word Bearer, or an API key. They go into a subprotocol
/// and into every start, and nowhere else.
/// </summary>
internal sealed class AppSyncSocketService(GqlSessionOptions options, HttpTransport transport)
    : SocketService(options, transport, SubscriptionProtocol.AppSync, options.Subscriptions.Uri is { } uri ? ToSocket(uri) : AppSyncEndpoint.RealtimeUri(options.Endpoint))
{
    private const string ApiKeyHeader = "x-api-key";
    private const string AuthorizationHeader = "Authorization";

    /// <inheritdoc/>
    public override bool AuthorizesOperations => true;

    /// <summary>Refuses a session that AppSync could not take.</summary>
    /// <exception cref="GqlException"><see cref="FailureKind.OptionInvalid"/>.</exception>
    public static void Validate(GqlSessionOptions options)
    {
        if (options.Subscriptions.OperationsOverSocket) throw Invalid("SubscriptionProtocol is AppSync, whose WebSocket carries subscriptions only: queries and mutations go by HTTP.");
        if (!options.Subscriptions.Payload.IsEmpty) throw Invalid("SubscriptionProtocol is AppSync, whose WebSocket is opened by the session's credentials: it takes no payload of your own.");
        if (options.Authentication is null && options.TokenProvider is null && !options.HeaderNames.Any(IsCredential)) throw NoCredentials();
    }

    /// <inheritdoc/>
    public override ISocketProtocol[] CreateProtocols() => [new AppSyncProtocol(Options.Endpoint, Authorize, Options.TimeProvider, MaximumDepth)];

    /// <inheritdoc/>
    public override HttpRequestHeaders Headers()
    {
        var headers = base.Headers();
        headers.Remove(AuthorizationHeader);
        headers.Remove(ApiKeyHeader);
        return headers;
    }

    /// <summary>Nothing: the credentials are in the subprotocol.</summary>
    public override ReadOnlyMemory<byte> Payload() => default;

    /// <inheritdoc/>
    public override GqlException Refused(ReadOnlySpan<byte> payload)
    {
        var authorization = Authorize();
        var refusal = base.Refused(Encoding.UTF8.GetBytes(authorization.Redact(Encoding.UTF8.GetString(payload))));
        if (!refusal.Errors.Any(static error => error.Type?.EndsWith("UnauthorizedException", StringComparison.Ordinal) == true)) return refusal;
        var said = string.Join(" ", refusal.Errors.Select(static error => error.Message));
        return new GqlException(FailureKind.Unauthorized, $"{Address} does not accept the session's credentials ({authorization}): {said}") { Errors = refusal.Errors };
    }

    private static bool IsCredential(string name) =>
        name.Equals(ApiKeyHeader, StringComparison.OrdinalIgnoreCase) || name.Equals(AuthorizationHeader, StringComparison.OrdinalIgnoreCase);

    private static GqlException NoCredentials() =>
        Invalid("SubscriptionProtocol is AppSync, which takes nobody without credentials. Give the session an API key as the header field x-api-key, Bearer or AwsIam authentication, or a token provider.");

    private static GqlException Invalid(string message) => new(FailureKind.OptionInvalid, message);

    private AppSyncAuthorization Authorize()
    {
        if (Transport.Authentication?.Signer is { } signer) return AppSyncAuthorization.Iam(signer.Credentials, signer.RegionOf(Options.Endpoint)!);
        if (FindHeader(AuthorizationHeader) is { } value) return AppSyncAuthorization.Token(TokenIn(value) ?? value);
        return FindHeader(ApiKeyHeader) is { } key ? AppSyncAuthorization.ApiKey(key) : throw NoCredentials();
    }
}
