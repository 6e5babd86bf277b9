namespace GqlTools.Language.TypeSystem;

/// <summary>A type without null (specification section 3.12). Made by <see cref="GraphQLType.NonNull"/>.</summary>
public sealed class NonNullType : GraphQLType
{
    internal NonNullType(GraphQLType innerType) => InnerType = innerType;

    /// <summary>The nullable type inside.</summary>
    public GraphQLType InnerType { get; }

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.NonNull;

    /// <inheritdoc/>
    public override NamedType Named => InnerType.Named;

    /// <inheritdoc/>
    public override GraphQLType Nullable => InnerType;

    /// <inheritdoc/>
    public override NonNullType NonNull() => this;

    /// <inheritdoc/>
    public override string ToString() => $"{InnerType}!";
}
