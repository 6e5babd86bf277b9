using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary><c>true</c> or <c>false</c>. Specification section 2.9.3.</summary>
/// <param name="Value">The value.</param>
public sealed record BooleanValueNode(bool Value) : ValueNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.BooleanValue;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
