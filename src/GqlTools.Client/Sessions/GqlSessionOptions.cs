using System.Collections.Immutable;
using GqlTools.Client.Authentication;
using GqlTools.Client.Failures;
using GqlTools.Client.PersistedDocuments;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Client.Scheduling;
using GqlTools.Client.Subscriptions;
using GqlTools.Client.Transport;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Client.Sessions;

/// <summary>All that a session is told when it is made. Nothing of it changes afterwards, but for a new <see cref="Authentication"/>.</summary>
/// <param name="Endpoint">The absolute http or https URI that takes the requests.</param>
public sealed record GqlSessionOptions(Uri Endpoint)
{
    /// <summary>Requests in flight at once where nothing else is said: what Kestrel and Node allow on one HTTP/2 connection.</summary>
    public const int DefaultMaximumConcurrency = 100;

    /// <summary>Octets of the longest URI of a GET: what every recipient should take (RFC 9110, section 4.1). Kestrel's and nginx's limits are just above.</summary>
    public const int MaximumGetUriOctets = 8000;

    /// <summary>Bytes of a session's cache where nothing else is said.</summary>
    public const long DefaultMaximumCacheBytes = 64L * 1024 * 1024;

    /// <summary>The longest wait for rate limits where nothing else is said: most count by the hour.</summary>
    public static readonly TimeSpan DefaultMaximumRateLimitWait = TimeSpan.FromMinutes(65);

    /// <summary>A name for people and for looking the session up; the endpoint's host where none is given.</summary>
    public string? Name { get; init; }

    /// <summary>HTTP version, and whether another will do. Default: HTTP/2 where TLS can negotiate it, else HTTP/1.1.</summary>
    public HttpVersionChoice HttpVersion { get; init; } = HttpVersionChoice.Default;

    /// <summary>Whether an HTTP/2 session may open a second connection once the first one's streams are taken. Default false.</summary>
    public bool AllowMultipleConnections { get; init; }

    /// <summary>Certificates, protocols and trust.</summary>
    public TlsOptions Tls { get; init; } = new();

    /// <summary>The way through a proxy; by default the one that the environment names.</summary>
    public ProxyChoice Proxy { get; init; } = ProxyChoice.FromEnvironment;

    /// <summary>Path of a Unix domain socket to connect to in place of the endpoint's host and port; null for none.</summary>
    public string? UnixSocketPath { get; init; }

    /// <summary>Whether answers may come compressed (gzip, deflate, br). Default true.</summary>
    public bool Compression { get; init; } = true;

    /// <summary>Header fields of every request. Set by all, read by none but the session: API keys stand there.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { internal get; init; } = [];

    /// <summary>Names of <see cref="Headers"/>.</summary>
    public IEnumerable<string> HeaderNames => Headers.Select(header => header.Key);

    /// <summary>Credentials of every request; null for none.</summary>
    public GqlAuthentication? Authentication { get; init; }

    /// <summary>Where bearer tokens come from, in place of <see cref="Authentication"/>; null for none.</summary>
    public GqlTokenProvider? TokenProvider { get; init; }

    /// <summary>Whether credentials may go over plain http. Default false.</summary>
    public bool AllowUnencryptedAuthentication { get; init; }

    /// <summary>Time for TCP (or QUIC) and TLS to come about. Default 15 s.</summary>
    public TimeSpan ConnectionTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Time from leaving the session's queue to the answer's last byte, retries included, for requests that set none of their own.
    /// <see cref="Timeout.InfiniteTimeSpan"/> for no limit. Default 100 s.
    /// </summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Requests in flight at once; more of them wait in the session's queue, first come, first served. Default 100.</summary>
    public int MaximumConcurrency { get; init; } = DefaultMaximumConcurrency;

    /// <summary>Where the idempotency keys of mutations go. Default <see cref="IdempotencyKeyPlace.Header"/>.</summary>
    public IdempotencyKeyPlace IdempotencyKeyIn { get; init; }

    /// <summary>Attempts a second at most, evenly spread; null for as many as the server takes. Default null.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>
    /// How long a request waits for the server's limits at most: once the server has refused it, all its waits together; before, any one of them. It does
    /// not count towards the request's timeout. <see cref="TimeSpan.Zero"/> for not at all. Default 65 min, as the longest limits that are usual
    /// count by the hour.
    /// </summary>
    public TimeSpan MaximumRateLimitWait { get; init; } = DefaultMaximumRateLimitWait;

    /// <summary>When a server that only fails is left alone.</summary>
    public CircuitOptions Circuit { get; init; } = CircuitOptions.Default;

