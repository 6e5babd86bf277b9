using System.Collections;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using GqlTools.Binding;
using GqlTools.Client.Failures;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Cmdlets;
using GqlTools.Errors;

namespace GqlTools.Commands;

/// <summary>
/// <para type="synopsis">Opens a session with a GraphQL endpoint.</para>
/// <para type="description">A session is a permanent connection that any number of pipelines and runspaces use at the same time. Opening makes one round trip,
/// { __typename }, which proves server, TLS and credentials. The session is returned and becomes the runspace's current one, which other commands use
/// when they are given none. All options of the connection stand here; parameters named as those of Invoke-RestMethod mean the same.</para>
/// </summary>
/// <example>
/// <code>Open-GqlSession https://api.example.com/graphql -Authentication Bearer -Token $token</code>
/// <para>Opens a session over HTTP/2 that sends a token, and makes it the current one.</para>
/// </example>
/// <example>
/// <code>Open-GqlSession https://api.example.com/graphql -Schema ./api.graphql -Validate -Scalar @{ DateTime = [datetimeoffset] }</code>
/// <para>Opens a session that refuses wrong documents and variables by a schema in a file, and gives dates and times as objects.</para>
/// </example>
/// <example>
/// <code>$session = Open-GqlSession https://api.example.com/graphql -Deduplicate -CacheSeconds 60
/// 1..20 | ForEach-Object { 'SKU-0000001' } | Invoke-GqlQuery 'query($sku: String!) { product(sku: $sku) { name } }' -ThrottleLimit 8 | Out-Null
/// $session.Statistics | Select-Object Requests, Coalesced, CacheHits</code>
/// <para>Asks the same twenty times, and the server once: what does not come while the first request is under way comes from the cache.</para>
/// </example>
/// <example>
/// <code>$session = Open-GqlSession https://api.example.com/graphql -TokenProvider { param($folder) Get-Content "$folder/token.txt" } -TokenProviderArguments $PWD</code>
/// <para>Opens a session that reads its token from a file: at once, and again whenever the token ends or is refused.</para>
/// </example>
/// <example>
/// <code>$session = Open-GqlSession https://api.example.com/graphql -Headers @{ 'x-api-key' = Get-Content ./token.txt } -SubscriptionProtocol AppSync</code>
/// <para>Opens a session with an API of AWS AppSync, whose subscriptions take the API key, too. See about_GqlSubscriptions.</para>
/// </example>
/// <example>
/// <code>$session = Open-GqlSession https://api.example.com/graphql -Authentication AwsIam -Credential $credential -AwsRegion eu-west-1</code>
/// <para>Opens a session that signs every request with an access key of AWS IAM: its id is the user name, its secret the password.</para>
/// </example>
/// <example>
/// <code>$session = Open-GqlSession https://localhost:5001/graphql -SkipCertificateCheck -Name dev</code>
/// <para>Opens a session with a test server whose certificate is not trusted.</para>
/// </example>
/// <example>
/// <code>$session = Open-GqlSession https://api.example.com/graphql -PersistedDocumentsPath ./queries.json</code>
/// <para>Opens a session that sends the documents of a manifest by their ids, and no others: see about_GqlDocuments.</para>
/// </example>
[Cmdlet(VerbsCommon.Open, "GqlSession")]
[OutputType(typeof(GqlSession))]
public sealed partial class OpenGqlSessionCommand : GqlCommand
{
    private GqlSession? _opening;

    /// <summary>The absolute http or https URI of the GraphQL endpoint.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Uri { get; set; } = "";

    /// <summary>
    /// A name by which other commands find the session. Without it the endpoint's host is used, with a number where that is taken.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Header fields to send with every request.</summary>
    [Parameter]
    public IDictionary? Headers { get; set; }

    /// <summary>What to send as User-Agent in place of the module's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserAgent { get; set; }

    /// <summary>
    /// Basic sends -Credential, Bearer sends -Token or what -TokenProvider gives, AwsIam signs every request to AWS AppSync with -Credential. The default is None;
    /// with -TokenProvider, Bearer.
    /// </summary>
    [Parameter]
    public GqlAuthenticationScheme Authentication { get; set; }

    /// <summary>The token for -Authentication Bearer.</summary>
    [Parameter]
    [ValidateNotNull]
    public System.Security.SecureString? Token { get; set; }

