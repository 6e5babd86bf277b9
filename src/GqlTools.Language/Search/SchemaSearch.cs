using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Search;

/// <summary>Finds types and fields of a schema. Thread-safe.</summary>
public static class SchemaSearch
{
    /// <summary>Finds types.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="query">Which.</param>
    /// <returns>The types in the order of the schema.</returns>
    public static IEnumerable<NamedType> FindTypes(Schema schema, TypeQuery query)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(query);
        var abstractType = query.PossibleTypeOf is null ? null : schema.FindType(query.PossibleTypeOf);
        return schema.Types.Where(type =>
            (query.IncludeIntrospection || !IsIntrospection(type))
            && (query.Name?.Invoke(type.Name) ?? true)
            && (query.Kinds.Count == 0 || query.Kinds.Contains(type.Kind))
            && (query.PossibleTypeOf is null || (abstractType is not null && schema.IsPossibleType(abstractType, type)))
            && Holds(type.Description, query.Description)
            && (query.Uses is null || Uses(type, query.Uses)));
    }

    /// <summary>Finds fields.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="query">Which.</param>
    /// <returns>The fields in the order of the schema.</returns>
    public static IEnumerable<FoundField> FindFields(Schema schema, FieldQuery query)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(query);
        return schema.Types
            .Where(type => !IsIntrospection(type) && (query.Parent?.Invoke(type.Name) ?? true))
            .SelectMany(FieldsOf)
            .Where(field =>
                (query.Name?.Invoke(field.Name) ?? true)
                && (query.Type?.Invoke(field.Type.Named.Name) ?? true)
                && (query.Argument is null || field.Arguments.Any(argument => query.Argument(argument.Name)))
                && (query.Deprecated is null || query.Deprecated == field.DeprecationReason is not null)
                && Holds(field.Description, query.Description));
    }

    internal static bool IsIntrospection(NamedType type) => type.Name.StartsWith("__", StringComparison.Ordinal);

    private static IEnumerable<FoundField> FieldsOf(NamedType type) => type switch
    {
        CompositeType composite => composite.Fields.Select(field => FoundField.From(composite, field)),
        InputObjectType input => input.Fields.Select(field => FoundField.From(input, field)),
        _ => [],
    };

    private static bool Holds(string? description, string? wanted) =>
        wanted is null || description?.Contains(wanted, StringComparison.OrdinalIgnoreCase) == true;

    private static bool Uses(NamedType type, Func<string, bool> isWanted) =>
        (type is UnionType union && union.Members.Any(member => isWanted(member.Name)))
        || FieldsOf(type).Any(field => isWanted(field.Type.Named.Name) || field.Arguments.Any(argument => isWanted(argument.Type.Named.Name)));
}
