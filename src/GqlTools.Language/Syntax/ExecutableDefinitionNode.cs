using System.Collections.Immutable;

namespace GqlTools.Language.Syntax;

/// <summary>An operation or a fragment definition. Specification section 2.2.</summary>
public abstract record ExecutableDefinitionNode : DefinitionNode
{
    private protected ExecutableDefinitionNode()
    {
    }

    /// <summary>The description in front of the definition, or null when there is none.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The directives applied here, in document order; empty when there are none.</summary>
    public ImmutableArray<DirectiveNode> Directives { get; init; } = [];

    /// <summary>What is selected.</summary>
    public required SelectionSetNode SelectionSet { get; init; }
}
