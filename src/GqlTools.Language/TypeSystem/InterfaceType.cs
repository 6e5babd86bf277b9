namespace GqlTools.Language.TypeSystem;

/// <summary>A set of fields that implementing types promise to have (specification section 3.7).</summary>
public sealed class InterfaceType : CompositeType
{
    private readonly Lazy<NamedList<FieldDefinition>> fields;
    private readonly Lazy<IReadOnlyList<NamedType>> declaredInterfaces;
    private readonly Lazy<IReadOnlyList<InterfaceType>> interfaces;

    /// <summary>Defines an interface type.</summary>
    /// <param name="name">The name.</param>
    /// <param name="fields">The fields; called once, so that it may refer to types defined later.</param>
    /// <param name="interfaces">The interfaces this one implements; called once.</param>
    public InterfaceType(string name, Func<IEnumerable<FieldDefinition>> fields, Func<IEnumerable<NamedType>>? interfaces = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(fields);
        this.fields = FieldDefinition.Attach(this, fields);
        declaredInterfaces = new(() => interfaces is null ? [] : interfaces().ToArray());
        this.interfaces = new(() => Only(declaredInterfaces.Value));
    }

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.Interface;

    /// <inheritdoc/>
    public override NamedList<FieldDefinition> Fields => fields.Value;

    /// <inheritdoc/>
    public override IReadOnlyList<InterfaceType> Interfaces => interfaces.Value;

    internal override IReadOnlyList<NamedType> DeclaredInterfaces => declaredInterfaces.Value;

    internal static IReadOnlyList<InterfaceType> Only(IReadOnlyList<NamedType> declared) =>
        declared.Count == 0 ? [] : declared.OfType<InterfaceType>().ToArray();

    internal override void Complete()
    {
        _ = Interfaces;
        FieldDefinition.Complete(Fields);
    }
}
