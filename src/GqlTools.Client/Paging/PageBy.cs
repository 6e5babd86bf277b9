namespace GqlTools.Client.Paging;

/// <summary>How a list is given out in pages.</summary>
public enum PageBy
{
    /// <summary>By the cursors of a connection (Relay Cursor Connections Specification).</summary>
    Cursor,

    /// <summary>By the number of elements to pass over: arguments such as <c>offset</c> and <c>limit</c>.</summary>
    Offset,

    /// <summary>By the number of the page: arguments such as <c>page</c> and <c>perPage</c>.</summary>
    Page,
}
