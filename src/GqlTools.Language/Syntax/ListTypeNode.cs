using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A list of a type: <c>[Type]</c>. Specification section 2.11.</summary>
/// <param name="Type">The type of the items.</param>
public sealed record ListTypeNode(TypeNode Type) : TypeNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.ListType;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
