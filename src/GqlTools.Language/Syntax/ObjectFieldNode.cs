using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A field of an input object literal. Specification section 2.9.8.</summary>
/// <param name="Name">The name of the input field.</param>
/// <param name="Value">The value given.</param>
public sealed record ObjectFieldNode(NameNode Name, ValueNode Value) : SyntaxNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.ObjectField;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
