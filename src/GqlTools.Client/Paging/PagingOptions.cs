using System.Globalization;

namespace GqlTools.Client.Paging;

/// <summary>How a list is walked.</summary>
public sealed record PagingOptions
{
    /// <summary>Elements a page is asked for where neither the caller nor the document nor the schema says: the most that large public servers give.</summary>
    public const int DefaultPageSize = 100;

    /// <summary>How the list is given out. Default <see cref="Paging.PageBy.Cursor"/>.</summary>
    public PageBy PageBy { get; init; }

    /// <summary>Elements to ask for at once, from 1; null for what the document says, else the schema's default, else 100.</summary>
    public int? PageSize { get; init; }

    /// <summary>Elements after which the walk ends, from 1, those before <see cref="Start"/> included; null for all.</summary>
    public long? MaximumCount { get; init; }

    /// <summary>
    /// Response names, with dots between them, that lead to the list to walk, such as <c>viewer.repositories.nodes</c>; null where the document
    /// has only one. Names beyond the list pick a part of each element.
    /// </summary>
    public string? ResultPath { get; init; }

    /// <summary>Whether whole answers are handed out, one a page, in place of their elements.</summary>
    public bool WholePages { get; init; }

    /// <summary>Where to go on; null for the start.</summary>
    public PageMark? Start { get; init; }

    /// <summary>Elements whose nested lists are fetched to their end at the same time. Default 8.</summary>
    public int NestedConcurrency { get; init; } = 8;

    /// <summary>
    /// What is walked and counted, in words: <see cref="Start"/> means something only for options with the same. Pages by number or offset are others with
    /// another size; behind a cursor it does not matter.
    /// </summary>
    public string Describe()
    {
        var size = PageBy == PageBy.Cursor || PageSize is null ? "" : string.Create(CultureInfo.InvariantCulture, $" of {PageSize}");
        var limit = MaximumCount is null ? "" : string.Create(CultureInfo.InvariantCulture, $", at most {MaximumCount}");
        return $"{(WholePages ? "pages" : "elements")} of {ResultPath ?? "the list"} by {PageBy}{size}{limit}";
    }
}
