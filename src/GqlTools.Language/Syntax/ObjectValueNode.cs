using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>An input object literal. Specification section 2.9.8.</summary>
/// <param name="Fields">The fields, in document order.</param>
public sealed record ObjectValueNode(ImmutableArray<ObjectFieldNode> Fields) : ValueNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.ObjectValue;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
