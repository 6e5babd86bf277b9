using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Variables of an operation have different names (specification section 5.8.1).</summary>
internal static class UniqueVariableNamesRule
{
    public static ValidationRule Rule { get; } = new("UniqueVariableNames", Attach);

    private static void Attach(RuleContext context) => context.OnEnter<OperationDefinitionNode>(SyntaxKind.OperationDefinition, operation =>
    {
        foreach (var group in operation.VariableDefinitions.GroupBy(static definition => definition.Variable.Name.Value))
        {
            if (group.Skip(1).Any())
                context.Report($"The variable \"${group.Key}\" is defined more than once; define it once.", group.Select(static definition => definition.Variable.Name));
        }
    });
}
