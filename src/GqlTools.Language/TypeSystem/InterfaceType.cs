namespace GqlTools.Language.TypeSystem;

/// <summary>A set of fields that implementing types promise to have (specification section 3.7).</summary>
public sealed class InterfaceType : CompositeType
{
    private readonly Lazy<NamedList<FieldDefinition>> _fields;
    private readonly Lazy<IReadOnlyList<NamedType>> _declaredInterfaces;
    private readonly Lazy<IReadOnlyList<InterfaceType>> _interfaces;

    /// <summary>Defines an interface type.</summary>
    /// <param name="name">The name.</param>
    /// <param name="fields">The fields; called once, so that it may refer to types defined later.</param>
    /// <param name="interfaces">The interfaces this one implements; called once.</param>
    public InterfaceType(string name, Func<IEnumerable<FieldDefinition>> fields, Func<IEnumerable<NamedType>>? interfaces = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(fields);
        _fields = FieldDefinition.Attach(this, fields);
        _declaredInterfaces = new(() => interfaces is null ? [] : interfaces().ToArray());
        _interfaces = new(() => Only(_declaredInterfaces.Value));
    }

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.Interface;

    /// <inheritdoc/>
    public override NamedList<FieldDefinition> Fields => _fields.Value;

    /// <inheritdoc/>
    public override IReadOnlyList<InterfaceType> Interfaces => _interfaces.Value;

    internal override IReadOnlyList<NamedType> DeclaredInterfaces => _declaredInterfaces.Value;

    internal static IReadOnlyList<InterfaceType> Only(IReadOnlyList<NamedType> declared) =>
        declared.Count == 0 ? [] : declared.OfType<InterfaceType>().ToArray();

    internal override void Complete()
    {
        _ = Interfaces;
        FieldDefinition.Complete(Fields);
    }
}
