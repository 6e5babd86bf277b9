using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation.Lint;

/// <summary>Nothing deprecated is used (specification section 3.13.3).</summary>
internal static class NoDeprecatedRule
{
    public static ValidationRule Rule { get; } = new("NoDeprecated", Attach);

    private static void Attach(RuleContext context)
    {
        context.OnEnter<FieldNode>(SyntaxKind.Field, node => Check(context, context.Field, "field", node));
        context.OnEnter<ArgumentNode>(SyntaxKind.Argument, node => Check(context, context.Argument, "argument", node));
        context.OnEnter<DirectiveNode>(SyntaxKind.Directive, node => Check(context, context.Schema.FindDirective(node.Name.Value), "directive", node));
        context.OnEnter<ObjectValueNode>(SyntaxKind.ObjectValue, node =>
        {
            if (context.InputType?.Named is not InputObjectType input)
                return;
            foreach (var field in node.Fields)
                Check(context, input.Fields.Find(field.Name.Value), "input field", field);
        });
        context.OnEnter<EnumValueNode>(
            SyntaxKind.EnumValue, node => Check(context, (context.InputType?.Named as EnumType)?.Values.Find(node.Value), "enum value", node));
    }

    private static void Check(RuleContext context, ISchemaElement? element, string kind, SyntaxNode node)
    {
        if (element?.DeprecationReason is { } reason)
            context.Report($"The {kind} {element.Coordinate} is deprecated: {reason}", element.Coordinate, node);
    }
}
