namespace GqlTools.Language.Analysis;

/// <summary>What a measurement assumes where the document does not tell.</summary>
public sealed record MeasureOptions
{
    /// <summary>The default of <see cref="AssumedPageSize"/>: the largest page GitHub allows.</summary>
    public const int DefaultPageSize = 100;

    /// <summary>The default of <see cref="AssumedListSize"/>.</summary>
    public const int DefaultListSize = 10;

    /// <summary>The options used when none are given.</summary>
    public static MeasureOptions Default { get; } = new();

    /// <summary>The size of a page whose <c>first</c> or <c>last</c> is not known. Default: 100.</summary>
    public int AssumedPageSize { get; init; } = DefaultPageSize;

    /// <summary>The length of a list that is not paged. Needs a schema, which tells what is a list. Default: 10.</summary>
    public int AssumedListSize { get; init; } = DefaultListSize;

    /// <summary>The arguments that tell how many items a field gives. Default: first, last, limit.</summary>
    public IReadOnlyList<string> PageSizeArguments { get; init; } = ["first", "last", "limit"];

    /// <summary>The values of the variables, as plain values; null where they are not known, which counts with the defaults of the document.</summary>
    public IReadOnlyDictionary<string, object?>? Variables { get; init; }
}
