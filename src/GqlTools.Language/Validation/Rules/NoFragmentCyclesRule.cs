using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Fragments do not lead back to themselves (specification section 5.5.2.2).</summary>
internal static class NoFragmentCyclesRule
{
    public static ValidationRule Rule { get; } = new("NoFragmentCycles", Attach);

    private static void Attach(RuleContext context)
    {
        var search = new Search(context);
        context.OnEnter<FragmentDefinitionNode>(SyntaxKind.FragmentDefinition, search.Visit);
    }

    private sealed class Search(RuleContext context)
    {
        private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
        private readonly List<FragmentSpreadNode> _path = [];
        private readonly Dictionary<string, int> _depthByName = new(StringComparer.Ordinal);

        public void Visit(FragmentDefinitionNode fragment)
        {
            var name = fragment.Name.Value;
            if (!_visited.Add(name) || !context.CanRecurse())
                return;
            _depthByName[name] = _path.Count;
            foreach (var spread in context.GetSpreads(fragment.SelectionSet))
            {
                _path.Add(spread);
                if (_depthByName.TryGetValue(spread.Name.Value, out var depth))
                    Report(spread.Name.Value, _path.Skip(depth).ToArray());
                else if (context.FindFragment(spread.Name.Value) is { } next)
                    Visit(next);
                _path.RemoveAt(_path.Count - 1);
            }

            _depthByName.Remove(name);
        }

        private void Report(string name, FragmentSpreadNode[] cycle)
        {
            var via = cycle.Length == 1 ? string.Empty : $" via {string.Join(", ", cycle.SkipLast(1).Select(static spread => $"\"{spread.Name.Value}\""))}";
            context.Report($"The fragment \"{name}\" leads back to itself{via}; it would never end.", cycle);
        }
    }
}
