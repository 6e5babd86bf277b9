using System.Management.Automation;
using GqlTools.Client.Paging;
using GqlTools.Client.Requests;
using GqlTools.Cmdlets;
using GqlTools.Errors;

namespace GqlTools.Commands;

/// <content>Lists that are given out in pages.</content>
public sealed partial class InvokeGqlQueryCommand
{
    private WalkRun? _walks;

    /// <summary>
    /// Follows a list from page to page to its end and writes its elements as they come, while the next page is already under way. The list is the
    /// operation's only connection, or the one that -ResultPath leads to. See about_GqlPaging.
    /// </summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>
    /// With -All, elements to ask for at once. The default is what the document says, else what the schema says, else 100.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? PageSize { get; set; }

    /// <summary>With -All, elements of the list after which the walk ends. The last page asks for no more than is needed. The default is no limit.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long? MaximumCount { get; set; }

    /// <summary>
    /// With -All, how the list is given out: by the cursors of a connection, by an offset (arguments such as offset and limit), or by page numbers
    /// (arguments such as page and perPage). The default is Cursor.
    /// </summary>
    [Parameter]
    public PageBy PageBy { get; set; }

    private PagingOptions PagingOptions =>
        new() { PageBy = PageBy, PageSize = PageSize, MaximumCount = MaximumCount, ResultPath = ResultPath, WholePages = Raw };

    private void RequireAll()
    {
        if (All) return;
        foreach (var parameter in (string[])[nameof(PageSize), nameof(MaximumCount), nameof(PageBy)])
        {
            if (MyInvocation.BoundParameters.ContainsKey(parameter)) ThrowTerminatingError(ErrorRecords.AllMissing(parameter));
        }
    }

    private void Walk(GqlRequest request)
    {
        _walks ??= new WalkRun(
            this,
            _session,
            PagingOptions,
            new ResponseWriter(this, _operation, _scalars) { Raw = Raw },
            _progress,
            events => Wait(events.MoveNextAsync(), _progress))
        {
            Checkpoint = _walkCheckpoint,
        };
        _walks.Walk(request, StopToken);
    }
}
