using GqlTools.Language.Syntax;

namespace GqlTools.Language.Analysis;

/// <summary>How much an operation asks for in the worst case: every page full, every condition true. Numbers stop at <see cref="long.MaxValue"/>.</summary>
public sealed record OperationMeasure
{
    /// <summary>The operation's name, or null.</summary>
    public string? OperationName { get; init; }

    /// <summary>The kind of operation.</summary>
    public OperationType Operation { get; init; }

    /// <summary>How deep fields nest, fragments followed; <c>{ a { b } }</c> has depth 2.</summary>
    public int Depth { get; init; }

    /// <summary>The fields selected, each fragment counted where it is spread.</summary>
    public long Fields { get; init; }

    /// <summary>The aliases among them.</summary>
    public long Aliases { get; init; }

    /// <summary>The fields a server resolves at most: each field once for each object it is selected on.</summary>
    public long Cost { get; init; }

    /// <summary>The objects an answer holds at most: the product of the page sizes on the way to each object.</summary>
    public long Nodes { get; init; }

    /// <summary>
    /// What GitHub counts as nodes against its limit of 500,000: for each connection, the product of its page size and those around it.
    /// </summary>
    public long GitHubNodes { get; init; }

    /// <summary>
    /// What GitHub charges: the requests for all connections (one for each item of the connections around it), divided by 100, at least 1.
    /// </summary>
    public long GitHubPoints { get; init; }
}
