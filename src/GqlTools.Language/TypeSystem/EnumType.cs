namespace GqlTools.Language.TypeSystem;

/// <summary>A leaf type with one value out of a list of names (specification section 3.9).</summary>
public sealed class EnumType : NamedType
{
    private readonly Dictionary<object, EnumValueDefinition> _byValue = [];

    /// <summary>Defines an enum type.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">The values in order.</param>
    public EnumType(string name, IEnumerable<EnumValueDefinition> values)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = new NamedList<EnumValueDefinition>(values);
        foreach (var value in Values)
        {
            if (value.Parent is not null)
                throw new InvalidOperationException($"{value} cannot also belong to {name}; define it once per enum.");
            value.Parent = this;
            if (value.Value is not null)
                _byValue.TryAdd(value.Value, value);
        }
    }

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.Enum;

    /// <summary>The values in the order of their definition.</summary>
    public NamedList<EnumValueDefinition> Values { get; }

    /// <summary>Finds the enum value a resolver's result stands for.</summary>
    /// <param name="value">The internal value.</param>
    /// <returns>The enum value, or null when none has this internal value.</returns>
    public EnumValueDefinition? FindByValue(object? value) =>
        value is not null && _byValue.TryGetValue(value, out var found) ? found : null;
}