    /// <summary>
    /// Where bearer tokens come from, in place of -Token: a program with its arguments, such as gcloud, auth, print-access-token, or a script block. It is
    /// asked when the session opens, before the token ends where the token says when (JSON Web Tokens), and once when the server refuses a token, with 401 or
    /// UNAUTHENTICATED. A program is run without a shell; what it prints is the token. A script block runs as text in a runspace of its own:
    /// it sees no variables and functions of this one; what it needs comes by -TokenProviderArguments. See about_GqlSessions.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public object? TokenProvider { get; set; }

    /// <summary>Values for the parameters of the script block of -TokenProvider, in their order.</summary>
    [Parameter]
    [ValidateNotNull]
    public object?[]? TokenProviderArguments { get; set; }

    /// <summary>User name and password for -Authentication Basic; the id of an access key and its secret for -Authentication AwsIam.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Allows -Token, -Credential and the tokens of -TokenProvider to go over plain http, where anybody on the way can read them.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>
    /// 1.1, 2.0 or 3.0, and no other. Without it HTTP/2 is used where TLS can negotiate it, else HTTP/1.1. On an http URI, 2.0 means HTTP/2 with
    /// prior knowledge.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(HttpVersionCompleter))]
    [ValidateNotNull]
    public Version? HttpVersion { get; set; }

    /// <summary>A client certificate with which the session proves itself.</summary>
    [Parameter]
    [ValidateNotNull]
    public X509Certificate? Certificate { get; set; }

    /// <summary>Accepts any certificate of the server. Only for tests: nothing protects the connection then.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>The TLS versions that are allowed. The default is Default: the operating system chooses.</summary>
    [Parameter]
    public GqlTlsProtocols SslProtocol { get; set; }

    /// <summary>The URI of a proxy. By default the environment's is used, if it names one.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>Credentials for -Proxy.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Uses no proxy, whatever the environment says.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>The path of a Unix domain socket to connect to in place of the URI's host and port.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UnixSocket { get; set; }

    /// <summary>Seconds for a connection to come about, TLS included. The default is 15.</summary>
    [Parameter]
    [Alias("TimeoutSec")]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int ConnectionTimeoutSeconds { get; set; } = 15;

    /// <summary>
    /// Seconds from a request's leaving the session's queue to its answer's last byte, retries included. 0 means no limit. The default is 100.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int OperationTimeoutSeconds { get; set; } = 100;

    /// <summary>
    /// Attempts after the first for queries that fail in passing: lost connections and the statuses 408, 502, 503 and 504. Waiting for a rate limit does
    /// not count. The default is 5.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaximumRetryCount { get; set; } = RetryOptions.Default.MaximumRetryCount;

    /// <summary>
    /// Upper bound of the first wait between attempts, in seconds; it doubles with every attempt, and the wait is drawn below it. A server's
    /// Retry-After goes before it. The default is 0.5.
    /// </summary>
    [Parameter]
    [ValidateRange(0d, 86400d)]
    public double RetryIntervalSec { get; set; } = RetryOptions.Default.BaseDelay.TotalSeconds;

    /// <summary>
    /// Requests in flight at once, over all runspaces that share the session; more wait in its queue, first come, first served. The default is 100.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumConcurrency { get; set; } = GqlSessionOptions.DefaultMaximumConcurrency;

    /// <summary>
    /// Codes of GraphQL errors (extensions.code) that are worth another attempt: for queries, and for mutations that have an idempotency key. If none of the
    /// attempts is better, the last answer counts.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? RetryOn { get; set; }

    /// <summary>
    /// Where the key of Invoke-GqlQuery -IdempotencyKey goes: the header field Idempotency-Key, the directive @idempotent(key:) of the mutation's field, as at
    /// Shopify, or clientMutationId of its argument 'input'. In the latter two the mutation has one field at its root. The default is Header.
    /// </summary>
    [Parameter]
    public GqlIdempotencyKeyPlace IdempotencyKeyIn { get; set; }

    /// <summary>
    /// Requests a second at most, evenly spread, over all runspaces that share the session. 0 means as many as the server takes. The default is 0.
    /// </summary>
    [Parameter]
    [ValidateRange(0d, 1e6)]
    public double RequestsPerSecond { get; set; }

    /// <summary>
    /// Seconds that a request waits for the server's rate limits at most, on top of its timeout. Where the limit asks for more, the error says how long
    /// and until when. 0 means not to wait. The default is 3900: 65 minutes, as most limits count by the hour.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int MaximumRateLimitWaitSeconds { get; set; } = (int)GqlSessionOptions.DefaultMaximumRateLimitWait.TotalSeconds;

