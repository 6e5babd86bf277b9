namespace GqlTools.Client.Paging;

/// <summary>A connection within the elements of another: where it stands, and how what its first page lacks is fetched.</summary>
internal sealed record NestedPlan
{
    /// <summary>Response names from an element of the outer list to the connection.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>The list of the outer connection whose elements have it; <c>nodes</c> or <c>edges</c> by response name.</summary>
    public required string OuterList { get; init; }

    /// <summary>For messages: response names from the root of the data.</summary>
    public required string PathText { get; init; }

    /// <summary>Where it says whether there is more.</summary>
    public required PageInfoNames PageInfo { get; init; }

    /// <summary>Its lists, by response name.</summary>
    public required IReadOnlyList<string> Lists { get; init; }

    /// <summary>Connections within its own elements.</summary>
    public required IReadOnlyList<NestedPlan> Nested { get; init; }

    /// <summary>How many of <see cref="Path"/> lead to its owner, the object that <c>node(id:)</c> finds again.</summary>
    public int OwnerDepth { get; init; }

    /// <summary>The response name of the owner's id; null where the outer list is narrowed to the element instead, by the cursor of its neighbour.</summary>
    public string? IdName { get; init; }

    /// <summary>Whether what is missing comes before what is there: a walk backwards.</summary>
    public required bool IsBackward { get; init; }

    /// <summary>How the rest is asked for; null where there is no way.</summary>
    public PagePlan? Rest { get; init; }
}
