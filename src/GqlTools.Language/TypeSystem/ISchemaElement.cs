namespace GqlTools.Language.TypeSystem;

/// <summary>
/// Anything in a schema that has a name and a schema coordinate: a named type, a field, an argument, an input field, an enum value
/// or a directive (specification section 3.10, Schema Coordinates).
/// </summary>
public interface ISchemaElement
{
    /// <summary>The element's own name, for example <c>products</c>.</summary>
    string Name { get; }

    /// <summary>The description in CommonMark, or null when there is none.</summary>
    string? Description { get; }

    /// <summary>Why the element should no longer be used, or null when it is not deprecated.</summary>
    string? DeprecationReason { get; }

    /// <summary>The schema coordinate, for example <c>Query.products(first:)</c>.</summary>
    string Coordinate { get; }
}
