using GqlTools.Binding;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Client.Transport;

namespace GqlTools.Commands;

/// <content>
/// From parameters to the options of a session.
/// </content>
public sealed partial class OpenGqlSessionCommand
{
    private GqlSessionOptions CreateOptions() => new(new Uri(Uri, UriKind.RelativeOrAbsolute))
    {
        HttpVersion = HttpVersion is null ? HttpVersionChoice.Default : HttpVersionChoice.Exactly(HttpVersion),
        AllowMultipleConnections = AllowMultipleConnections,
        Tls = new TlsOptions
        {
            SkipCertificateCheck = SkipCertificateCheck,
            ClientCertificates = Certificate is null ? [] : [Certificate],
            Protocols = (System.Security.Authentication.SslProtocols)SslProtocol,
        },
        Proxy = CreateProxy(),
        UnixSocketPath = UnixSocket is null ? null : GetUnresolvedProviderPathFromPSPath(UnixSocket),
        Compression = !NoCompression,
        Headers = CreateHeaders(),
        Authentication = TokenProvider is null ? CreateAuthentication() : null,
        TokenProvider = CreateTokenProvider(),
        AllowUnencryptedAuthentication = AllowUnencryptedAuthentication,
        ConnectionTimeout = TimeSpan.FromSeconds(ConnectionTimeoutSeconds),
        OperationTimeout = OperationTimeoutSeconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(OperationTimeoutSeconds),
        MaximumConcurrency = MaximumConcurrency,
        AnswerLimits = new AnswerLimits { MaximumBytes = MaximumAnswerBytes, MaximumDepth = MaximumAnswerDepth },
        IdempotencyKeyIn = (IdempotencyKeyPlace)IdempotencyKeyIn,
        RequestsPerSecond = RequestsPerSecond > 0 ? RequestsPerSecond : null,
        MaximumRateLimitWait = TimeSpan.FromSeconds(MaximumRateLimitWaitSeconds),
        Retry = RetryOptions.Default with { MaximumRetryCount = MaximumRetryCount, BaseDelay = TimeSpan.FromSeconds(RetryIntervalSec), ErrorCodes = RetryOn ?? [] },
        SkipConnectionTest = SkipConnectionTest,
        AutomaticPersistedQueries = PersistedQueries == GqlPersistedQueries.Automatic,
        PersistedDocuments = PersistedDocumentsPath is null ? null : ReadManifest(PersistedDocumentsPath),
        UseGet = UseGet,
        Deduplicate = Deduplicate,
        CacheLifetime = TimeSpan.FromSeconds(CacheSeconds),
        MaximumCacheBytes = MaximumCacheBytes,
        Schema = Schema is null ? null : ResolveSchema(Schema),
        ValidateDocuments = Validate,
        ScalarTypes = CreateScalarTypes(),
        Subscriptions = CreateSubscriptionOptions(),
    };

    private IReadOnlyList<KeyValuePair<string, string>> CreateHeaders()
    {
        var headers = HeaderFields.From(Headers);
        return UserAgent is null ? headers : [.. headers, new("User-Agent", UserAgent)];
    }

    private IReadOnlyDictionary<string, Type> CreateScalarTypes()
    {
        var (types, problem) = ScalarTypes.From(Scalar);
        if (problem is not null) ThrowTerminatingError(problem);
        return types;
    }

    private ProxyChoice CreateProxy()
    {
        if (NoProxy) return ProxyChoice.None;
        return Proxy is null ? ProxyChoice.FromEnvironment : ProxyChoice.To(Proxy, ProxyCredential?.GetNetworkCredential());
    }
}
