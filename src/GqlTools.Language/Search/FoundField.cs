using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Search;

/// <summary>A field, or input field, that a search found.</summary>
/// <param name="Coordinate">Its schema coordinate, for example <c>Query.products</c>.</param>
/// <param name="Parent">The type that has it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Arguments">Its arguments; empty for input fields.</param>
/// <param name="Description">Its description, or null.</param>
/// <param name="DeprecationReason">Why it should no longer be used, or null.</param>
public sealed record FoundField(
    string Coordinate,
    NamedType Parent,
    string Name,
    GraphQLType Type,
    IReadOnlyList<InputValueDefinition> Arguments,
    string? Description,
    string? DeprecationReason)
{
    internal static FoundField From(CompositeType parent, FieldDefinition field) =>
        new($"{parent.Name}.{field.Name}", parent, field.Name, field.Type, field.Arguments, field.Description, field.DeprecationReason);

    internal static FoundField From(InputObjectType parent, InputValueDefinition field) =>
        new(field.Coordinate, parent, field.Name, field.Type, [], field.Description, field.DeprecationReason);

    /// <inheritdoc/>
    public override string ToString() => Coordinate;
}
