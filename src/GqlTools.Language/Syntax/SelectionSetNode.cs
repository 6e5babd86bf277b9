using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>The fields and fragments between a pair of braces. Specification section 2.4.</summary>
/// <param name="Selections">The selections, in document order.</param>
public sealed record SelectionSetNode(ImmutableArray<SelectionNode> Selections) : SyntaxNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.SelectionSet;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
