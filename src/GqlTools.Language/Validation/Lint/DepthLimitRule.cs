using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Lint;

/// <summary>Fields nest no deeper than a limit.</summary>
internal static class DepthLimitRule
{
    public static ValidationRule Create(int maximumDepth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumDepth, 1);
        return new ValidationRule("DepthLimit", context => context.OnEnter<OperationDefinitionNode>(SyntaxKind.OperationDefinition, operation =>
        {
            if (new Search(context, maximumDepth).FindTooDeep(operation.SelectionSet, 1) is { } field)
                context.Report($"Fields nest deeper than {maximumDepth} levels here; ask for less at once.", field, operation);
        }));
    }

    // A fragment need not be looked at again where it stands no deeper than before.
    private sealed class Search(RuleContext context, int maximumDepth)
    {
        private readonly Dictionary<string, int> _harmlessAt = new(StringComparer.Ordinal);

        public FieldNode? FindTooDeep(SelectionSetNode selectionSet, int depth)
        {
            if (!context.CanRecurse() || !context.Spend(selectionSet.Selections.Length))
                return null;
            foreach (var selection in selectionSet.Selections)
            {
                var found = selection switch
                {
                    FieldNode field => FindTooDeep(field, depth),
                    InlineFragmentNode inline => FindTooDeep(inline.SelectionSet, depth),
                    FragmentSpreadNode spread => FindTooDeep(spread, depth),
                    _ => null,
                };
                if (found is not null)
                    return found;
            }

            return null;
        }

        private FieldNode? FindTooDeep(FieldNode field, int depth)
        {
            if (field.Name.Value.StartsWith("__", StringComparison.Ordinal))
                return null;
            if (depth > maximumDepth)
                return field;
            return field.SelectionSet is null ? null : FindTooDeep(field.SelectionSet, depth + 1);
        }

        private FieldNode? FindTooDeep(FragmentSpreadNode spread, int depth)
        {
            var name = spread.Name.Value;
            if ((_harmlessAt.TryGetValue(name, out var known) && known >= depth) || context.FindFragment(name) is not { } fragment)
                return null;
            _harmlessAt[name] = depth;
            return FindTooDeep(fragment.SelectionSet, depth);
        }
    }
}