    /// <summary>Bytes of one answer, after decompression, beyond which it is refused. The default is 256MB.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long MaximumAnswerBytes { get; set; } = AnswerLimits.Default.MaximumBytes;

    /// <summary>Levels of nested objects and lists beyond which an answer is refused. The default is 512.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumAnswerDepth { get; set; } = AnswerLimits.Default.MaximumDepth;

    /// <summary>Asks the server not to compress its answers.</summary>
    [Parameter]
    public SwitchParameter NoCompression { get; set; }

    /// <summary>Lets an HTTP/2 session open further connections once all streams of the first are taken.</summary>
    [Parameter]
    public SwitchParameter AllowMultipleConnections { get; set; }

    /// <summary>Opens without the round trip that proves server, TLS and credentials.</summary>
    [Parameter]
    public SwitchParameter SkipConnectionTest { get; set; }

    /// <summary>
    /// Automatic sends a hash of each document in place of its text; the text follows once, where the server does not know the hash yet. A server that
    /// takes no hashes gets the text, and no hash again. The default is None.
    /// </summary>
    [Parameter]
    public GqlPersistedQueries PersistedQueries { get; set; }

    /// <summary>
    /// The path of a manifest of trusted documents, in Apollo's or Relay's shape. Documents go to the server by their ids only: as the hash of a persisted query with
    /// Apollo's shape, as documentId with Relay's. A document that is not in the manifest is an error and is not sent. A server that takes no others refuses what opening
    /// asks, too: use -SkipConnectionTest.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PersistedDocumentsPath { get; set; }

    /// <summary>
    /// Sends queries by GET, which caches between here and the server can answer. Mutations, and queries that make too long a URI, go by POST all the same.
    /// </summary>
    [Parameter]
    public SwitchParameter UseGet { get; set; }

    /// <summary>
    /// Makes identical queries that are in flight at the same time, from whatever runspaces, one request. Identical are document, operation, variables and
    /// header fields. Each caller keeps its own timeout and its own objects. Mutations are always sent.
    /// </summary>
    [Parameter]
    public SwitchParameter Deduplicate { get; set; }

    /// <summary>
    /// Seconds for which an answer to a query, if it is complete and without errors, answers identical ones without a request. Every mutation that the
    /// session sends empties this cache. What the server says about caching is not looked at. The default is 0: no cache.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int CacheSeconds { get; set; }

    /// <summary>Bytes that the answers kept by -CacheSeconds may take; what was used longest ago goes first. The default is 64MB.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long MaximumCacheBytes { get; set; } = GqlSessionOptions.DefaultMaximumCacheBytes;

    /// <summary>
    /// The server's schema, where the server does not tell it or need not be asked: the path of a file in the schema definition language or with an
    /// introspection result in JSON, or what Get-GqlSchema returned.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public object? Schema { get; set; }

    /// <summary>
    /// Checks every document and its variables against the schema before they are sent. What is wrong is reported with line, column and what was
    /// probably meant, and costs no request. Without -Schema, opening fetches the schema from the server.
    /// </summary>
    [Parameter]
    public SwitchParameter Validate { get; set; }

    /// <summary>
    /// .NET types for scalars and enums of the schema, such as @{ DateTime = [datetime] }. Values of these scalars become objects of these types in the
    /// output, and are converted to them in variables. Whatever is not named stays as JSON has it.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Scalar { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var sessions = RunspaceSessions.OfThisRunspace();
        if (Name is not null && sessions.Find(Name) is not null) ThrowTerminatingError(ErrorRecords.SessionNameTaken(Name));
        try
        {
            var options = CreateOptions();
            options.Validate();
            _opening = new GqlSession(options with { Name = Name ?? sessions.FreeNameFor(options.Endpoint.Host) });
            Wait(_opening.OpenAsync(StopToken));
            if (Validate && !SkipConnectionTest) Wait(_opening.Schema.GetAsync(StopToken));
        }
        catch (GqlException exception)
        {
            ThrowTerminatingError(exception.ToErrorRecord(Uri));
        }

        var session = _opening!;
        _opening = null;
        sessions.Add(session);
        PromptHook.Install(SessionState, InvokeProvider);
        WriteObject(session);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_opening is { } unopened) unopened.CloseAsync(TimeSpan.Zero).GetAwaiter().GetResult();
        base.Dispose(disposing);
    }
}