    /// <summary>Bounds of one answer.</summary>
    public AnswerLimits AnswerLimits { get; init; } = AnswerLimits.Default;

    /// <summary>Patience with what fails in passing.</summary>
    public RetryOptions Retry { get; init; } = RetryOptions.Default;

    /// <summary>How subscriptions reach the server, and how they come back after a loss.</summary>
    public SubscriptionConnectionOptions Subscriptions { get; init; } = SubscriptionConnectionOptions.Default;

    /// <summary>Whether opening is taken on trust, without the round trip that proves server, TLS and credentials. Default false.</summary>
    public bool SkipConnectionTest { get; init; }

    /// <summary>
    /// Whether requests carry a hash of their document in place of its text, which goes only where the server does not know the hash (automatic
    /// persisted queries). A server that takes no hashes gets the text, and no hash again. Default false.
    /// </summary>
    public bool AutomaticPersistedQueries { get; init; }

    /// <summary>
    /// The documents that the server knows by ids; null, the default, for a server that takes any. A session with a manifest sends ids in place of texts, and no
    /// other documents, but for its own questions on connection and schema.
    /// </summary>
    public PersistedManifest? PersistedDocuments { get; init; }

    /// <summary>
    /// Whether queries go by GET, which caches on the way can answer. Mutations, and queries whose URI would be longer than <see cref="MaximumGetUriOctets"/>, go by POST all the same. Default false.
    /// </summary>
    public bool UseGet { get; init; }

    /// <summary>
    /// Whether identical queries in flight at the same time, from whatever callers, are one exchange. Default false. Identical are document, operation,
    /// variables and extensions byte for byte, and the request's header fields.
    /// </summary>
    public bool Deduplicate { get; init; }

    /// <summary>
    /// How long a complete answer to a query, one without errors, answers identical queries. <see cref="TimeSpan.Zero"/>, the default, for no cache. Every
    /// mutation that the session sends and new credentials empty the cache. What the answer says of caching is not looked at.
    /// </summary>
    public TimeSpan CacheLifetime { get; init; }

    /// <summary>Bytes that the cache may take; what was used longest ago goes first. Default 64 MiB (67,108,864).</summary>
    public long MaximumCacheBytes { get; init; } = DefaultMaximumCacheBytes;

    /// <summary>The server's schema, where it is known beforehand; null to ask the server when it is first needed.</summary>
    public Schema? Schema { get; init; }

    /// <summary>
    /// Whether every document and its variables are checked against the schema before they are sent. Default false. Without a given
    /// <see cref="Schema"/> the first request waits for the server's.
    /// </summary>
    public bool ValidateDocuments { get; init; }

    /// <summary>
    /// .NET types for values of scalars and enums, by their names in the schema; empty to leave all values as JSON has them. The session only
    /// carries them for the caller that converts.
    /// </summary>
    public IReadOnlyDictionary<string, Type> ScalarTypes { get; init; } = ImmutableDictionary<string, Type>.Empty;

    /// <summary>The clock of timeouts, waits and latencies.</summary>
    public TimeProvider TimeProvider { internal get; init; } = TimeProvider.System;

    /// <summary>Numbers in [0, 1) that spread the waits between attempts.</summary>
    public Func<double> Random { internal get; init; } = System.Random.Shared.NextDouble;

    /// <summary>The endpoint as errors and views show it: without user information, query and fragment.</summary>
    public string EndpointText => Endpoint.IsAbsoluteUri
        ? Endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        : Endpoint.OriginalString;

