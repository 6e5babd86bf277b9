using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A root operation type: <c>query: Query</c>. Specification section 3.3.</summary>
public sealed record OperationTypeDefinitionNode : SyntaxNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.OperationTypeDefinition;

    /// <summary>The kind of operation.</summary>
    public OperationType Operation { get; init; }

    /// <summary>The object type at its root.</summary>
    public required NamedTypeNode Type { get; init; }

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
