using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A variable an operation declares, such as <c>$first: Int! = 10</c>. Specification section 2.10.</summary>
public sealed record VariableDefinitionNode : SyntaxNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.VariableDefinition;

    /// <summary>The description in front of the definition, or null when there is none.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The variable declared.</summary>
    public required VariableNode Variable { get; init; }

    /// <summary>The type of the variable.</summary>
    public required TypeNode Type { get; init; }

    /// <summary>The default value, or null when none is given.</summary>
    public ValueNode? DefaultValue { get; init; }

    /// <summary>The directives applied here, in document order; empty when there are none.</summary>
    public ImmutableArray<DirectiveNode> Directives { get; init; } = [];

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
