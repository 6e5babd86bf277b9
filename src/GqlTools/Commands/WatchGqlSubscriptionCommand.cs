using System.Collections;
using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Client.Subscriptions;
using GqlTools.Cmdlets;
using GqlTools.Conversion;
using GqlTools.Errors;
using GqlTools.Language.Syntax;
using GqlTools.Output;

namespace GqlTools.Commands;

/// <summary>
/// <para type="synopsis">Writes the events of GraphQL subscriptions as they happen.</para>
/// <para type="description">Without pipeline input there is one subscription, with -Variables. With pipeline input there is one for every object, whose properties or
/// entries are its variables, all at once; their events are written as they come, in one stream. -Raw says which is whose: Variables of a result
/// is the object.</para>
/// <para type="description">The command ends when all subscriptions have ended, when a limit is reached, with Ctrl+C, or when the pipeline wants no more; the server is told in each
/// case. A lost connection comes back by itself: a warning stands where events may be missing, unless the server was told where to go on
/// (-ResumeVariable). See about_GqlSubscriptions.</para>
/// </summary>
/// <example>
/// <code>Watch-GqlSubscription 'subscription { priceChanged(intervalMilliseconds: 10) { sku price { amount } } }' -ResultPath priceChanged -MaximumCount 5</code>
/// <para>Writes five changes of prices.</para>
/// </example>
/// <example>
/// <code>$query = 'subscription($after: ID) { count(after: $after, to: 3) { id number } }'
/// Watch-GqlSubscription $query -ResumeVariable after -ResumePath count.id | ForEach-Object { $_.count.number }</code>
/// <para>Counts to three. After a lost connection it goes on after the last event that came, and nothing is missing.</para>
/// </example>
/// <example>
/// <code>'SKU-0000001', 'SKU-0000002' |
///     Watch-GqlSubscription 'subscription($sku: String) { priceChanged(sku: $sku, intervalMilliseconds: 10) { price { amount } } }' -Raw -MaximumCount 6 |
///     Group-Object Variables -NoElement</code>
/// <para>Watches two products at once, and counts whose prices changed.</para>
/// </example>
/// <example>
/// <code>Watch-GqlSubscription 'subscription { orderPlaced { number } }' -TimeoutSeconds 2 -OnGap { Write-Host "Look the orders up: $($_.Reason)" }</code>
/// <para>Watches for two seconds, and says so wherever an order may have been missed.</para>
/// </example>
[Cmdlet(VerbsCommon.Watch, "GqlSubscription", DefaultParameterSetName = ByText)]
[OutputType(typeof(PSObject), typeof(GqlQueryResult))]
public sealed class WatchGqlSubscriptionCommand : OperationCommand
{

    private GqlSession _session = null!;
    private GqlOperation _operation = null!;
    private string _text = "";
    private VariableSource _variables = null!;
    private IReadOnlyList<KeyValuePair<string, string>> _headers = [];
    private ScalarConversion? _scalars;
    private SubscriptionFeed<object?>? _feed;
    private FeedWriter _writer = null!;

    /// <summary>
    /// Header fields of these subscriptions, in addition to the session's. Only where each has a stream of its own: -SubscriptionProtocol Sse or Multipart of
    /// the session.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Headers { get; set; }

    /// <summary>
    /// Writes whole events: Data, Errors, Extensions, Headers, StatusCode, HttpVersion, Duration, Variables. GraphQL errors stand in them and are not written as
    /// error records.
    /// </summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>Ends after so many events, over all subscriptions. The default is no limit.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long? MaximumCount { get; set; }

    /// <summary>Ends after so many seconds, without an error. The default is no limit.</summary>
    [Parameter]
    [ValidateRange(0.001, int.MaxValue / 1000d)]
    public double? TimeoutSeconds { get; set; }

    /// <summary>
    /// Ends when no event has come for so many seconds since the last one, or since the last subscription was started, without an error. Signs of life are no events. The
    /// default is no limit.
    /// </summary>
    [Parameter]
    [ValidateRange(0.001, int.MaxValue / 1000d)]
    public double? IdleTimeoutSeconds { get; set; }

