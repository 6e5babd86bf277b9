using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A value of an enum type. Specification section 3.9.</summary>
public sealed record EnumValueDefinitionNode : SyntaxNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.EnumValueDefinition;

    /// <summary>The description in front of the definition, or null when there is none.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The name of the enum value.</summary>
    public required NameNode Name { get; init; }

    /// <summary>The directives applied here, in document order; empty when there are none.</summary>
    public ImmutableArray<DirectiveNode> Directives { get; init; } = [];

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
