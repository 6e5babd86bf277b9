namespace GqlTools.Language.TypeSystem;

/// <summary>A set of named input fields (specification section 3.10).</summary>
public sealed class InputObjectType : NamedType
{
    private readonly Lazy<NamedList<InputValueDefinition>> _fields;

    /// <summary>Defines an input object type.</summary>
    /// <param name="name">The name.</param>
    /// <param name="fields">The fields; called once, so that it may refer to types defined later.</param>
    public InputObjectType(string name, Func<IEnumerable<InputValueDefinition>> fields)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(fields);
        _fields = new(() => InputValueDefinition.Attach(this, fields()));
    }

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.InputObject;

    /// <summary>The input fields in the order of their definition.</summary>
    public NamedList<InputValueDefinition> Fields => _fields.Value;

    /// <summary>Whether exactly one field must be given (specification section 3.10.1, OneOf Input Objects).</summary>
    public bool IsOneOf { get; init; }

    internal override void Complete() => _ = Fields;
}
