using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Labels of later parts are texts and differ (specification section incremental delivery proposal).</summary>
internal static class DeferStreamDirectiveLabelRule
{
    public static ValidationRule Rule { get; } = new("DeferStreamDirectiveLabel", Attach);

    private static void Attach(RuleContext context)
    {
        var known = new Dictionary<string, DirectiveNode>(StringComparer.Ordinal);
        context.OnEnter<DirectiveNode>(SyntaxKind.Directive, directive =>
        {
            if (directive.Name.Value is not ("defer" or "stream"))
                return;
            var label = directive.Arguments.FirstOrDefault(static argument => argument.Name.Value == "label")?.Value;
            if (label is null or NullValueNode)
                return;
            if (label is not StringValueNode text)
                context.Report($"The label of \"@{directive.Name.Value}\" must be a text, not a variable.", directive);
            else if (!known.TryAdd(text.Value, directive))
                context.Report($"The label \"{text.Value}\" stands twice; each \"@defer\" and \"@stream\" needs its own.", known[text.Value], directive);
        });
    }
}