    /// <summary>Refuses what cannot work, naming the option.</summary>
    /// <exception cref="GqlException">
    /// <see cref="FailureKind.UriInvalid"/>, <see cref="FailureKind.OptionInvalid"/> or <see cref="FailureKind.UnencryptedAuthentication"/>.
    /// </exception>
    public void Validate()
    {
        if (!Endpoint.IsAbsoluteUri || (Endpoint.Scheme != Uri.UriSchemeHttp && Endpoint.Scheme != Uri.UriSchemeHttps))
        {
            throw new GqlException(
                FailureKind.UriInvalid,
                $"'{EndpointText}' is not an absolute http or https URI. Write it whole, such as https://api.example.com/graphql.");
        }

        if (Endpoint.UserInfo.Length > 0)
        {
            throw new GqlException(
                FailureKind.UriInvalid,
                $"The URI of {EndpointText} carries a user name or password. Leave them out and give them as credentials (Basic authentication) instead.");
        }

        if (Authentication is not null && TokenProvider is not null)
            throw new GqlException(FailureKind.OptionInvalid, "Authentication and TokenProvider are both set; a session has one or the other.");
        if ((Authentication is not null || TokenProvider is not null) && Endpoint.Scheme == Uri.UriSchemeHttp && !AllowUnencryptedAuthentication)
        {
            throw new GqlException(
                FailureKind.UnencryptedAuthentication,
                $"{Authentication?.Scheme ?? "Bearer"} credentials would go to {EndpointText} unencrypted. Use https, or allow it with AllowUnencryptedAuthentication.")
            {
                Endpoint = EndpointText,
            };
        }

        if (HttpVersion.Version != System.Net.HttpVersion.Version11
            && HttpVersion.Version != System.Net.HttpVersion.Version20
            && HttpVersion.Version != System.Net.HttpVersion.Version30)
        {
            throw Invalid(nameof(HttpVersion), HttpVersion.Version, "1.1, 2.0 or 3.0");
        }

        if (HttpVersion.Version == System.Net.HttpVersion.Version30 && Endpoint.Scheme == Uri.UriSchemeHttp)
            throw Invalid(nameof(HttpVersion), HttpVersion.Version, "1.1 or 2.0 on an http URI, as HTTP/3 is always encrypted");
        if (AutomaticPersistedQueries && PersistedDocuments is not null)
        {
            throw new GqlException(
                FailureKind.OptionInvalid,
                "A session sends either hashes that the server learns (AutomaticPersistedQueries) or ids that it knows beforehand (PersistedDocuments), not both.");
        }

        Authentication?.Signer?.Validate(this);
        if (Subscriptions.Protocol == SubscriptionProtocol.AppSync) AppSyncSocketService.Validate(this);
        if (Subscriptions.Protocol == SubscriptionProtocol.Phoenix) PhoenixSocketService.Validate(this);
        if ((Authentication is not null || TokenProvider is not null) && Subscriptions.Uri is { } subscriptions && (subscriptions.Scheme == Uri.UriSchemeHttp || subscriptions.Scheme == Uri.UriSchemeWs) && !AllowUnencryptedAuthentication)
        {
            throw new GqlException(
                FailureKind.UnencryptedAuthentication,
                $"{Authentication?.Scheme ?? "Bearer"} credentials would go to the subscription URI unencrypted. Use https or wss, or allow it with AllowUnencryptedAuthentication.");
        }

        Subscriptions.Validate();
        Proxy.Validate();
        HeaderRules.Validate(Headers);
        RequireAtLeast(nameof(MaximumConcurrency), MaximumConcurrency, 1);
        RequireAtLeast("AnswerLimits.MaximumBytes", AnswerLimits.MaximumBytes, 1);
        RequireAtLeast("AnswerLimits.MaximumDepth", AnswerLimits.MaximumDepth, 1);
        RequireAtLeast("Retry.MaximumRetryCount", Retry.MaximumRetryCount, 0);
        RequireAtLeast(nameof(MaximumCacheBytes), MaximumCacheBytes, 1);
        if (CacheLifetime < TimeSpan.Zero) throw Invalid(nameof(CacheLifetime), CacheLifetime, "zero for no cache, or more");
        RequireAtLeast("Retry.BudgetTokens", Retry.BudgetTokens, 0);
        RequireAtLeast("Circuit.FailureThreshold", Circuit.FailureThreshold, 0);
        if (RequestsPerSecond is <= 0 or double.NaN) throw Invalid(nameof(RequestsPerSecond), RequestsPerSecond, "more than zero, or null for no pace");
        if (MaximumRateLimitWait < TimeSpan.Zero) throw Invalid(nameof(MaximumRateLimitWait), MaximumRateLimitWait, "zero or more");
        RequirePositive(nameof(ConnectionTimeout), ConnectionTimeout);
        RequirePositive(nameof(OperationTimeout), OperationTimeout);
    }

    private static void RequireAtLeast(string option, long value, long minimum)
    {
        if (value < minimum) throw Invalid(option, value, $"{minimum} or more");
    }

    private static void RequirePositive(string option, TimeSpan value)
    {
        if (value <= TimeSpan.Zero && value != Timeout.InfiniteTimeSpan)
            throw Invalid(option, value, "more than zero, or Timeout.InfiniteTimeSpan for no limit");
    }

    private static GqlException Invalid(string option, object value, string right) =>
        new(FailureKind.OptionInvalid, $"{option} is {value}; it must be {right}.");
}
