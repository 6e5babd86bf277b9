using System.Collections;
using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Cmdlets;
using GqlTools.Output;

namespace GqlTools.Commands;

/// <summary>
/// <para type="synopsis">Sends a GraphQL query or mutation, once or for every object of the pipeline.</para>
/// <para type="description">Without pipeline input the operation is sent once, with -Variables. With pipeline input it is sent for every object, whose properties or
/// entries are the variables of that request, up to -ThrottleLimit at the same time over the session's one connection; results come in the order
/// of the input.</para>
/// <para type="description">The data of an answer is written to the output. Every GraphQL error becomes an error record, whose target names operation, path and
/// location, and partial data is written all the same. A request that fails does not affect the others.</para>
/// <para type="description">-BatchSize sends many inputs as one request. Results, errors, paths and places are those that single requests would have; status, header
/// fields and duration are those of the batch, and its answer comes with its slowest input. Batches go past -Deduplicate and -CacheSeconds of the session.
/// Mutations are batched only where -BatchSize says so. What may have run is never sent again: where one mutation leaves a batch without data, the others
/// of it are reported as lost (GqlBatchAnswerLost).</para>
/// <para type="description">A FileInfo, a stream or a byte array anywhere in the variables is uploaded, except where the operation declares text, a number, a boolean or an ID.
/// A file of the pipeline is the value of the operation's only variable of the type Upload. See about_GqlUploads.</para>
/// <para type="description">An answer that comes in parts, as a document with @defer or @stream allows, is written when it is whole, as any other: errors of parts are error records with their
/// paths, and a fragment that failed leaves its place empty. -Incremental writes each part as it comes.</para>
/// <para type="description">Mutations ask for confirmation as other commands do (-WhatIf, -Confirm), and run one after another unless -ThrottleLimit is given.</para>
/// </summary>
/// <example>
/// <code>Invoke-GqlQuery '{ products(first: 3) { nodes { sku name } } }' -ResultPath products.nodes</code>
/// <para>Writes three products.</para>
/// </example>
/// <example>
/// <code>1..100 | ForEach-Object { 'SKU-{0:d7}' -f $_ } | Invoke-GqlQuery 'query($sku: String!) { product(sku: $sku) { name } }' -ThrottleLimit 32</code>
/// <para>Sends a hundred queries, 32 of them at a time. A plain value is the value of the operation's only variable.</para>
/// </example>
/// <example>
/// <code>1..200 | ForEach-Object { 'SKU-{0:d7}' -f $_ } | Invoke-GqlQuery 'query($sku: String!) { product(sku: $sku) { name stock } }' -BatchSize 50</code>
/// <para>Sends two hundred lookups as four requests. Each keeps its own result and its own errors.</para>
/// </example>
/// <example>
/// <code>$result = Invoke-GqlQuery -FilePath ./product.graphql -Variables @{ sku = 'SKU-0000007' } -Raw
/// $result.Headers['Content-Type']</code>
/// <para>Sends the operation of a file and keeps the whole response: data, errors, extensions, header fields, status, timing.</para>
/// </example>
/// <example>
/// <code>1..100 | ForEach-Object { 'SKU-{0:d7}' -f $_ } | Invoke-GqlQuery 'query($sku: String!) { product(sku: $sku) { name } }' -CheckpointPath ./names.checkpoint -MaximumErrorCount 5</code>
/// <para>Sends a hundred queries and notes which are finished. After a crash the same command sends what is left. Gives up after the sixth failure.</para>
/// </example>
/// <example>
/// <code>Import-Csv ./names.csv | Invoke-GqlQuery -FilePath ./rename.graphql -WhatIf</code>
/// <para>Shows which mutations would be sent, one for each row, and sends nothing. The columns of the file are the variables.</para>
/// </example>
/// <example>
/// <code>Invoke-GqlQuery '{ products(first: 100) { nodes { sku stock } } }' -All | Where-Object stock -lt 5 | Select-Object -First 10</code>
/// <para>Walks the whole list, page after page, until ten products with little stock are found.</para>
/// </example>
/// <example>
/// <code>Get-ChildItem *.png | Invoke-GqlQuery 'mutation($file: Upload!) { upload(file: $file) { name bytes } }' -ResultPath upload</code>
/// <para>Uploads every picture of the current folder, one after the other.</para>
/// </example>
/// <example>
/// <code>Invoke-GqlQuery '{ products(first: 2) { nodes { sku ... @defer(label: "stock") { stock } } } }' -Incremental | Select-Object Path, Label, Data</code>
/// <para>Writes the products at once, and what the server looks up for them as it comes. Without -Incremental the result is one object with everything in it.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "GqlQuery", DefaultParameterSetName = ByText, SupportsShouldProcess = true)]
[OutputType(typeof(PSObject), typeof(GqlQueryResult), typeof(GqlIncrementalPart))]
public sealed partial class InvokeGqlQueryCommand : OperationCommand
{
    private const string ById = "DocumentId";
    private const int DefaultThrottleLimit = 16;

