using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Given arguments exist on their field or directive (specification section 5.4.1).</summary>
internal static class KnownArgumentNamesRule
{
    public static ValidationRule Rule { get; } = new("KnownArgumentNames", static context =>
    {
        AttachToDirectives(context);
        AttachToFields(context);
    });

    /// <summary>The part of the rule that holds in schema documents.</summary>
    public static ValidationRule OnDirectives { get; } = new("KnownArgumentNamesOnDirectives", AttachToDirectives);

    private static void AttachToFields(RuleContext context) => context.OnEnter<FieldNode>(SyntaxKind.Field, node =>
    {
        if (context.Field is not { } field)
            return;
        foreach (var argument in node.Arguments)
        {
            var name = argument.Name.Value;
            if (!field.Arguments.Contains(name))
            {
                context.Report(
                    $"The field \"{field}\" has no argument \"{name}\".{context.Suggest(name, field.Arguments.Select(static known => known.Name))}",
                    field.Coordinate,
                    argument);
            }
        }
    });

    private static void AttachToDirectives(RuleContext context)
    {
        var known = new KnownDirectiveTable(context);
        context.OnEnter<DirectiveNode>(SyntaxKind.Directive, node =>
        {
            if (node.Arguments.IsEmpty || known.Find(node.Name.Value) is not { } entry)
                return;
            foreach (var argument in node.Arguments)
            {
                var name = argument.Name.Value;
                if (entry.Arguments.All(item => item.Name != name))
                {
                    context.Report(
                        $"The directive \"@{node.Name.Value}\" has no argument \"{name}\".{context.Suggest(name, entry.Arguments.Select(static item => item.Name))}",
                        $"@{node.Name.Value}",
                        argument);
                }
            }
        });
    }
}
