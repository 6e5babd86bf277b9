using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>The literal <c>null</c>. Specification section 2.9.5.</summary>
public sealed record NullValueNode : ValueNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.NullValue;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
