using System.Collections.Immutable;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.TypeSystem;

/// <summary>What a <see cref="Schema"/> is made of (specification section 3.3).</summary>
public sealed record SchemaConfiguration
{
    /// <summary>The description of the whole, in CommonMark, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The root type of queries; an object type in a valid schema.</summary>
    public NamedType? Query { get; init; }

    /// <summary>The root type of mutations, or null when there are none.</summary>
    public NamedType? Mutation { get; init; }

    /// <summary>The root type of subscriptions, or null when there are none.</summary>
    public NamedType? Subscription { get; init; }

    /// <summary>Types that no root type leads to; repeating ones that are reached anyway does no harm and fixes their order.</summary>
    public IEnumerable<NamedType> Types { get; init; } = [];

    /// <summary>The directives; those of the specification when not given.</summary>
    public IEnumerable<DirectiveDefinition>? Directives { get; init; }

    /// <summary>The schema definition in the document the schema was built from, or null.</summary>
    public SchemaDefinitionNode? Syntax { get; init; }

    /// <summary>The schema extensions in the document the schema was built from.</summary>
    public ImmutableArray<SchemaExtensionNode> ExtensionSyntax { get; init; } = [];
}
