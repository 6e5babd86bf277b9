using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation.Rules;

/// <summary>
/// Names every pair of fields of a selection set that cannot be merged: the fields within it, those of each fragment it leads to against
/// its own, and those of the fragments against each other. Each such pair of sets is compared once.
/// </summary>
internal sealed class FieldConflictSearch(RuleContext context)
{
    /// <summary>More conflicts of one selection set are not listed; validation ends before it reports that many.</summary>
    private const int MaximumConflicts = 1_000;

    private readonly Dictionary<(CompositeType? Parent, SelectionSetNode SelectionSet), FieldSet> _fieldSets = [];
    private readonly Dictionary<(FieldSet, FragmentDefinitionNode?), bool> _comparedWithFragment = [];
    private readonly Dictionary<(FragmentDefinitionNode?, FragmentDefinitionNode?), bool> _comparedFragments = [];

    public List<FieldConflict> FindWithin(CompositeType? parent, SelectionSetNode selectionSet)
    {
        var conflicts = new List<FieldConflict>();
        var fields = FieldsOf(parent, selectionSet);
        foreach (var (name, group) in fields.Groups)
        {
            for (var i = 0; i < group.Count; i++)
            {
                for (var j = i + 1; j < group.Count; j++)
                    Compare(conflicts, false, name, group[i], group[j]);
            }
        }

        for (var i = 0; i < fields.Fragments.Count; i++)
        {
            CompareWithFragment(conflicts, false, fields, fields.Fragments[i]);
            for (var j = i + 1; j < fields.Fragments.Count; j++)
                CompareFragments(conflicts, false, fields.Fragments[i], fields.Fragments[j]);
        }

        return conflicts;
    }

    private List<FieldConflict> FindBetween(
        bool areExclusive, CompositeType? firstParent, SelectionSetNode first, CompositeType? secondParent, SelectionSetNode second)
    {
        var conflicts = new List<FieldConflict>();
        if (!context.CanRecurse())
            return conflicts;
        var left = FieldsOf(firstParent, first);
        var right = FieldsOf(secondParent, second);
        CompareSets(conflicts, areExclusive, left, right);
        foreach (var fragment in right.Fragments)
            CompareWithFragment(conflicts, areExclusive, left, fragment);
        foreach (var fragment in left.Fragments)
            CompareWithFragment(conflicts, areExclusive, right, fragment);
        foreach (var leftFragment in left.Fragments)
        {
            foreach (var rightFragment in right.Fragments)
                CompareFragments(conflicts, areExclusive, leftFragment, rightFragment);
        }

        return conflicts;
    }

    private void CompareWithFragment(List<FieldConflict> conflicts, bool areExclusive, FieldSet fields, FragmentDefinitionNode? fragment)
    {
        if (!context.Spend(1) || !context.CanRecurse() || fields.Groups.Count == 0 || fragment is null)
            return;
        if (!IsNew(_comparedWithFragment, (fields, fragment), areExclusive))
            return;
        var ofFragment = FieldsOf(context.FindType(fragment.TypeCondition) as CompositeType, fragment.SelectionSet);
        if (ReferenceEquals(fields, ofFragment))
            return;
        CompareSets(conflicts, areExclusive, fields, ofFragment);
        foreach (var next in ofFragment.Fragments)
            CompareWithFragment(conflicts, areExclusive, fields, next);
    }

    private void CompareFragments(List<FieldConflict> conflicts, bool areExclusive, FragmentDefinitionNode? first, FragmentDefinitionNode? second)
    {
        if (!context.Spend(1) || !context.CanRecurse() || ReferenceEquals(first, second) || first is null || second is null)
            return;
        if (!IsNewPair(first, second, areExclusive))
            return;
        var left = FieldsOf(context.FindType(first.TypeCondition) as CompositeType, first.SelectionSet);
        var right = FieldsOf(context.FindType(second.TypeCondition) as CompositeType, second.SelectionSet);
        CompareSets(conflicts, areExclusive, left, right);
        foreach (var next in right.Fragments)
            CompareFragments(conflicts, areExclusive, first, next);
        foreach (var next in left.Fragments)
            CompareFragments(conflicts, areExclusive, next, second);
    }

    private void CompareSets(List<FieldConflict> conflicts, bool areExclusive, FieldSet left, FieldSet right)
    {
        foreach (var (name, group) in left.Groups)
        {
            if (!context.Spend(1))
                return;
            if (!right.ByName.TryGetValue(name, out var other))
                continue;
            foreach (var first in group)
            {
                foreach (var second in other)
                    Compare(conflicts, areExclusive, name, first, second);
            }
        }
    }

