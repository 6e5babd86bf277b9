using System.Collections.Immutable;

namespace GqlTools.Language.Syntax;

/// <summary>The definition of a type. Specification section 3.4.</summary>
public abstract record TypeDefinitionNode : TypeSystemDefinitionNode
{
    private protected TypeDefinitionNode()
    {
    }

    /// <summary>The description in front of the definition, or null when there is none.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The name of the type.</summary>
    public required NameNode Name { get; init; }

    /// <summary>The directives applied here, in document order; empty when there are none.</summary>
    public ImmutableArray<DirectiveNode> Directives { get; init; } = [];
}
