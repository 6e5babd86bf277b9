using GqlTools.Language.Syntax;

namespace GqlTools.Language.TypeSystem;

/// <summary>A directive a schema knows (specification section 3.13).</summary>
public sealed class DirectiveDefinition : ISchemaElement
{
    /// <summary>Defines a directive.</summary>
    /// <param name="name">The name without <c>@</c>.</param>
    /// <param name="locations">Where it may stand.</param>
    /// <param name="arguments">The arguments in order.</param>
    public DirectiveDefinition(string name, IEnumerable<DirectiveLocation> locations, IEnumerable<InputValueDefinition>? arguments = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(locations);
        Name = name;
        Locations = locations.ToArray();
        Arguments = arguments is null ? NamedList<InputValueDefinition>.Empty : InputValueDefinition.Attach(this, arguments);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Where the directive may stand, in order.</summary>
    public IReadOnlyList<DirectiveLocation> Locations { get; }

    /// <summary>The arguments in the order of their definition.</summary>
    public NamedList<InputValueDefinition> Arguments { get; }

    /// <inheritdoc/>
    public string? Description { get; init; }

    /// <summary>Whether it may stand more than once in one place.</summary>
    public bool IsRepeatable { get; init; }

    /// <inheritdoc/>
    public string? DeprecationReason { get; init; }

    /// <summary>The definition in the document the schema was built from, or null when it was built otherwise.</summary>
    public DirectiveDefinitionNode? Syntax { get; init; }

    /// <inheritdoc/>
    public string Coordinate => $"@{Name}";

    /// <inheritdoc/>
    public override string ToString() => Coordinate;
}
