using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>An integer literal. Specification section 2.9.1.</summary>
/// <param name="Value">The digits as written, with the sign; any number of them.</param>
public sealed record IntValueNode(string Value) : ValueNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.IntValue;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
