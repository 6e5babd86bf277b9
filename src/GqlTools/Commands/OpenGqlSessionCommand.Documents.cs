using System.Collections;
using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Client.Sessions;

namespace GqlTools.Commands;

/// <content>Which documents go to the server, how they go, and what is known of them here.</content>
public sealed partial class OpenGqlSessionCommand
{
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
    /// Where the key of Invoke-GqlQuery -IdempotencyKey goes: the header field Idempotency-Key, the directive @idempotent(key:) of the mutation's field, as at
    /// Shopify, or clientMutationId of its argument 'input'. In the latter two the mutation has one field at its root. The default is Header.
    /// </summary>
    [Parameter]
    public GqlIdempotencyKeyPlace IdempotencyKeyIn { get; set; }

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
}
