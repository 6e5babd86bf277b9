using System.Collections.Immutable;

namespace GqlTools.Language.Syntax;

/// <summary>An extension of a type. Specification section 3.4.3.</summary>
public abstract record TypeExtensionNode : TypeSystemExtensionNode
{
    private protected TypeExtensionNode()
    {
    }

    /// <summary>The name of the type that is extended.</summary>
    public required NameNode Name { get; init; }

    /// <summary>The directives applied here, in document order; empty when there are none.</summary>
    public ImmutableArray<DirectiveNode> Directives { get; init; } = [];
}
