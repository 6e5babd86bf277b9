using GqlTools.Language.Syntax;
using System.Collections.Immutable;

namespace GqlTools.Language.Validation.Rules;

/// <summary>An argument is given once (specification section 5.4.2).</summary>
internal static class UniqueArgumentNamesRule
{
    public static ValidationRule Rule { get; } = new("UniqueArgumentNames", Attach);

    private static void Attach(RuleContext context)
    {
        context.OnEnter<FieldNode>(SyntaxKind.Field, field => Check(context, field.Arguments));
        context.OnEnter<DirectiveNode>(SyntaxKind.Directive, directive => Check(context, directive.Arguments));
    }

    private static void Check(RuleContext context, ImmutableArray<ArgumentNode> arguments)
    {
        if (arguments.Length < 2)
            return;
        foreach (var group in arguments.GroupBy(static argument => argument.Name.Value))
        {
            if (group.Skip(1).Any())
                context.Report($"The argument \"{group.Key}\" is given more than once; give it once.", group.Select(static argument => argument.Name));
        }
    }
}
