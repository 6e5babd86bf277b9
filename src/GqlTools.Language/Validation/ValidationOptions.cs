namespace GqlTools.Language.Validation;

/// <summary>How to validate.</summary>
public sealed record ValidationOptions
{
    /// <summary>The default of <see cref="MaximumErrors"/>; the same as graphql-js'.</summary>
    public const int DefaultMaximumErrors = 100;

    /// <summary>The default of <see cref="MaximumWork"/>: a few times what documents of 10,000 fields need, a fraction of a second.</summary>
    public const int DefaultMaximumWork = 2_000_000;

    /// <summary>The options used when none are given.</summary>
    public static ValidationOptions Default { get; } = new();

    /// <summary>The rules; those of the specification when not given. Add lint rules with <c>[.. SpecifiedRules.All, LintRules.DepthLimit(10)]</c>.</summary>
    public IReadOnlyList<ValidationRule> Rules { get; init; } = SpecifiedRules.All;

    /// <summary>Validation ends after this many errors, with one more that says so. Default: 100.</summary>
    public int MaximumErrors { get; init; } = DefaultMaximumErrors;

    /// <summary>
    /// How many steps the rules that follow fragments and compare fields may take together before the document is refused as too
    /// complex. Default: 2,000,000.
    /// </summary>
    public int MaximumWork { get; init; } = DefaultMaximumWork;

    /// <summary>Whether messages leave out "Did you mean": for servers that do not want to tell strangers their schema. Default: false.</summary>
    public bool HideSuggestions { get; init; }
}
