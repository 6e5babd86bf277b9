using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A name: of a field, argument, type, variable, directive or operation. Specification section 2.1.9.</summary>
/// <param name="Value">The name itself.</param>
public sealed record NameNode(string Value) : SyntaxNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
