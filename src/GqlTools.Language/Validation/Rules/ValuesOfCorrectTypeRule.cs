using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Literals fit the type of their place (specification sections 5.6.1, 5.6.2 and 5.6.4).</summary>
internal static class ValuesOfCorrectTypeRule
{
    public static ValidationRule Rule { get; } = new("ValuesOfCorrectType", Attach);

    private static void Attach(RuleContext context)
    {
        context.OnEnter<ArgumentNode>(SyntaxKind.Argument, argument => Check(context, argument.Value));
        context.OnEnter<VariableDefinitionNode>(SyntaxKind.VariableDefinition, definition => Check(context, definition.DefaultValue));
    }

    private static void Check(RuleContext context, ValueNode? value)
    {
        if (value is not null && context.InputType is { } type)
            LiteralCheck.Run(value, type, context.HidesSuggestions, (node, _, message) => context.Report(message, node));
    }
}
