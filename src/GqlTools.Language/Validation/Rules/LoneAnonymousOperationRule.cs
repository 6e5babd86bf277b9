using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>An operation without a name is the only one (specification section 5.2.3.1).</summary>
internal static class LoneAnonymousOperationRule
{
    public static ValidationRule Rule { get; } = new("LoneAnonymousOperation", Attach);

    private static void Attach(RuleContext context)
    {
        var count = context.Document.Definitions.Count(static definition => definition is OperationDefinitionNode);
        context.OnEnter<OperationDefinitionNode>(SyntaxKind.OperationDefinition, operation =>
        {
            if (operation.Name is null && count > 1)
                context.Report("An operation without a name must be the only one of its document; name it.", operation);
        });
    }
}
