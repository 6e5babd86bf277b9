using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A list literal. Specification section 2.9.7.</summary>
/// <param name="Values">The items, in order.</param>
public sealed record ListValueNode(ImmutableArray<ValueNode> Values) : ValueNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.ListValue;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
