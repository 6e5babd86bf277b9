using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Execution;

/// <summary>A fragment with <c>@defer</c>, for one object type.</summary>
internal sealed class DeferredSelection(string? label, ObjectType type, SelectionSetNode selectionSet)
{
    private SelectionPlan? _plan;

    public string? Label { get; } = label;

    /// <summary>The fragment's fields, without the leaves that the selection around it has as well.</summary>
    public SelectionPlan GetPlan(FieldCollector collector, SelectionPlan around)
    {
        if (_plan is not null)
            return _plan;
        var all = collector.Collect(type, selectionSet);
        var fields = all.Fields.Where(field => field.Node.SelectionSet is not null || !around.Names.Contains(field.ResponseName)).ToArray();
        return _plan = new SelectionPlan(type, fields, all.Deferred);
    }
}
