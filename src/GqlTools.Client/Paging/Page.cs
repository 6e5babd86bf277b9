using GqlTools.Client.Responses;

namespace GqlTools.Client.Paging;

/// <summary>What one answer holds of a list.</summary>
/// <typeparam name="T">What JSON values become.</typeparam>
internal sealed record Page<T>
{
    /// <summary>The answer.</summary>
    public required GqlResponse<T> Response { get; init; }

    /// <summary>The connection, or the field that takes the offset; null where something on the way is null.</summary>
    public T? Holder { get; init; }

    /// <summary>The elements of the list that is walked.</summary>
    public IReadOnlyList<T?> Elements { get; init; } = [];

    /// <summary>Names of the plan's element path that lead from an element to what is handed out of it.</summary>
    public int NamesWithinElement { get; init; }

    /// <summary>What fetches the next page; null where this is the last.</summary>
    public string? Next { get; init; }

    /// <summary>Elements of the whole list as the server counts them; null where it does not say.</summary>
    public long? Total { get; init; }

    /// <summary>Why the walk cannot go on after this page; null where it can, or where it is over.</summary>
    public string? Problem { get; init; }

    /// <summary>Where it says whether there is more, and where: for taking it over into a page that it completes.</summary>
    public T? PageInfo { get; init; }
}
