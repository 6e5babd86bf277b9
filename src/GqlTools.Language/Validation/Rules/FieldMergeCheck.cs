using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation.Rules;

/// <summary>
/// Decides whether all fields of a document merge. Takes the selection sets that end up in one object together, groups their fields
/// by response name, compares each field with one of its group, and goes on with the selection sets of each group together. Sets of selection
/// sets that were looked at before are not looked at again.
/// </summary>
internal sealed class FieldMergeCheck(RuleContext context)
{
    private readonly Dictionary<SelectionSetNode, int> _ids = [];
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);

    public bool AllFieldsMerge()
    {
        foreach (var definition in context.Document.Definitions)
        {
            var root = definition switch
            {
                OperationDefinitionNode operation => new Scope(context.Schema.GetRootType(operation.Operation), operation.SelectionSet),
                FragmentDefinitionNode fragment => new Scope(context.FindType(fragment.TypeCondition) as CompositeType, fragment.SelectionSet),
                _ => null,
            };
            if (root is not null && !Merge([root], true))
                return false;
        }

        return true;
    }

    // With shapes only (comparesNames false) fields of different objects are compared: one value is never both, but clients read both.
    private bool Merge(List<Scope> scopes, bool comparesNames)
    {
        if (!context.CanRecurse() || !_done.Add(KeyOf(scopes, comparesNames)))
            return true;
        var groups = Collect(scopes);
        if (groups is null)
            return true;
        foreach (var group in groups.Values)
        {
            if (group.Count > 1 && !HasOneShape(group))
                return false;
            if (!MergeGroup(group, comparesNames))
                return false;
        }

        return true;
    }

    private static bool HasOneShape(List<MergedField> group)
    {
        GraphQLType? first = null;
        foreach (var field in group)
        {
            if (field.Stream is not null)
                return false;
            if (field.Type is null)
                continue;
            if (first is not null && MergedField.Conflict(first, field.Type))
                return false;
            first ??= field.Type;
        }

        return true;
    }

    private bool MergeGroup(List<MergedField> group, bool comparesNames)
    {
        if (!comparesNames || group.Count == 1)
            return MergeChildren(group, comparesNames);
        var common = group.FindAll(static field => field.Parent is not ObjectType);
        var byObject = group.Where(static field => field.Parent is ObjectType).GroupBy(static field => field.Parent).ToList();
        if (byObject.Count <= 1)
            return AreSameField(group) && MergeChildren(group, true);
        if (!MergeChildren(group, false))
            return false;
        foreach (var ofObject in byObject)
        {
            List<MergedField> together = [.. common, .. ofObject];
            if (!AreSameField(together) || !MergeChildren(together, true))
                return false;
        }

        return true;
    }

    private static bool AreSameField(List<MergedField> fields)
    {
        for (var i = 1; i < fields.Count; i++)
        {
            if (fields[i].Node.Name.Value != fields[0].Node.Name.Value || fields[i].ArgumentsKey != fields[0].ArgumentsKey)
                return false;
        }

        return true;
    }

    private bool MergeChildren(List<MergedField> group, bool comparesNames)
    {
        List<Scope>? scopes = null;
        foreach (var field in group)
        {
            if (field.Node.SelectionSet is { } selectionSet)
                (scopes ??= []).Add(new Scope(field.Type?.Named as CompositeType, selectionSet));
        }

        return scopes is null || Merge(scopes, comparesNames);
    }

    private Dictionary<string, List<MergedField>>? Collect(List<Scope> scopes)
    {
        var groups = new Dictionary<string, List<MergedField>>(StringComparer.Ordinal);
        var fragments = new HashSet<FragmentDefinitionNode>();
        var pending = new Stack<Scope>(scopes);
        while (pending.TryPop(out var scope))
        {
            if (!context.Spend(scope.SelectionSet.Selections.Length))
                return null;
            foreach (var selection in scope.SelectionSet.Selections)
            {
                switch (selection)
                {
                    case FieldNode field:
                        var merged = new MergedField(scope.Type, field, scope.Type?.Fields.Find(field.Name.Value));
                        if (!groups.TryGetValue(merged.ResponseName, out var group))
                            groups.Add(merged.ResponseName, group = new List<MergedField>(1));
                        group.Add(merged);
                        break;
                    case InlineFragmentNode inline:
                        pending.Push(new Scope(
                            inline.TypeCondition is null ? scope.Type : context.FindType(inline.TypeCondition) as CompositeType, inline.SelectionSet));
                        break;
                    case FragmentSpreadNode spread when context.FindFragment(spread.Name.Value) is { } fragment && fragments.Add(fragment):
                        pending.Push(new Scope(context.FindType(fragment.TypeCondition) as CompositeType, fragment.SelectionSet));
                        break;
                }
            }
        }

        return groups;
    }

    private string KeyOf(List<Scope> scopes, bool comparesNames)
    {
        var ids = new int[scopes.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            if (!_ids.TryGetValue(scopes[i].SelectionSet, out ids[i]))
                _ids.Add(scopes[i].SelectionSet, ids[i] = _ids.Count);
        }

        Array.Sort(ids);
        return $"{comparesNames}:{string.Join(',', ids.Distinct())}";
    }

    private sealed record Scope(CompositeType? Type, SelectionSetNode SelectionSet);
}
