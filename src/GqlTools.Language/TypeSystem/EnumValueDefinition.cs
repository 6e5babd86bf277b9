using GqlTools.Language.Syntax;

namespace GqlTools.Language.TypeSystem;

/// <summary>One value of an enum type (specification section 3.9).</summary>
public sealed class EnumValueDefinition : ISchemaElement
{
    /// <summary>Defines an enum value that stands for its own name.</summary>
    /// <param name="name">The name.</param>
    public EnumValueDefinition(string name)
        : this(name, name)
    {
    }

    /// <summary>Defines an enum value.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">What resolvers see and return in its place.</param>
    public EnumValueDefinition(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Value = value;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>What resolvers see and return in the name's place.</summary>
    public object? Value { get; }

    /// <inheritdoc/>
    public string? Description { get; init; }

    /// <inheritdoc/>
    public string? DeprecationReason { get; init; }

    /// <summary>The definition in the document the schema was built from, or null when it was built otherwise.</summary>
    public EnumValueDefinitionNode? Syntax { get; init; }

    /// <summary>The type it belongs to.</summary>
    public EnumType? Parent { get; internal set; }

    /// <inheritdoc/>
    public string Coordinate => Parent is null ? Name : $"{Parent.Name}.{Name}";

    /// <inheritdoc/>
    public override string ToString() => Coordinate;
}
