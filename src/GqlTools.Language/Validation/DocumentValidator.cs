using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation;

/// <summary>Validates documents (specification section 5). Thread-safe.</summary>
public static class DocumentValidator
{
    /// <summary>Validates an executable document against a schema.</summary>
    /// <param name="schema">The schema; it should be a valid one, see <see cref="SchemaValidator"/>.</param>
    /// <param name="document">The document.</param>
    /// <param name="options">Rules and bounds; null for the rules of the specification.</param>
    /// <returns>What is wrong; empty when the document is valid.</returns>
    public static IReadOnlyList<ValidationError> Validate(Schema schema, DocumentNode document, ValidationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(document);
        return new DocumentWalk(schema, document, options ?? ValidationOptions.Default).Run();
    }

    /// <summary>Validates a schema document by itself: names, directives and extensions. What types must be to each other is SchemaValidator's part.</summary>
    /// <param name="document">The document.</param>
    /// <param name="options">Rules and bounds; null for the specification's rules for schema documents.</param>
    /// <returns>What is wrong; empty when a schema can be built.</returns>
    public static IReadOnlyList<ValidationError> ValidateSdl(DocumentNode document, ValidationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new DocumentWalk(null, document, options ?? new ValidationOptions { Rules = SpecifiedRules.Sdl }).Run();
    }
}
