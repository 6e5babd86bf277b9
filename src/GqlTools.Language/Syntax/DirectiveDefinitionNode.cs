using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>The definition of a directive. Specification section 3.13.</summary>
public sealed record DirectiveDefinitionNode : TypeSystemDefinitionNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.DirectiveDefinition;

    /// <summary>The description in front of the definition, or null when there is none.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The name of the directive, without the <c>@</c>.</summary>
    public required NameNode Name { get; init; }

    /// <summary>The argument definitions, in document order; empty when there are none.</summary>
    public ImmutableArray<InputValueDefinitionNode> Arguments { get; init; } = [];

    /// <summary>Whether the directive may be applied more than once to the same place.</summary>
    public bool Repeatable { get; init; }

    /// <summary>The names of the places the directive may be applied to, such as <c>FIELD</c>.</summary>
    public ImmutableArray<NameNode> Locations { get; init; } = [];

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
