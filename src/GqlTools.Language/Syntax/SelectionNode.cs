using System.Collections.Immutable;

namespace GqlTools.Language.Syntax;

/// <summary>A field, a fragment spread or an inline fragment. Specification section 2.4.</summary>
public abstract record SelectionNode : SyntaxNode
{
    private protected SelectionNode()
    {
    }

    /// <summary>The directives applied here, in document order; empty when there are none.</summary>
    public ImmutableArray<DirectiveNode> Directives { get; init; } = [];
}
