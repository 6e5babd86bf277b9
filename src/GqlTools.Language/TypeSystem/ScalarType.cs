using GqlTools.Language.Syntax;

namespace GqlTools.Language.TypeSystem;

/// <summary>
/// A leaf type with a textual or numeric value (specification section 3.5).
/// </summary>
/// <remarks>
/// Outside of the scalar, values are plain: null, <see cref="bool"/>, <see cref="string"/>, the number types up to
/// <see cref="System.Numerics.BigInteger"/> and <see cref="decimal"/>, <see cref="IReadOnlyDictionary{TKey, TValue}"/> of string and value,
/// <see cref="IReadOnlyList{T}"/> of values, and <see cref="System.Text.Json.JsonElement"/>. The delegates throw
/// <see cref="CoercionException"/> (or anything else) for what they refuse.
/// </remarks>
public sealed class ScalarType : NamedType
{
    private static readonly Func<object, object?> Same = static value => value;

    /// <summary>Defines a scalar type that passes every value through unless the delegates say otherwise.</summary>
    /// <param name="name">The name.</param>
    public ScalarType(string name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.Scalar;

    /// <summary>Where the scalar's format is specified (specification section 3.13.4, <c>@specifiedBy</c>), or null.</summary>
    public string? SpecifiedByUrl { get; init; }

    /// <summary>Turns a resolver's result, never null, into a plain value for the response.</summary>
    public Func<object, object?> Serialize { get; init; } = Same;

    /// <summary>Turns a plain value of a variable, never null, into what resolvers see.</summary>
    public Func<object, object?> ParseValue { get; init; } = Same;

    /// <summary>
    /// Turns a literal of a document into what resolvers see; null (the default) reads the literal into a plain value and hands it to
    /// <see cref="ParseValue"/>. Variables inside the literal have been replaced.
    /// </summary>
    public Func<ValueNode, object?>? ParseLiteral { get; init; }

    /// <summary>Whether the scalar is one of the five of the specification: Int, Float, String, Boolean, ID.</summary>
    public bool IsBuiltIn => BuiltInScalars.Contains(Name);
}
