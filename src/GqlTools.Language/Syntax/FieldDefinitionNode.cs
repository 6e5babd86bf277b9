using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A field of an object or interface type. Specification section 3.6.</summary>
public sealed record FieldDefinitionNode : SyntaxNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.FieldDefinition;

    /// <summary>The description in front of the definition, or null when there is none.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The name of the field.</summary>
    public required NameNode Name { get; init; }

    /// <summary>The argument definitions, in document order; empty when there are none.</summary>
    public ImmutableArray<InputValueDefinitionNode> Arguments { get; init; } = [];

    /// <summary>The type of the field.</summary>
    public required TypeNode Type { get; init; }

    /// <summary>The directives applied here, in document order; empty when there are none.</summary>
    public ImmutableArray<DirectiveNode> Directives { get; init; } = [];

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
