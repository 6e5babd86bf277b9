using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A reference to a type by its name. Specification section 2.11.</summary>
/// <param name="Name">The name of the type.</param>
public sealed record NamedTypeNode(NameNode Name) : TypeNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.NamedType;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
