using GqlTools.Language.Syntax;
using System.Collections.Immutable;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Arguments of a field or directive have different names (specification section 3.6.1).</summary>
internal static class UniqueArgumentDefinitionNamesRule
{
    public static ValidationRule Rule { get; } = new("UniqueArgumentDefinitionNames", Attach);

    private static void Attach(RuleContext context)
    {
        context.OnEnter<DirectiveDefinitionNode>(SyntaxKind.DirectiveDefinition, node => Check(context, $"@{node.Name.Value}", node.Arguments));
        context.OnEnter<FieldDefinitionNode>(SyntaxKind.FieldDefinition, node =>
        {
            var type = context.Ancestors[^1] switch
            {
                TypeDefinitionNode definition => definition.Name.Value,
                TypeExtensionNode extension => extension.Name.Value,
                _ => string.Empty,
            };
            Check(context, $"{type}.{node.Name.Value}", node.Arguments);
        });
    }

    private static void Check(RuleContext context, string parent, ImmutableArray<InputValueDefinitionNode> arguments)
    {
        foreach (var group in arguments.GroupBy(static argument => argument.Name.Value))
        {
            if (group.Skip(1).Any())
                context.Report($"The argument \"{parent}({group.Key}:)\" is defined more than once.", $"{parent}({group.Key}:)", group.Select(static argument => argument.Name));
        }
    }
}
