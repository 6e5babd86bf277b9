using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>An argument of a field or directive. Specification section 2.6.</summary>
/// <param name="Name">The name of the argument.</param>
/// <param name="Value">The value given.</param>
public sealed record ArgumentNode(NameNode Name, ValueNode Value) : SyntaxNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Argument;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
