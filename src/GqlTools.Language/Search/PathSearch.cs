using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Search;

// Ways through a schema.
//
// Types are places, fields are roads; an interface or union also leads, without a field, to each of its possible types. First the distance of each
// type to the goal is found, walking the roads backwards. Then ways are looked for from the start, the shorter first, and none is followed that
// could not reach the goal within the length at hand, so that even in a schema of many thousand types only promising ways are tried. No way
// passes a type twice.

/// <summary>Finds out how to get from one type to another. Thread-safe.</summary>
public static class PathSearch
{
    /// <summary>Steps after which the search ends with what it has: types in dense circles have more ways than anybody can want.</summary>
    private const int MaximumWork = 1_000_000;

    /// <summary>Finds ways.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="query">From where to where, and how many.</param>
    /// <returns>The ways, the shorter first; empty where there is none.</returns>
    /// <exception cref="ArgumentException">The schema has no such type, or it is none with fields.</exception>
    public static IReadOnlyList<SchemaPath> Find(Schema schema, PathQuery query)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.MaximumPaths, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.MaximumLength, 1);
        return new Walk(schema, query, Resolve(schema, query.From), Resolve(schema, query.To)).Run();
    }

    private static CompositeType Resolve(Schema schema, string name)
    {
        var type = schema.FindType(name) ?? schema.Types.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase));
        return type switch
        {
            CompositeType composite => composite,
            null => throw new ArgumentException($"The schema has no type \"{name}\".{Suggestions.Sentence(name, schema.Types.Select(static known => known.Name))}"),
            _ => throw new ArgumentException($"{type} is no type with fields; a way begins and ends at an object, interface or union."),
        };
    }

    private sealed class Walk(Schema schema, PathQuery query, CompositeType from, CompositeType to)
    {
        private readonly Dictionary<CompositeType, int> _distances = new(ReferenceEqualityComparer.Instance);
        private readonly List<SchemaPath> _found = [];
        private readonly List<SchemaPathStep> _steps = [];
        private readonly HashSet<CompositeType> _passed = new(ReferenceEqualityComparer.Instance);
        private int _work;

        public List<SchemaPath> Run()
        {
            MeasureDistances();
            if (!_distances.TryGetValue(from, out var shortest)) return [];
            for (var length = Math.Max(1, shortest); length <= query.MaximumLength && !IsDone; length++) Follow(from, length);
            return _found;
        }

        private bool IsDone => _found.Count >= query.MaximumPaths || _work > MaximumWork;

        private void MeasureDistances()
        {
            var leadingTo = new Dictionary<CompositeType, List<CompositeType>>(ReferenceEqualityComparer.Instance);
            foreach (var type in schema.Types.OfType<CompositeType>())
            {
                foreach (var step in StepsFrom(type))
                {
                    if (step.Field.Type.Named is not CompositeType target) continue;
                    if (!leadingTo.TryGetValue(target, out var sources)) leadingTo.Add(target, sources = []);
                    sources.Add(type);
                }
            }

            var queue = new Queue<CompositeType>();
            foreach (var goal in schema.Types.OfType<CompositeType>().Where(IsGoal))
            {
                _distances[goal] = 0;
                queue.Enqueue(goal);
            }

            while (queue.TryDequeue(out var type))
            {
                foreach (var source in leadingTo.GetValueOrDefault(type, []))
                {
                    if (_distances.TryAdd(source, _distances[type] + 1)) queue.Enqueue(source);
                }
            }
        }

        // An interface or union that may be the goal leads there by a fragment.
        private bool IsGoal(CompositeType type) => type == to || (type.IsAbstract && schema.IsPossibleType(type, to));

        private IEnumerable<SchemaPathStep> StepsFrom(CompositeType type)
        {
            foreach (var field in type.Fields)
            {
                if (Counts(field)) yield return new SchemaPathStep(null, field);
            }

            if (!type.IsAbstract) yield break;
            foreach (var possible in schema.GetPossibleTypes(type))
            {
                foreach (var field in possible.Fields)
                {
                    if (Counts(field) && !type.Fields.Contains(field.Name)) yield return new SchemaPathStep(possible, field);
                }
            }
        }

        private bool Counts(FieldDefinition field) =>
            field.Type.Named is CompositeType target && !SchemaSearch.IsIntrospection(target)
            && (query.IncludeDeprecated || field.DeprecationReason is null);

        private void Follow(CompositeType type, int remaining)
        {
            _passed.Add(type);
            foreach (var step in StepsFrom(type))
            {
                if (IsDone || ++_work > MaximumWork) break;
                var target = (CompositeType)step.Field.Type.Named;
                if (!_distances.TryGetValue(target, out var distance) || distance > remaining - 1) continue;
                _steps.Add(step);
                if (remaining == 1) _found.Add(new SchemaPath(from, to, [.. _steps]));
                else if (!IsGoal(target) && !_passed.Contains(target)) Follow(target, remaining - 1);
                _steps.RemoveAt(_steps.Count - 1);
            }

            _passed.Remove(type);
        }
    }
}
