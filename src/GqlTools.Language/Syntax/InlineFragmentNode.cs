using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A fragment written where it applies: <c>... on Type { }</c> or <c>... @include(if: $x) { }</c>. Specification section 2.8.2.</summary>
public sealed record InlineFragmentNode : SelectionNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.InlineFragment;

    /// <summary>The type the fragment applies to, or null for the enclosing type.</summary>
    public NamedTypeNode? TypeCondition { get; init; }

    /// <summary>What is selected.</summary>
    public required SelectionSetNode SelectionSet { get; init; }

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
