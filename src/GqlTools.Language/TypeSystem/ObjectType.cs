using GqlTools.Language.Execution;

namespace GqlTools.Language.TypeSystem;

/// <summary>A set of named fields (specification section 3.6).</summary>
public sealed class ObjectType : CompositeType
{
    private readonly Lazy<NamedList<FieldDefinition>> _fields;
    private readonly Lazy<IReadOnlyList<NamedType>> _declaredInterfaces;
    private readonly Lazy<IReadOnlyList<InterfaceType>> _interfaces;

    /// <summary>Defines an object type.</summary>
    /// <param name="name">The name.</param>
    /// <param name="fields">The fields; called once, so that it may refer to types defined later.</param>
    /// <param name="interfaces">The interfaces; called once.</param>
    public ObjectType(string name, Func<IEnumerable<FieldDefinition>> fields, Func<IEnumerable<NamedType>>? interfaces = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(fields);
        _fields = FieldDefinition.Attach(this, fields);
        _declaredInterfaces = new(() => interfaces is null ? [] : interfaces().ToArray());
        _interfaces = new(() => InterfaceType.Only(_declaredInterfaces.Value));
    }

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.Object;

    /// <inheritdoc/>
    public override NamedList<FieldDefinition> Fields => _fields.Value;

    /// <inheritdoc/>
    public override IReadOnlyList<InterfaceType> Interfaces => _interfaces.Value;

    internal override IReadOnlyList<NamedType> DeclaredInterfaces => _declaredInterfaces.Value;

    /// <summary>Tells whether a value belongs to this type, where an abstract type has no <see cref="CompositeType.ResolveType"/>.</summary>
    public Func<object, ResolveContext, bool>? IsTypeOf { get; init; }

    internal override void Complete()
    {
        _ = Interfaces;
        FieldDefinition.Complete(Fields);
    }
}
