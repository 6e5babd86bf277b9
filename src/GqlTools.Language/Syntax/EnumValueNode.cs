using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>An enum value: a name that is not <c>true</c>, <c>false</c> or <c>null</c>. Specification section 2.9.6.</summary>
/// <param name="Value">The name of the enum value.</param>
public sealed record EnumValueNode(string Value) : ValueNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.EnumValue;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
