using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Only lists are streamed (specification section incremental delivery proposal).</summary>
internal static class StreamDirectiveOnListFieldRule
{
    public static ValidationRule Rule { get; } = new("StreamDirectiveOnListField", Attach);

    private static void Attach(RuleContext context) => context.OnEnter<DirectiveNode>(SyntaxKind.Directive, directive =>
    {
        if (directive.Name.Value == "stream" && context.ParentType is not null && context.Field is { } field && field.Type.Nullable is not ListType
            && field.Type is not ListType)
        {
            context.Report($"The directive \"@stream\" needs a list, but \"{field}\" is of type \"{field.Type}\".", field.Coordinate, directive);
        }
    });
}
