using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Arguments that must be given are given (specification section 5.4.3).</summary>
internal static class ProvidedRequiredArgumentsRule
{
    public static ValidationRule Rule { get; } = new("ProvidedRequiredArguments", static context =>
    {
        AttachToDirectives(context);
        AttachToFields(context);
    });

    /// <summary>The part of the rule that holds in schema documents.</summary>
    public static ValidationRule OnDirectives { get; } = new("ProvidedRequiredArgumentsOnDirectives", AttachToDirectives);

    private static void AttachToFields(RuleContext context) => context.OnLeave<FieldNode>(SyntaxKind.Field, node =>
    {
        if (context.Field is not { } field)
            return;
        foreach (var argument in field.Arguments)
        {
            if (argument.IsRequired && node.Arguments.All(given => given.Name.Value != argument.Name))
                context.Report($"The argument \"{argument}\" of type \"{argument.Type}\" is required; give it.", argument.Coordinate, node);
        }
    });

    private static void AttachToDirectives(RuleContext context)
    {
        var known = new KnownDirectiveTable(context);
        context.OnLeave<DirectiveNode>(SyntaxKind.Directive, node =>
        {
            if (known.Find(node.Name.Value) is not { } entry)
                return;
            foreach (var argument in entry.Arguments)
            {
                if (argument.IsRequired && node.Arguments.All(given => given.Name.Value != argument.Name))
                {
                    var coordinate = $"@{node.Name.Value}({argument.Name}:)";
                    context.Report($"The argument \"{coordinate}\" of type \"{argument.Type}\" is required; give it.", coordinate, node);
                }
            }
        });
    }
}
