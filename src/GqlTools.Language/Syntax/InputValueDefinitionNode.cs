using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>An argument of a field or directive definition, or a field of an input object type. Specification section 3.6.1.</summary>
public sealed record InputValueDefinitionNode : SyntaxNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.InputValueDefinition;

    /// <summary>The description in front of the definition, or null when there is none.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The name of the argument or input field.</summary>
    public required NameNode Name { get; init; }

    /// <summary>The type of the value.</summary>
    public required TypeNode Type { get; init; }

    /// <summary>The default value, or null when none is given.</summary>
    public ValueNode? DefaultValue { get; init; }

    /// <summary>The directives applied here, in document order; empty when there are none.</summary>
    public ImmutableArray<DirectiveNode> Directives { get; init; } = [];

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
