namespace GqlTools.Language.TypeSystem;

/// <summary>One of a list of object types (specification section 3.8).</summary>
public sealed class UnionType : CompositeType
{
    private readonly Lazy<IReadOnlyList<NamedType>> _declaredMembers;
    private readonly Lazy<IReadOnlyList<ObjectType>> _members;

    /// <summary>Defines a union type.</summary>
    /// <param name="name">The name.</param>
    /// <param name="members">The member types; called once, so that it may refer to types defined later.</param>
    public UnionType(string name, Func<IEnumerable<NamedType>> members)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(members);
        _declaredMembers = new(() => members().ToArray());
        _members = new(() => _declaredMembers.Value.OfType<ObjectType>().ToArray());
    }

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.Union;

    /// <summary>The member types in order.</summary>
    public IReadOnlyList<ObjectType> Members => _members.Value;

    /// <summary>The member types as declared, right or wrong.</summary>
    internal IReadOnlyList<NamedType> DeclaredMembers => _declaredMembers.Value;

    /// <inheritdoc/>
    public override NamedList<FieldDefinition> Fields => NamedList<FieldDefinition>.Empty;

    /// <inheritdoc/>
    public override IReadOnlyList<InterfaceType> Interfaces => [];

    internal override void Complete() => _ = Members;
}
