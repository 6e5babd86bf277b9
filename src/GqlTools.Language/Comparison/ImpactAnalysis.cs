using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Language.Comparison;

/// <summary>Finds which operations notice the changes between two schemas. Thread-safe.</summary>
public static class ImpactAnalysis
{
    /// <summary>Finds what the changes do to each operation of a document.</summary>
    /// <param name="old">The schema the document was written for.</param>
    /// <param name="new">The schema it will meet.</param>
    /// <param name="document">The document.</param>
    /// <param name="changes">The changes, when they were already found; null to compare here.</param>
    /// <returns>One impact for each operation that notices something, in order.</returns>
    public static IReadOnlyList<OperationImpact> Find(Schema old, Schema @new, DocumentNode document, IReadOnlyList<SchemaChange>? changes = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        changes ??= SchemaComparer.Compare(old, @new);
        var serious = changes.Where(static change => change.Severity != SchemaChangeSeverity.Safe).ToList();
        var impacts = new List<OperationImpact>();
        foreach (var operation in document.Definitions.OfType<OperationDefinitionNode>())
        {
            // Each operation by itself with its fragments, so that an error is laid to those that have it.
            var alone = Alone(document, operation);
            var errors = DocumentValidator.Validate(old, alone).Count > 0 ? [] : DocumentValidator.Validate(@new, alone);
            var used = UsedCoordinates.Find(old, alone);
            var noticed = serious.Where(change => used.Contains(change.AffectedCoordinate)).ToList();
            if (errors.Count > 0 || noticed.Count > 0)
                impacts.Add(new OperationImpact(operation, errors, noticed));
        }

        return impacts;
    }

    private static DocumentNode Alone(DocumentNode document, OperationDefinitionNode operation)
    {
        var fragments = new Dictionary<string, FragmentDefinitionNode>(StringComparer.Ordinal);
        foreach (var fragment in document.Definitions.OfType<FragmentDefinitionNode>())
            fragments[fragment.Name.Value] = fragment;
        var definitions = new List<DefinitionNode> { operation };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < definitions.Count; i++)
        {
            Visitor.Walk(definitions[i], node =>
            {
                if (node is FragmentSpreadNode spread && seen.Add(spread.Name.Value) && fragments.TryGetValue(spread.Name.Value, out var fragment))
                    definitions.Add(fragment);
                return VisitStep.Continue;
            });
        }

        return new DocumentNode([.. definitions]);
    }
}
