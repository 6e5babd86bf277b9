using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A number literal with a fraction, an exponent, or both. Specification section 2.9.2.</summary>
/// <param name="Value">The number as written.</param>
public sealed record FloatValueNode(string Value) : ValueNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.FloatValue;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
