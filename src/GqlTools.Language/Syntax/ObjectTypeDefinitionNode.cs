using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>The definition of an object type. Specification section 3.6.</summary>
public sealed record ObjectTypeDefinitionNode : TypeDefinitionNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.ObjectTypeDefinition;

    /// <summary>The interfaces named after <c>implements</c>, in document order; empty when there are none.</summary>
    public ImmutableArray<NamedTypeNode> Interfaces { get; init; } = [];

    /// <summary>The field definitions, in document order; empty when there are none.</summary>
    public ImmutableArray<FieldDefinitionNode> Fields { get; init; } = [];

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
