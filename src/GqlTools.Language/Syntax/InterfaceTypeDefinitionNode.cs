using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>The definition of an interface type. Specification section 3.7.</summary>
public sealed record InterfaceTypeDefinitionNode : TypeDefinitionNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.InterfaceTypeDefinition;

    /// <summary>The interfaces named after <c>implements</c>, in document order; empty when there are none.</summary>
    public ImmutableArray<NamedTypeNode> Interfaces { get; init; } = [];

    /// <summary>The field definitions, in document order; empty when there are none.</summary>
    public ImmutableArray<FieldDefinitionNode> Fields { get; init; } = [];

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
