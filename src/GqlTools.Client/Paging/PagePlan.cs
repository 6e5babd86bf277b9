namespace GqlTools.Client.Paging;

/// <summary>
/// How an operation is asked for page after page: the document that is sent in place of the caller's, the variables of each page, and where in an
/// answer the list and its cursors stand. Immutable; made by <see cref="PagePlanner"/>.
/// </summary>
public sealed class PagePlan
{
    internal PagePlan()
    {
    }

    /// <summary>The document to send: one valid operation, whatever the caller's document holds besides.</summary>
    public string Query => Sent.Text;

    /// <summary>How the list is given out.</summary>
    public required PageBy PageBy { get; init; }

    /// <summary>Whether pages come from the list's end backwards (<c>last</c> and <c>before</c>).</summary>
    public bool IsBackward { get; init; }

    /// <summary>Response names on the way to the connection, or to the field that takes the offset.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>Response names from there to the list, and on to the part of each element that is handed out.</summary>
    public required IReadOnlyList<string> ElementPath { get; init; }

    /// <summary>Elements that a page is asked for; null where the server alone decides.</summary>
    public required int? PageSize { get; init; }

    /// <summary>Where the walk starts: what the caller gave as cursor, offset or page number; null for the beginning.</summary>
    public required string? Start { get; init; }

    /// <summary>What the argument is called that takes the cursor, offset or page number.</summary>
    public required string PositionArgument { get; init; }

    /// <summary>The document to send.</summary>
    internal SentDocument Sent { get; init; } = null!;

    /// <summary>Lists within the list's elements that are connections, too.</summary>
    internal IReadOnlyList<NestedPlan> Nested { get; init; } = [];

    /// <summary>
    /// Where the connection stands in the elements of a plain list: the operation that asks for one of them by its id, for a walk of its own. Null where the
    /// schema knows none.
    /// </summary>
    internal string? QueryById { get; init; }

    /// <summary>The operation's name; null for an anonymous one.</summary>
    internal string? OperationName { get; init; }

    internal PageVariables Variables { get; init; } = null!;

    internal PageInfoNames? PageInfo { get; init; }

    /// <summary>The response name of <c>totalCount</c> within the connection; null where it is not selected.</summary>
    internal string? TotalCount { get; init; }

    /// <summary>Response names of <c>edges</c> and of its <c>cursor</c>, where a nested list is fetched by narrowing this one to an element; else null.</summary>
    internal (string Edges, string Cursor)? EdgeCursor { get; init; }

    /// <summary>The lists of the connection, by response name: its nodes, its edges, or both.</summary>
    internal IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>Response names that lead from the root of the data to what is handed out.</summary>
    internal IReadOnlyList<string> ItemPath { get; init; } = [];

    /// <summary>Response names, with dots between them.</summary>
    internal string PathText => string.Join('.', Path);

    /// <summary>The variables of a page as one JSON object in UTF-8.</summary>
    /// <param name="position">Cursor, offset or page number; null for the beginning.</param>
    /// <param name="count">Elements to ask for.</param>
    public ReadOnlyMemory<byte> VariablesFor(string? position, int count) => VariablesFor(position, count, null);

    internal ReadOnlyMemory<byte> VariablesFor(string? position, int count, string? owner) => Variables.Write(position ?? Start, count, owner);
}
