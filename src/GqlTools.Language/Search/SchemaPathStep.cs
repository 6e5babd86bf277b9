using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Search;

/// <summary>One field on the way through a schema.</summary>
/// <param name="Condition">The object type to narrow to before the field; null where the type at hand has it.</param>
/// <param name="Field">The field.</param>
public sealed record SchemaPathStep(ObjectType? Condition, FieldDefinition Field);
