using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A type without null: <c>Type!</c>. Specification section 2.11.</summary>
/// <param name="Type">The nullable type: a <see cref="NamedTypeNode"/> or a <see cref="ListTypeNode"/>.</param>
public sealed record NonNullTypeNode(TypeNode Type) : TypeNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.NonNullType;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
