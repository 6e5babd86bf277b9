using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A field that is selected. Specification section 2.5.</summary>
public sealed record FieldNode : SelectionNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Field;

    /// <summary>The alias, or null when the field keeps its own name in the response.</summary>
    public NameNode? Alias { get; init; }

    /// <summary>The name of the field.</summary>
    public required NameNode Name { get; init; }

    /// <summary>The arguments, in document order; empty when there are none.</summary>
    public ImmutableArray<ArgumentNode> Arguments { get; init; } = [];

    /// <summary>What is selected of the field's value, or null for a leaf.</summary>
    public SelectionSetNode? SelectionSet { get; init; }

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
