namespace GqlTools.Language.Execution;

/// <summary>Bounds of one execution.</summary>
public sealed record ExecutionLimits
{
    /// <summary>The limits used when none are given.</summary>
    public static ExecutionLimits Default { get; } = new();

    /// <summary>
    /// How deep fields and lists may nest in the response. Default: 300, more than a document of <see cref="Syntax.ParserOptions.DefaultMaxDepth"/>
    /// can ask for by itself. A field below fails; the bound also ends the endless recursion of an unvalidated document's fragment cycle.
    /// </summary>
    public int MaxDepth { get; init; } = 300;

    /// <summary>How many fields may be resolved. Default: unlimited. One more ends the whole operation with an error.</summary>
    public int MaxFields { get; init; } = int.MaxValue;

    /// <summary>How many problems of variables are reported at most. Default: 50.</summary>
    public int MaxVariableProblems { get; init; } = 50;
}
