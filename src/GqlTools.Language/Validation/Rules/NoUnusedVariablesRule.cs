using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Each defined variable is used (specification section 5.8.4).</summary>
internal static class NoUnusedVariablesRule
{
    public static ValidationRule Rule { get; } = new("NoUnusedVariables", Attach);

    private static void Attach(RuleContext context) => context.OnEnd(() =>
    {
        foreach (var operation in context.Document.Definitions.OfType<OperationDefinitionNode>())
        {
            if (operation.VariableDefinitions.IsEmpty)
                continue;
            var used = context.GetVariableUsages(operation).Select(static usage => usage.Node.Name.Value).ToHashSet(StringComparer.Ordinal);
            foreach (var definition in operation.VariableDefinitions)
            {
                if (!used.Contains(definition.Variable.Name.Value))
                    context.Report($"The variable \"${definition.Variable.Name.Value}\" is never used; remove it.", definition);
            }
        }
    });
}
