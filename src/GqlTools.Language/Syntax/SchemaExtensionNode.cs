using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>An extension of the schema: <c>extend schema</c>. Specification section 3.3.2.</summary>
public sealed record SchemaExtensionNode : TypeSystemExtensionNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.SchemaExtension;

    /// <summary>The directives applied here, in document order; empty when there are none.</summary>
    public ImmutableArray<DirectiveNode> Directives { get; init; } = [];

    /// <summary>The root operation types, in document order; empty when there are none.</summary>
    public ImmutableArray<OperationTypeDefinitionNode> OperationTypes { get; init; } = [];

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
