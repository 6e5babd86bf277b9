using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>An extension of an enum type. Specification section 3.9.1.</summary>
public sealed record EnumTypeExtensionNode : TypeExtensionNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.EnumTypeExtension;

    /// <summary>The enum value definitions, in document order; empty when there are none.</summary>
    public ImmutableArray<EnumValueDefinitionNode> Values { get; init; } = [];

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
