using GqlTools.Language.Syntax;
using GqlTools.Language.Validation;

namespace GqlTools.Language.Comparison;

/// <summary>What the changes of a schema do to one operation.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Errors">Why it is refused by the new schema though the old one took it; empty when it stays valid.</param>
/// <param name="Changes">The breaking and dangerous changes of what the operation uses.</param>
public sealed record OperationImpact(OperationDefinitionNode Operation, IReadOnlyList<ValidationError> Errors, IReadOnlyList<SchemaChange> Changes)
{
    /// <summary>Whether the operation is refused by the new schema, or uses something that was changed in a breaking way.</summary>
    public bool Breaks => Errors.Count > 0 || Changes.Any(static change => change.Severity == SchemaChangeSeverity.Breaking);

    /// <summary>The operation's name, or null.</summary>
    public string? OperationName => Operation.Name?.Value;
}
