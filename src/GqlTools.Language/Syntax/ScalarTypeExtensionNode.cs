using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>An extension of a scalar type. Specification section 3.5.3.</summary>
public sealed record ScalarTypeExtensionNode : TypeExtensionNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.ScalarTypeExtension;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
