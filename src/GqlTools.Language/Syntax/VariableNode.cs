using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A reference to a variable: <c>$name</c>. Specification section 2.10.</summary>
/// <param name="Name">The name of the variable, without the <c>$</c>.</param>
public sealed record VariableNode(NameNode Name) : ValueNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Variable;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