    /// <summary>Events of each subscription that may wait for the pipeline. The default is 1000.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int BufferSize { get; set; } = SubscriptionOptions.DefaultBufferSize;

    /// <summary>
    /// What happens when the pipeline is slower than the events and the buffer is full. Wait makes the server wait; on a WebSocket that holds back all
    /// subscriptions of the session. DropOldest loses the oldest event, and a warning tells how many were lost. The default is Wait.
    /// </summary>
    [Parameter]
    public GqlOverflowPolicy OverflowPolicy { get; set; }

    /// <summary>
    /// The operation's variable that tells the server after which event to go on. It is fed from -ResumePath when a lost subscription is started again.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(VariableNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ResumeVariable { get; set; }

    /// <summary>Names on the way to the value for -ResumeVariable in an event's data, such as count.id. Of a list on the way the last element counts.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ResultPathCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ResumePath { get; set; }

    /// <summary>The value of -ResumeVariable to begin with, such as that of the last event of an earlier run. Null, where there was none, is for the beginning.</summary>
    [Parameter]
    public object? ResumeFrom { get; set; }

    /// <summary>
    /// A script block that is run where events may be missing, after the subscription has been started again, so that what was missed can be looked up. $_ is the gap:
    /// Number, LostAt, Dropped, Reason. What it writes goes to the output.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? OnGap { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _session = ResolveSession();
        Require(SubscriptionParameterRules.Table);
        (var document, _operation, _scalars) = FindOperation(_session);
        if (_operation.Type != OperationType.Subscription)
            ThrowTerminatingError(ErrorRecords.OperationUnsupported(_operation.Name, "A query or mutation has one answer and nothing to watch. Use Invoke-GqlQuery."));
        _text = document!.Text;
        try
        {
            _feed = new SubscriptionFeed<object?>(_session, static () => new PSObjectReader(), CreateOptions(), StopToken);
        }
        catch (GqlException exception)
        {
            ThrowTerminatingError(exception.ToErrorRecord(_text));
        }

        _variables = new VariableSource(_operation, Variables, _scalars)
        {
            First = ResumeFrom is null ? null : new(ResumeVariable!, ResumeFrom),
        };
        _headers = HeaderFields.From(Headers);
        _writer = new FeedWriter(this, new ResponseWriter(this, _operation, _scalars) { ResultPath = ResultPath, Raw = Raw }, OnGap);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            Wait(_feed!.AddAsync(CreateRequest()).AsTask());
        }
        catch (GqlException exception)
        {
            WriteError(exception.ToErrorRecord(InputObject ?? Variables ?? _operation.Name));
        }
        catch (VariableConversionException exception)
        {
            WriteError(exception.ToErrorRecord(InputObject ?? Variables));
        }
        catch (ScalarConversionException exception)
        {
            WriteError(exception.ToErrorRecord(InputObject ?? Variables));
        }

        // No more than a buffer holds: events without end must not keep the next object from being watched.
        for (var left = BufferSize; left > 0 && _feed!.TryTake(out var taken); left--) _writer.Write(taken);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        while (Wait(_feed!.TakeAsync()) is { } taken) _writer.Write(taken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _feed?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }

    private GqlRequest CreateRequest() => new(_text)
    {
        OperationName = OperationName,
        Variables = _variables.Write(InputObject),
        Headers = _headers,
        Tag = InputObject ?? Variables,
    };

    private SubscriptionOptions CreateOptions() => new()
    {
        BufferSize = BufferSize,
        Overflow = (OverflowPolicy)OverflowPolicy,
        ResumeVariable = ResumeVariable,
        ResumePath = ResumePath,
        MaximumCount = MaximumCount,
        Timeout = TimeoutSeconds is { } total ? TimeSpan.FromSeconds(total) : null,
        IdleTimeout = IdleTimeoutSeconds is { } idle ? TimeSpan.FromSeconds(idle) : null,
    };
}
