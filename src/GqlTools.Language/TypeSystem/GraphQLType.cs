namespace GqlTools.Language.TypeSystem;

// Overview of the type system
//
// A Schema owns named types and directives and never changes once its constructor has returned. Types may refer to each other in
// cycles, so every member list is given as a function and read at the latest by the Schema's constructor; from then on all reads
// are lock-free. Wrapping types are canonical: `type.List()` and `type.NonNull()` give the same instance each time, so two types
// are the same type exactly when they are the same object.
//
// The constructors accept what a schema document can say, also when it is wrong (an interface that is none, a union member that is
// a scalar): SchemaValidator reports all of it at once, with coordinates. What would make look-ups ambiguous is refused at once.

/// <summary>Any type of a schema: a <see cref="NamedType"/>, a <see cref="ListType"/> or a <see cref="NonNullType"/> (specification section 3.4).</summary>
public abstract class GraphQLType
{
    private ListType? _list;
    private NonNullType? _nonNull;

    private protected GraphQLType()
    {
    }

    /// <summary>Which kind of type this is.</summary>
    public abstract TypeKind Kind { get; }

    /// <summary>The type at the core, without lists and non-null.</summary>
    public abstract NamedType Named { get; }

    /// <summary>This type without an outer non-null.</summary>
    public virtual GraphQLType Nullable => this;

    /// <summary>Whether null is no value of this type.</summary>
    public bool IsNonNull => this is NonNullType;

    /// <summary>Whether the type may stand for an argument, a variable or an input field (specification section 3.4.2).</summary>
    public bool IsInputType => Named is ScalarType or EnumType or InputObjectType;

    /// <summary>Whether the type may stand for a field (specification section 3.4.2).</summary>
    public bool IsOutputType => Named is not InputObjectType;

    /// <summary>The list type of this type; the same instance each time.</summary>
    /// <returns><c>[T]</c>.</returns>
    public ListType List() => _list ?? Interlocked.CompareExchange(ref _list, new ListType(this), null) ?? _list;

    /// <summary>The non-null type of this type; the same instance each time, and a non-null type itself.</summary>
    /// <returns><c>T!</c>.</returns>
    public virtual NonNullType NonNull() =>
        _nonNull ?? Interlocked.CompareExchange(ref _nonNull, new NonNullType(this), null) ?? _nonNull;

    /// <summary>The type as it is written in a document, for example <c>[Product!]!</c>.</summary>
    /// <returns>The type reference's text.</returns>
    public abstract override string ToString();
}
