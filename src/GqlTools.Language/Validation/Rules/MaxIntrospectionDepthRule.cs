using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Introspection does not nest lists in lists without end (not in the specification; recommended by graphql-js).</summary>
internal static class MaxIntrospectionDepthRule
{
    /// <summary>This many nested lists of fields, interfaces, possible types or input fields are refused; the same as graphql-js'.</summary>
    private const int RefusedLists = 3;

    public static ValidationRule Rule { get; } = new("MaxIntrospectionDepth", Attach);

    private static void Attach(RuleContext context)
    {
        var search = new Search(context);
        FieldNode? refused = null;
        context.OnEnter<FieldNode>(SyntaxKind.Field, field =>
        {
            if (refused is not null || field.Name.Value is not ("__schema" or "__type") || !search.IsTooDeep(field))
                return;
            refused = field;
            context.Report($"This introspection nests {RefusedLists} lists of fields or types in each other; ask for less at once.", field);
        });
        context.OnLeave<FieldNode>(SyntaxKind.Field, field => refused = ReferenceEquals(refused, field) ? null : refused);
    }

    // A fragment is looked at once for each smallest depth at which it is entered.
    private sealed class Search(RuleContext context)
    {
        private readonly Dictionary<string, int> _harmlessAt = new(StringComparer.Ordinal);

        public bool IsTooDeep(FieldNode field) => IsTooDeep(field.SelectionSet, 0);

        private bool IsTooDeep(SelectionSetNode? selectionSet, int depth)
        {
            if (selectionSet is null)
                return false;
            if (!context.CanRecurse() || !context.Spend(selectionSet.Selections.Length))
                return false;
            foreach (var selection in selectionSet.Selections)
            {
                switch (selection)
                {
                    case FieldNode field:
                        var inner = field.Name.Value is "fields" or "interfaces" or "possibleTypes" or "inputFields" ? depth + 1 : depth;
                        if (inner >= RefusedLists || IsTooDeep(field.SelectionSet, inner))
                            return true;
                        break;
                    case InlineFragmentNode inline when IsTooDeep(inline.SelectionSet, depth):
                        return true;
                    case FragmentSpreadNode spread:
                        var name = spread.Name.Value;
                        if ((_harmlessAt.TryGetValue(name, out var known) && known >= depth) || context.FindFragment(name) is not { } fragment)
                            break;
                        _harmlessAt[name] = depth;
                        if (IsTooDeep(fragment.SelectionSet, depth))
                        {
                            _harmlessAt.Remove(name);
                            return true;
                        }

                        break;
                }
            }

            return false;
        }
    }
}
