using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Variables have input types (specification section 5.8.2).</summary>
internal static class VariablesAreInputTypesRule
{
    public static ValidationRule Rule { get; } = new("VariablesAreInputTypes", Attach);

    private static void Attach(RuleContext context) => context.OnEnter<VariableDefinitionNode>(SyntaxKind.VariableDefinition, definition =>
    {
        if (context.FindType(definition.Type) is { IsInputType: false } type)
            context.Report($"The variable \"${definition.Variable.Name.Value}\" cannot be of type \"{type}\"; use a scalar, enum or input object type.", definition.Type);
    });
}
