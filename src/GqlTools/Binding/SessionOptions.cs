using System.Buffers;
using System.Management.Automation;
using System.Security.Authentication;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Client.Subscriptions;
using GqlTools.Client.Transport;
using GqlTools.Commands;
using GqlTools.Conversion;
using GqlTools.Errors;

namespace GqlTools.Binding;

/// <summary>Makes the options of a session of the parameters of Open-GqlSession, which keep the rules. What is wrong with one ends the command.</summary>
internal static class SessionOptions
{
    /// <summary>The options; the session's name is not among them.</summary>
    public static GqlSessionOptions From(OpenGqlSessionCommand command) => new(new Uri(command.Uri, UriKind.RelativeOrAbsolute))
    {
        HttpVersion = command.HttpVersion is null ? HttpVersionChoice.Default : HttpVersionChoice.Exactly(command.HttpVersion),
        AllowMultipleConnections = command.AllowMultipleConnections,
        Tls = new TlsOptions
        {
            SkipCertificateCheck = command.SkipCertificateCheck,
            ClientCertificates = command.Certificate is null ? [] : [command.Certificate],
            Protocols = (SslProtocols)command.SslProtocol,
        },
        Proxy = ProxyOf(command),
        UnixSocketPath = command.UnixSocket is null ? null : command.ResolveNewFile(command.UnixSocket),
        Compression = !command.NoCompression,
        Headers = HeadersOf(command),
        Authentication = SessionCredentials.From(command),
        TokenProvider = SessionCredentials.ProviderFrom(command),
        AllowUnencryptedAuthentication = command.AllowUnencryptedAuthentication,
        ConnectionTimeout = TimeSpan.FromSeconds(command.ConnectionTimeoutSeconds),
        OperationTimeout = LimitOf(command.OperationTimeoutSeconds),
        MaximumConcurrency = command.MaximumConcurrency,
        AnswerLimits = new AnswerLimits { MaximumBytes = command.MaximumAnswerBytes, MaximumDepth = command.MaximumAnswerDepth },
        IdempotencyKeyIn = (IdempotencyKeyPlace)command.IdempotencyKeyIn,
        RequestsPerSecond = command.RequestsPerSecond > 0 ? command.RequestsPerSecond : null,
        MaximumRateLimitWait = TimeSpan.FromSeconds(command.MaximumRateLimitWaitSeconds),
        Retry = RetryOptions.Default with
        {
            MaximumRetryCount = command.MaximumRetryCount,
            BaseDelay = TimeSpan.FromSeconds(command.RetryIntervalSec),
            ErrorCodes = command.RetryOn ?? [],
        },
        SkipConnectionTest = command.SkipConnectionTest,
        AutomaticPersistedQueries = command.PersistedQueries == GqlPersistedQueries.Automatic,
        PersistedDocuments = command.PersistedDocumentsPath is null ? null : command.ReadManifest(command.PersistedDocumentsPath),
        UseGet = command.UseGet,
        Deduplicate = command.Deduplicate,
        CacheLifetime = TimeSpan.FromSeconds(command.CacheSeconds),
        MaximumCacheBytes = command.MaximumCacheBytes,
        Schema = command.Schema is null ? null : command.ResolveSchema(command.Schema),
        ValidateDocuments = command.Validate,
        ScalarTypes = ScalarTypesOf(command),
        Subscriptions = new SubscriptionConnectionOptions
        {
            Protocol = (SubscriptionProtocol)command.SubscriptionProtocol,
            Uri = command.SubscriptionUri,
            Payload = PayloadOf(command),
            OperationsOverSocket = command.UseWebSocket,
            MaximumRetryCount = command.SubscriptionRetryCount,
            RetryDelay = TimeSpan.FromSeconds(command.SubscriptionRetryIntervalSec),
            AcknowledgementTimeout = TimeSpan.FromSeconds(command.AcknowledgementTimeoutSeconds),
            PingInterval = LimitOf(command.PingIntervalSeconds),
            PongTimeout = TimeSpan.FromSeconds(command.PongTimeoutSeconds),
        },
    };

    // 0 seconds stand for no limit.
    private static TimeSpan LimitOf(int seconds) => seconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds);

    private static IReadOnlyList<KeyValuePair<string, string>> HeadersOf(OpenGqlSessionCommand command)
    {
        var headers = HeaderFields.From(command.Headers);
        return command.UserAgent is null ? headers : [.. headers, new("User-Agent", command.UserAgent)];
    }

    private static ProxyChoice ProxyOf(OpenGqlSessionCommand command)
    {
        if (command.NoProxy) return ProxyChoice.None;
        return command.Proxy is null ? ProxyChoice.FromEnvironment : ProxyChoice.To(command.Proxy, command.ProxyCredential?.GetNetworkCredential());
    }

    private static IReadOnlyDictionary<string, Type> ScalarTypesOf(OpenGqlSessionCommand command)
    {
        var (types, problem) = ScalarTypes.From(command.Scalar);
        if (problem is not null) command.ThrowTerminatingError(problem);
        return types;
    }

    private static ReadOnlyMemory<byte> PayloadOf(OpenGqlSessionCommand command)
    {
        if (command.SubscriptionPayload is null) return default;
        var output = new ArrayBufferWriter<byte>();
        try
        {
            VariableWriter.WriteVariables(output, command.SubscriptionPayload, root: $"-{nameof(command.SubscriptionPayload)}");
        }
        catch (VariableConversionException exception)
        {
            command.ThrowTerminatingError(exception.ToErrorRecord(command.SubscriptionPayload));
        }

        return output.WrittenMemory;
    }
}
