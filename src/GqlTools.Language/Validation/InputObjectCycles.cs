using System.Runtime.CompilerServices;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation;

/// <summary>
/// Input objects nobody can write down: those that need themselves (specification section 3.10, Circular References), and default
/// values that lead back to themselves.
/// </summary>
internal static class InputObjectCycles
{
    public static void Run(SchemaReport report)
    {
        var inputs = report.Schema.Types.OfType<InputObjectType>().ToList();
        ReportEndless(report, inputs, FindFinite(inputs));
        var search = new DefaultSearch(report);
        foreach (var input in inputs)
            search.Run(input);
    }

    // The types with a finite value, from those that need no other upwards. A OneOf object needs one finite field, others all.
    private static HashSet<InputObjectType> FindFinite(List<InputObjectType> inputs)
    {
        var missing = new Dictionary<InputObjectType, int>();
        var dependents = new Dictionary<InputObjectType, List<InputObjectType>>();
        var finite = new HashSet<InputObjectType>();
        var pending = new Stack<InputObjectType>();
        foreach (var input in inputs)
        {
            var needed = 0;
            foreach (var field in input.Fields)
            {
                if (Needed(input, field) is not { } target)
                    continue;
                needed++;
                if (!dependents.TryGetValue(target, out var list))
                    dependents.Add(target, list = []);
                list.Add(input);
            }

            missing[input] = input.IsOneOf ? 1 : needed;
            if (input.IsOneOf ? needed < input.Fields.Count || input.Fields.Count == 0 : needed == 0)
                pending.Push(input);
        }

        while (pending.TryPop(out var next))
        {
            if (!finite.Add(next) || !dependents.TryGetValue(next, out var list))
                continue;
            foreach (var dependent in list)
            {
                if (--missing[dependent] == 0)
                    pending.Push(dependent);
            }
        }

        return finite;
    }

    private static InputObjectType? Needed(InputObjectType input, InputValueDefinition field) =>
        input.IsOneOf ? field.Type as InputObjectType : (field.Type as NonNullType)?.InnerType as InputObjectType;

    private static void ReportEndless(SchemaReport report, List<InputObjectType> inputs, HashSet<InputObjectType> finite)
    {
        var visited = new HashSet<InputObjectType>();
        var path = new List<InputValueDefinition>();
        var depths = new Dictionary<InputObjectType, int>();
        foreach (var input in inputs)
            Visit(input);

        void Visit(InputObjectType input)
        {
            if (finite.Contains(input) || !visited.Add(input) || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
                return;
            depths[input] = path.Count;
            foreach (var field in input.Fields)
            {
                if (Needed(input, field) is not { } target || finite.Contains(target))
                    continue;
                path.Add(field);
                if (depths.TryGetValue(target, out var depth))
                {
                    var cycle = path.Skip(depth).ToList();
                    report.Add(
                        "InputObjectCycles",
                        $"No value of the input object \"{target}\" can be written: it needs itself through {string.Join(", ", cycle)}.",
                        target.Name,
                        cycle.Select(static item => (SyntaxNode?)item.Syntax).ToArray());
                }
                else
                {
                    Visit(target);
                }

                path.RemoveAt(path.Count - 1);
            }

            depths.Remove(input);
        }
    }

    private sealed class DefaultSearch(SchemaReport report)
    {
        private static readonly ObjectValueNode Empty = new([]);

        private readonly HashSet<InputValueDefinition> _visited = [];
        private readonly List<InputValueDefinition> _path = [];
        private readonly Dictionary<InputValueDefinition, int> _depths = [];

        public void Run(InputObjectType input) => VisitValue(input, Empty);

        private void VisitValue(InputObjectType input, ValueNode value)
        {
            if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
                return;
            if (value is ListValueNode list)
            {
                foreach (var item in list.Values)
                    VisitValue(input, item);
            }

            if (value is not ObjectValueNode node)
                return;
            foreach (var field in input.Fields)
            {
                if (field.Type.Named is not InputObjectType target)
                    continue;
                var given = node.Fields.LastOrDefault(item => item.Name.Value == field.Name);
                if (given is not null)
                    VisitValue(target, given.Value);
                else
                    VisitDefault(field, target);
            }
        }

        private void VisitDefault(InputValueDefinition field, InputObjectType target)
        {
            if (field.DefaultValue is not { } value)
                return;
            if (_depths.TryGetValue(field, out var depth))
            {
                var cycle = _path.Skip(depth).ToList();
                var via = cycle.Count == 1 ? string.Empty : $" via {string.Join(", ", cycle.Skip(1))}";
                report.Add(
                    "DefaultValueCycles",
                    $"The default value of {field} leads back to itself{via}; it would never end.",
                    field.Coordinate,
                    cycle.Select(static item => (SyntaxNode?)item.DefaultValue).ToArray());
                return;
            }

            if (!_visited.Add(field))
                return;
            _depths.Add(field, _path.Count);
            _path.Add(field);
            VisitValue(target, value);
            _path.RemoveAt(_path.Count - 1);
            _depths.Remove(field);
        }
    }
}
