using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A query, mutation or subscription. The shorthand <c>{ field }</c> is a query without a name. Specification section 2.3.</summary>
public sealed record OperationDefinitionNode : ExecutableDefinitionNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.OperationDefinition;

    /// <summary>The kind of operation.</summary>
    public OperationType Operation { get; init; }

    /// <summary>The name of the operation, or null for an anonymous one.</summary>
    public NameNode? Name { get; init; }

    /// <summary>The variables the operation declares, in document order; empty when there are none.</summary>
    public ImmutableArray<VariableDefinitionNode> VariableDefinitions { get; init; } = [];

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
