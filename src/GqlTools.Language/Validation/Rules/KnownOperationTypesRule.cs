using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>The schema has a root type for each operation (specification section 5.2.1.1).</summary>
internal static class KnownOperationTypesRule
{
    public static ValidationRule Rule { get; } = new("KnownOperationTypes", Attach);

    private static void Attach(RuleContext context) => context.OnEnter<OperationDefinitionNode>(SyntaxKind.OperationDefinition, operation =>
    {
        if (context.Schema.GetRootType(operation.Operation) is null)
            context.Report($"This schema has no {operation.Operation.ToString().ToLowerInvariant()} operations.", operation);
    });
}
