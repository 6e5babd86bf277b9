using System.Management.Automation;
using GqlTools.Client.Paging;

namespace GqlTools.Commands;

/// <content>Lists that are given out in pages.</content>
public sealed partial class InvokeGqlQueryCommand
{
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
}
