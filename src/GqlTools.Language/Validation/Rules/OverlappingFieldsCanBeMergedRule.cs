using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation.Rules;

// Overview of the check
//
// Two fields of one response name must mean the same. Comparing all pairs is quadratic, and worse through fragments, so it is done only
// when something is wrong: FieldMergeCheck first decides in nearly linear time whether the document has any conflict at all, by comparing
// each field of a group with one representative instead of with each other. Only then FieldConflictSearch compares pairs, to name every
// conflict and where it stands. Both draw on the walk's budget.

/// <summary>Fields of the same response name can be merged (specification section 5.3.2).</summary>
internal static class OverlappingFieldsCanBeMergedRule
{
    /// <summary>Longer names and reasons are cut, so that a message stays readable.</summary>
    private const int MaximumTextLength = 1000;

    public static ValidationRule Rule { get; } = new("OverlappingFieldsCanBeMerged", Attach);

    private static void Attach(RuleContext context)
    {
        bool? hasConflicts = null;
        FieldConflictSearch? search = null;
        context.OnEnter<SelectionSetNode>(SyntaxKind.SelectionSet, selectionSet =>
        {
            if (context.Ancestors[^1] is InlineFragmentNode || selectionSet.Selections.Length == 0)
                return;
            if (selectionSet.Selections.Length == 1 && selectionSet.Selections[0] is not InlineFragmentNode)
                return;
            hasConflicts ??= !new FieldMergeCheck(context).AllFieldsMerge();
            if (hasConflicts == false || context.IsStopped)
                return;
            search ??= new FieldConflictSearch(context);
            var parent = context.Type?.Named as CompositeType;
            foreach (var conflict in search.FindWithin(parent, selectionSet))
            {
                context.Report(
                    $"Fields \"{Cut(conflict.ResponseName)}\" cannot be merged: {Cut(conflict.Reason)}. Give them different aliases to get both.",
                    conflict.First.Concat(conflict.Second));
            }
        });
    }

    private static string Cut(string text) => text.Length <= MaximumTextLength ? text : text[..MaximumTextLength] + "...";
}
