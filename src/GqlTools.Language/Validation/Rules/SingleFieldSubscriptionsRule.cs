using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation.Rules;

/// <summary>A subscription has one root field, neither an introspection field nor conditional (specification section 5.2.4.1).</summary>
internal static class SingleFieldSubscriptionsRule
{
    public static ValidationRule Rule { get; } = new("SingleFieldSubscriptions", Attach);

    private static void Attach(RuleContext context) => context.OnEnter<OperationDefinitionNode>(SyntaxKind.OperationDefinition, operation =>
    {
        if (operation.Operation != OperationType.Subscription || context.Schema.Subscription is not { } root)
            return;
        var collected = new Collected(context, root);
        if (!collected.Collect(operation.SelectionSet))
            return;
        var name = operation.Name is null ? "A subscription without a name" : $"The subscription \"{operation.Name.Value}\"";
        if (collected.Conditions.Count > 0)
        {
            context.Report($"{name} must not use @skip or @include on its root selection.", collected.Conditions);
            return;
        }

        if (collected.Groups.Count == 0)
            context.Report($"{name} must select one root field.", operation.SelectionSet);
        else if (collected.Groups.Count > 1)
            context.Report($"{name} must select only one root field.", collected.Groups.Skip(1).SelectMany(static group => group));
        foreach (var group in collected.Groups)
        {
            if (group[0].Name.Value.StartsWith("__", StringComparison.Ordinal))
                context.Report($"{name} must not select the introspection field \"{group[0].Name.Value}\" as its root field.", group);
        }
    });

    private sealed class Collected(RuleContext context, ObjectType root)
    {
        private readonly Dictionary<string, List<FieldNode>> _byResponseName = new(StringComparer.Ordinal);
        private readonly HashSet<string> _visited = new(StringComparer.Ordinal);

        public List<List<FieldNode>> Groups { get; } = [];

        public List<DirectiveNode> Conditions { get; } = [];

        public bool Collect(SelectionSetNode selectionSet)
        {
            if (!context.CanRecurse() || !context.Spend(selectionSet.Selections.Length))
                return false;
            foreach (var selection in selectionSet.Selections)
            {
                var condition = selection.Directives.FirstOrDefault(static directive => directive.Name.Value == "skip")
                    ?? selection.Directives.FirstOrDefault(static directive => directive.Name.Value == "include");
                if (condition is not null)
                {
                    Conditions.Add(condition);
                    continue;
                }

                switch (selection)
                {
                    case FieldNode field:
                        var responseName = (field.Alias ?? field.Name).Value;
                        if (!_byResponseName.TryGetValue(responseName, out var group))
                        {
                            _byResponseName.Add(responseName, group = []);
                            Groups.Add(group);
                        }

                        group.Add(field);
                        break;
                    case InlineFragmentNode inline:
                        if ((inline.TypeCondition is null || Matches(inline.TypeCondition)) && !Collect(inline.SelectionSet))
                            return false;
                        break;
                    case FragmentSpreadNode spread:
                        if (context.FindFragment(spread.Name.Value) is { } fragment && Matches(fragment.TypeCondition)
                            && _visited.Add(spread.Name.Value) && !Collect(fragment.SelectionSet))
                        {
                            return false;
                        }

                        break;
                }
            }

            return true;
        }

        private bool Matches(NamedTypeNode condition) => context.FindType(condition) switch
        {
            null => false,
            NamedType type => ReferenceEquals(type, root) || (type.IsAbstract && context.Schema.IsPossibleType(type, root)),
            _ => false,
        };
    }
}
