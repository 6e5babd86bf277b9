using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Mutations and subscriptions deliver their root fields at once (specification section incremental delivery proposal).</summary>
internal static class DeferStreamDirectiveOnRootFieldRule
{
    public static ValidationRule Rule { get; } = new("DeferStreamDirectiveOnRootField", Attach);

    private static void Attach(RuleContext context)
    {
        var clean = new HashSet<string>(StringComparer.Ordinal);
        context.OnEnter<OperationDefinitionNode>(SyntaxKind.OperationDefinition, operation =>
        {
            if (operation.Operation == OperationType.Query || context.Schema.GetRootType(operation.Operation) is not { } root)
                return;
            var visited = new HashSet<string>(StringComparer.Ordinal);
            if (Check(context, root.Name, operation.SelectionSet, visited, clean))
                clean.UnionWith(visited);
        });
    }

    private static bool Check(RuleContext context, string root, SelectionSetNode selectionSet, HashSet<string> visited, HashSet<string> clean)
    {
        if (!context.CanRecurse())
            return false;
        var isClean = true;
        foreach (var selection in selectionSet.Selections)
        {
            switch (selection)
            {
                case FieldNode:
                    isClean &= Allow(context, root, selection, "stream");
                    break;
                case InlineFragmentNode inline:
                    isClean &= Allow(context, root, selection, "defer");
                    isClean &= Check(context, root, inline.SelectionSet, visited, clean);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value):
                    if (context.FindFragment(spread.Name.Value) is { } fragment)
                    {
                        isClean &= Allow(context, root, selection, "defer");
                        if (!clean.Contains(spread.Name.Value))
                            isClean &= Check(context, root, fragment.SelectionSet, visited, clean);
                    }

                    break;
            }
        }

        return isClean;
    }

    private static bool Allow(RuleContext context, string root, SelectionNode selection, string name)
    {
        var directive = selection.Directives.FirstOrDefault(item => item.Name.Value == name);
        if (directive is null)
            return true;
        context.Report($"The directive \"@{name}\" cannot stand on the root type \"{root}\" of mutations and subscriptions.", directive);
        return false;
    }
}
