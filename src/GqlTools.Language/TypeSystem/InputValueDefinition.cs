using System.Runtime.CompilerServices;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.TypeSystem;

/// <summary>An argument of a field or directive, or a field of an input object (specification sections 3.6.1 and 3.10).</summary>
public sealed class InputValueDefinition : ISchemaElement
{
    private CoercedDefault? _coercedDefault;

    /// <summary>Defines an argument or input field.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type of its values.</param>
    public InputValueDefinition(string name, GraphQLType type)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(type);
        Name = name;
        Type = type;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The type of the values.</summary>
    public GraphQLType Type { get; }

    /// <inheritdoc/>
    public string? Description { get; init; }

    /// <inheritdoc/>
    public string? DeprecationReason { get; init; }

    /// <summary>What the value is when none is given; null when there is no default (a default of null is a <see cref="NullValueNode"/>).</summary>
    public ValueNode? DefaultValue { get; init; }

    /// <summary>The definition in the document the schema was built from, or null when it was built otherwise.</summary>
    public InputValueDefinitionNode? Syntax { get; init; }

    /// <summary>Whether a value must be given: the type is non-null and there is no default.</summary>
    public bool IsRequired => Type.IsNonNull && DefaultValue is null;

    /// <summary>What it belongs to: a <see cref="FieldDefinition"/>, a <see cref="DirectiveDefinition"/> or an <see cref="InputObjectType"/>.</summary>
    public ISchemaElement? Parent { get; private set; }

    /// <inheritdoc/>
    public string Coordinate => Parent switch
    {
        null => Name,
        InputObjectType => $"{Parent.Coordinate}.{Name}",
        _ => $"{Parent.Coordinate}({Name}:)",
    };

    /// <inheritdoc/>
    public override string ToString() => Coordinate;

    /// <summary>The default value as resolvers see it; coerced once.</summary>
    /// <returns>The coerced default; null when there is none, or when it does not fit the type (SchemaValidator reports that).</returns>
    public object? GetDefault()
    {
        if (DefaultValue is null)
            return null;

        // Two threads may both coerce it; they get equal values.
        if (_coercedDefault is null)
        {
            // In an invalid schema a default value may lead back to itself.
            if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
                return null;
            LiteralCoercion.TryCoerce(DefaultValue, Type, null, out var value);
            _coercedDefault = new CoercedDefault(value);
        }

        return _coercedDefault.Value;
    }

    internal static NamedList<InputValueDefinition> Attach(ISchemaElement parent, IEnumerable<InputValueDefinition> values)
    {
        var list = new NamedList<InputValueDefinition>(values);
        foreach (var value in list)
        {
            if (value.Parent is not null)
                throw new InvalidOperationException($"{value} cannot also belong to {parent.Coordinate}; define it once per parent.");
            value.Parent = parent;
        }

        return list.Count == 0 ? NamedList<InputValueDefinition>.Empty : list;
    }

    private sealed record CoercedDefault(object? Value);
}
