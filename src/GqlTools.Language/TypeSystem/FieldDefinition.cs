using GqlTools.Language.Execution;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.TypeSystem;

/// <summary>A field of an object or interface type (specification section 3.6).</summary>
public sealed class FieldDefinition : ISchemaElement
{
    private DefaultResolver? defaultResolver;

    /// <summary>Defines a field.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type of its values.</param>
    /// <param name="arguments">The arguments in order.</param>
    public FieldDefinition(string name, GraphQLType type, IEnumerable<InputValueDefinition>? arguments = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(type);
        Name = name;
        Type = type;
        Arguments = arguments is null ? NamedList<InputValueDefinition>.Empty : InputValueDefinition.Attach(this, arguments);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The type of the field's values.</summary>
    public GraphQLType Type { get; }

    /// <summary>The arguments in the order of their definition.</summary>
    public NamedList<InputValueDefinition> Arguments { get; }

    /// <inheritdoc/>
    public string? Description { get; init; }

    /// <inheritdoc/>
    public string? DeprecationReason { get; init; }

    /// <summary>Gives the field's value; null means the executor's default resolver.</summary>
    public Func<ResolveContext, ValueTask<object?>>? Resolve { get; init; }

    /// <summary>Opens the source event stream of a subscription root field (specification section 6.2.3); null elsewhere.</summary>
    public Func<ResolveContext, ValueTask<IAsyncEnumerable<object?>>>? Subscribe { get; init; }

    /// <summary>The definition in the document the schema was built from, or null when it was built otherwise.</summary>
    public FieldDefinitionNode? Syntax { get; init; }

    /// <summary>The type the field belongs to; null for the meta-fields <c>__schema</c>, <c>__type</c> and <c>__typename</c>.</summary>
    public CompositeType? Parent { get; private set; }

    /// <inheritdoc/>
    public string Coordinate => Parent is null ? Name : $"{Parent.Name}.{Name}";

    /// <inheritdoc/>
    public override string ToString() => Coordinate;

    /// <summary>Reads the field from its source where <see cref="Resolve"/> is null; remembers how for the types it has seen.</summary>
    internal DefaultResolver DefaultResolver => defaultResolver ??= new DefaultResolver(Name);

    internal static Lazy<NamedList<FieldDefinition>> Attach(CompositeType parent, Func<IEnumerable<FieldDefinition>> fields) =>
        new(() =>
        {
            var list = new NamedList<FieldDefinition>(fields());
            foreach (var field in list)
            {
                if (field.Parent is not null)
                    throw new InvalidOperationException($"The field {field} cannot also belong to {parent.Name}; define it once per type.");
                field.Parent = parent;
            }

            return list;
        });

    internal static void Complete(NamedList<FieldDefinition> fields)
    {
        foreach (var field in fields)
            _ = field.Type;
    }
}