    private void Compare(List<FieldConflict> conflicts, bool parentsAreExclusive, string name, MergedField first, MergedField second)
    {
        if (conflicts.Count > MaximumConflicts || !context.Spend(1))
            return;
        if (first.IsSimpleLeaf && second.IsSimpleLeaf && ReferenceEquals(first.Type, second.Type) && first.Node.Name.Value == second.Node.Name.Value)
            return;
        var areExclusive = parentsAreExclusive
            || (!ReferenceEquals(first.Parent, second.Parent) && first.Parent is ObjectType && second.Parent is ObjectType);
        if (ReasonOf(areExclusive, first, second) is { } reason)
        {
            conflicts.Add(new FieldConflict(name, reason, [first.Node], [second.Node]));
        }
        else if (first.Node.SelectionSet is { } left && second.Node.SelectionSet is { } right)
        {
            var inner = FindBetween(areExclusive, first.Type?.Named as CompositeType, left, second.Type?.Named as CompositeType, right);
            if (inner.Count > 0)
                conflicts.Add(FieldConflict.Around(name, first.Node, second.Node, inner));
        }
    }

    private static string? ReasonOf(bool areExclusive, MergedField first, MergedField second)
    {
        if (!areExclusive)
        {
            if (first.Node.Name.Value != second.Node.Name.Value)
                return $"\"{first.Node.Name.Value}\" and \"{second.Node.Name.Value}\" are different fields";
            if (first.ArgumentsKey != second.ArgumentsKey)
                return "their arguments differ";
        }

        if (first.Stream is not null || second.Stream is not null)
            return "streamed fields cannot be merged";
        return first.Type is not null && second.Type is not null && MergedField.Conflict(first.Type, second.Type)
            ? $"their types \"{first.Type}\" and \"{second.Type}\" differ"
            : null;
    }

    // What was compared as not exclusive need not be compared again as exclusive: that looks at less.
    private static bool IsNew<T>(Dictionary<T, bool> compared, T key, bool areExclusive)
        where T : notnull
    {
        if (compared.TryGetValue(key, out var wereExclusive) && (areExclusive || !wereExclusive))
            return false;
        compared[key] = areExclusive;
        return true;
    }

    private bool IsNewPair(FragmentDefinitionNode first, FragmentDefinitionNode second, bool areExclusive)
    {
        if (_comparedFragments.TryGetValue((second, first), out var wereExclusive) && (areExclusive || !wereExclusive))
            return false;
        return IsNew(_comparedFragments, (first, second), areExclusive);
    }

    private FieldSet FieldsOf(CompositeType? parent, SelectionSetNode selectionSet)
    {
        if (_fieldSets.TryGetValue((parent, selectionSet), out var known))
            return known;
        var fields = new FieldSet();
        Collect(fields, parent, selectionSet);
        _fieldSets.Add((parent, selectionSet), fields);
        return fields;
    }

    private void Collect(FieldSet fields, CompositeType? parent, SelectionSetNode selectionSet)
    {
        foreach (var selection in selectionSet.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    fields.Add(new MergedField(parent, field, parent?.Fields.Find(field.Name.Value)));
                    break;
                case InlineFragmentNode inline:
                    Collect(fields, inline.TypeCondition is null ? parent : context.FindType(inline.TypeCondition) as CompositeType, inline.SelectionSet);
                    break;
                case FragmentSpreadNode spread:
                    fields.Add(context.FindFragment(spread.Name.Value));
                    break;
            }
        }
    }

    private sealed class FieldSet
    {
        private readonly HashSet<FragmentDefinitionNode> _seen = [];

        public List<KeyValuePair<string, List<MergedField>>> Groups { get; } = [];

        public Dictionary<string, List<MergedField>> ByName { get; } = new(StringComparer.Ordinal);

        public List<FragmentDefinitionNode> Fragments { get; } = [];

        public void Add(MergedField field)
        {
            if (!ByName.TryGetValue(field.ResponseName, out var group))
            {
                ByName.Add(field.ResponseName, group = []);
                Groups.Add(new(field.ResponseName, group));
            }

            group.Add(field);
        }

        public void Add(FragmentDefinitionNode? fragment)
        {
            if (fragment is not null && _seen.Add(fragment))
                Fragments.Add(fragment);
        }
    }
}
