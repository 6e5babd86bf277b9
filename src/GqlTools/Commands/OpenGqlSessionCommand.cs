using System.Collections;
using System.Management.Automation;
using System.Security;
using GqlTools.Binding;
using GqlTools.Client.Failures;
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
    public SecureString? Token { get; set; }

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

    /// <summary>
    /// The region of an AppSync API, such as eu-west-1, for -Authentication AwsIam. By default the one in the name of the endpoint's host; an API with a name of your own has none there.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AwsRegion { get; set; }

    /// <summary>The session token that comes with temporary credentials, for -Authentication AwsIam. It is not renewed: open another session when it has ended.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? AwsSessionToken { get; set; }

    /// <summary>Allows -Token, -Credential and the tokens of -TokenProvider to go over plain http, where anybody on the way can read them.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>Opens without the round trip that proves server, TLS and credentials.</summary>
    [Parameter]
    public SwitchParameter SkipConnectionTest { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Require(SessionParameterRules.Table);
        var sessions = RunspaceSessions.OfThisRunspace();
        if (Name is not null && sessions.Find(Name) is not null) ThrowTerminatingError(ErrorRecords.SessionNameTaken(Name));
        try
        {
            var options = SessionOptions.From(this);
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
