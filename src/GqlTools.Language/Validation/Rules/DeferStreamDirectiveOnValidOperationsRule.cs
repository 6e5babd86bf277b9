using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Subscriptions do not deliver parts later (specification section incremental delivery proposal).</summary>
internal static class DeferStreamDirectiveOnValidOperationsRule
{
    public static ValidationRule Rule { get; } = new("DeferStreamDirectiveOnValidOperations", Attach);

    private static void Attach(RuleContext context)
    {
        var clean = new HashSet<string>(StringComparer.Ordinal);
        context.OnEnter<OperationDefinitionNode>(SyntaxKind.OperationDefinition, operation =>
        {
            if (operation.Operation != OperationType.Subscription)
                return;
            var visited = new HashSet<string>(StringComparer.Ordinal);
            if (Check(context, operation.SelectionSet, [], visited, clean))
                clean.UnionWith(visited);
        });
    }

    private static bool Check(
        RuleContext context, SelectionSetNode selectionSet, List<SyntaxNode> spreads, HashSet<string> visited, HashSet<string> clean)
    {
        if (!context.CanRecurse())
            return false;
        var isClean = true;
        foreach (var selection in selectionSet.Selections)
        {
            if (MayBeLeftOut(selection))
                continue;
            foreach (var directive in selection.Directives)
            {
                if (directive.Name.Value is "defer" or "stream" && !MayBe(directive, false))
                {
                    isClean = false;
                    context.Report(
                        $"Subscriptions cannot use \"@{directive.Name.Value}\"; switch it off with \"if: false\".",
                        Enumerable.Reverse(spreads).Prepend(directive));
                }
            }

            if (selection is FragmentSpreadNode spread)
            {
                if (!visited.Contains(spread.Name.Value) && !clean.Contains(spread.Name.Value))
                {
                    visited.Add(spread.Name.Value);
                    if (context.FindFragment(spread.Name.Value) is { } fragment)
                    {
                        spreads.Add(spread);
                        isClean &= Check(context, fragment.SelectionSet, spreads, visited, clean);
                        spreads.RemoveAt(spreads.Count - 1);
                    }
                }
            }
            else if (((selection as FieldNode)?.SelectionSet ?? (selection as InlineFragmentNode)?.SelectionSet) is { } inner)
            {
                isClean &= Check(context, inner, spreads, visited, clean);
            }
        }

        return isClean;
    }

    private static bool MayBeLeftOut(SelectionNode selection)
    {
        foreach (var directive in selection.Directives)
        {
            if (directive.Name.Value == "skip" && (IfOf(directive) is null || MayBe(directive, true) || IfOf(directive) is not BooleanValueNode))
                return true;
            if (directive.Name.Value == "include" && IfOf(directive) is { } value && value is not BooleanValueNode { Value: true })
                return true;
        }

        return false;
    }

    // Whether the "if" argument is this value, or a variable that may be.
    private static bool MayBe(DirectiveNode directive, bool value) => IfOf(directive) switch
    {
        BooleanValueNode literal => literal.Value == value,
        VariableNode => true,
        _ => false,
    };

    private static ValueNode? IfOf(DirectiveNode directive) => directive.Arguments.FirstOrDefault(static argument => argument.Name.Value == "if")?.Value;
}
