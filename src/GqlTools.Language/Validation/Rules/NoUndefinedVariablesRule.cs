using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Used variables are defined by each operation that uses them (specification section 5.8.3).</summary>
internal static class NoUndefinedVariablesRule
{
    public static ValidationRule Rule { get; } = new("NoUndefinedVariables", Attach);

    private static void Attach(RuleContext context) => context.OnEnd(() =>
    {
        foreach (var operation in context.Document.Definitions.OfType<OperationDefinitionNode>())
        {
            var defined = operation.VariableDefinitions.Select(static definition => definition.Variable.Name.Value).ToHashSet(StringComparer.Ordinal);
            foreach (var usage in context.GetVariableUsages(operation))
            {
                var name = usage.Node.Name.Value;
                if (defined.Contains(name))
                    continue;
                var of = operation.Name is null ? "the operation" : $"the operation \"{operation.Name.Value}\"";
                context.Report($"The variable \"${name}\" is not defined by {of}.{context.Suggest(name, defined)}", usage.Node, operation);
                if (context.IsStopped)
                    return;
            }
        }
    });
}
