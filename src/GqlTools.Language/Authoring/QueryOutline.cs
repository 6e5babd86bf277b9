using GqlTools.Language.Syntax;

namespace GqlTools.Language.Authoring;

/// <summary>What a document written by <see cref="QueryWriter"/> should ask for.</summary>
/// <param name="Field">The name of a field of a root type, for example <c>products</c>, or its coordinate, <c>Mutation.createOrder</c>.</param>
public sealed record QueryOutline(string Field)
{
    /// <summary>The default of <see cref="Depth"/>: the field's own leaves and those of the objects within.</summary>
    public const int DefaultDepth = 2;

    /// <summary>Which root type the field belongs to; null for the first that has it, queries before mutations before subscriptions.</summary>
    public OperationType? Operation { get; init; }

    /// <summary>The operation's name; null for the field's.</summary>
    public string? Name { get; init; }

    /// <summary>How many levels of selections to write, from 1. Default: 2.</summary>
    public int Depth { get; init; } = DefaultDepth;

    /// <summary>Arguments of the field with their plain values, which are written as literals.</summary>
    public IReadOnlyDictionary<string, object?> Arguments { get; init; } = new Dictionary<string, object?>();

    /// <summary>Whether all other arguments of the field become variables, not only the required ones. Default: false.</summary>
    public bool AllArguments { get; init; }

    /// <summary>
    /// Paths below the field, for example <c>nodes.price.amount</c>, with <c>*</c> for any characters of a name: only they are selected. What they
    /// lead to is selected with its own leaves, if it is an object. Empty for everything.
    /// </summary>
    public IReadOnlyList<string> Select { get; init; } = [];

    /// <summary>Paths below the field that are left out; a single name is left out everywhere.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Whether deprecated fields are selected, too. Default: false; a field that <see cref="Select"/> names without wildcards always is.</summary>
    public bool IncludeDeprecated { get; init; }
}
