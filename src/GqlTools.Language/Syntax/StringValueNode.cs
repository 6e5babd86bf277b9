using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A string literal, quoted or in block form. Specification section 2.9.4.</summary>
/// <param name="Value">The string it stands for: escapes resolved, the indentation of a block string removed.</param>
public sealed record StringValueNode(string Value) : ValueNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.StringValue;

    /// <summary>Whether it is written as a block string, between triple quotes.</summary>
    public bool Block { get; init; }

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
