using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Search;

/// <summary>Which types to find. What is not set matches everything.</summary>
public sealed record TypeQuery
{
    /// <summary>Whether a type's name is wanted.</summary>
    public Func<string, bool>? Name { get; init; }

    /// <summary>The kinds that are wanted; empty for all.</summary>
    public IReadOnlyCollection<TypeKind> Kinds { get; init; } = [];

    /// <summary>An interface that the types implement, or a union that they belong to.</summary>
    public string? PossibleTypeOf { get; init; }

    /// <summary>Whether some field, argument or input field of the type is of a type of a wanted name.</summary>
    public Func<string, bool>? Uses { get; init; }

    /// <summary>A text that the description must hold, whatever its case.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the types of introspection are found, too. Default: false.</summary>
    public bool IncludeIntrospection { get; init; }
}