    private QueryRun? _run;

    /// <summary>
    /// The id by which the server knows the document, in place of its text. With Open-GqlSession -PersistedDocumentsPath, the operation's name does, too. Without it
    /// nothing is known here of the operation: it is taken for a mutation (it asks for confirmation, is not sent again after a failure, and runs one at a time), and its
    /// variables go as they are given.
    /// </summary>
    [Parameter(ParameterSetName = ById, Mandatory = true)]
    [ArgumentCompleter(typeof(DocumentIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? DocumentId { get; set; }

    /// <summary>
    /// The media type of the files among the variables, such as image/png. The default is the one that a file's extension stands for.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ContentType { get; set; }

    /// <summary>Header fields of these requests, in addition to the session's; a name that the session sets too is replaced.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Headers { get; set; }

    /// <summary>
    /// Requests in flight at once with pipeline input. The default is 16 for queries and 1 for mutations, which then run in the order of the input.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int ThrottleLimit { get; set; } = DefaultThrottleLimit;

    /// <summary>
    /// Sends up to this many inputs of the pipeline as one request, which many small lookups gain most from; -ThrottleLimit then counts these batches. Each
    /// input keeps its own result and errors. A batch leaves when it is full or the input ends. What a batch is refused for goes again in parts, until the
    /// guilty input stands alone; mutations only where nothing of them ran. The default is 1: no batches.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int BatchSize { get; set; } = 1;

    /// <summary>How -BatchSize puts requests together. The default is Auto.</summary>
    [Parameter]
    public GqlBatchStyle BatchBy { get; set; }

    /// <summary>Writes results in the order in which they arrive in place of the order of the input.</summary>
    [Parameter]
    public SwitchParameter AsCompleted { get; set; }

    /// <summary>
    /// Writes the whole response: Data, Errors, Extensions, Headers, StatusCode, HttpVersion, Duration, Attempts, FromCache, Age, Variables. GraphQL errors stand in it
    /// and are not written as error records.
    /// </summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>Asks the server even where the session has an answer in its cache (Open-GqlSession -CacheSeconds). The new answer goes into the cache.</summary>
    [Parameter]
    public SwitchParameter NoCache { get; set; }

    /// <summary>
    /// Seconds from a request's leaving the session's queue to its answer's last byte, retries included. 0 means no limit. The default is the
    /// session's.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int? OperationTimeoutSeconds { get; set; }

    /// <summary>
    /// Gives up when more than this many requests have failed: no more input is taken, what has come is written, queries in flight are cancelled and
    /// mutations in flight are waited for. An answer with GraphQL errors counts as failed. Without it the run goes on to its end.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaximumErrorCount { get; set; }

    /// <summary>
    /// Your word that the server carries out requests with this key once only. It goes as the header field Idempotency-Key, or where
    /// Open-GqlSession -IdempotencyKeyIn says, and lets a mutation be repeated after a failure. With pipeline input give a script block, such as { $_.id }; the same key for two inputs is an error.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? IdempotencyKey { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _run = new QueryRun(this, ResolveSession());

    /// <inheritdoc/>
    protected override void ProcessRecord() => _run!.Send();

    /// <inheritdoc/>
    protected override void EndProcessing() => _run!.Complete();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _run?.Dispose();
        base.Dispose(disposing);
    }
}
