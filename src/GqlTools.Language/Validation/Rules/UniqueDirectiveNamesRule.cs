using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Directives have different names (specification section 3.13).</summary>
internal static class UniqueDirectiveNamesRule
{
    public static ValidationRule Rule { get; } = new("UniqueDirectiveNames", Attach);

    private static void Attach(RuleContext context)
    {
        var known = new Dictionary<string, NameNode>(StringComparer.Ordinal);
        context.OnEnter<DirectiveDefinitionNode>(SyntaxKind.DirectiveDefinition, node =>
        {
            if (!known.TryAdd(node.Name.Value, node.Name))
                context.Report($"The directive \"@{node.Name.Value}\" is defined more than once.", $"@{node.Name.Value}", known[node.Name.Value], node.Name);
        });
    }
}
