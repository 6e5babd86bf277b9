using System.Collections.Immutable;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Paging;

/// <summary>
/// Changes the selections of an operation at a response path. A fragment that the path leads through is written out where it was spread, since it may
/// be spread elsewhere, too; all other selections stay the very nodes that they were.
/// </summary>
internal sealed class SelectionEdit(DocumentNode document)
{
    private readonly FragmentTable _fragments = new(document);

    public static string ResponseName(FieldNode field) => (field.Alias ?? field.Name).Value;

    /// <summary>Changes every selection at a path.</summary>
    public SelectionSetNode At(SelectionSetNode selections, IReadOnlyList<string> path, Func<FieldNode, FieldNode> edit) =>
        Edit(selections, path, 0, edit, alone: false);

    /// <summary>Leaves out what does not lead to a path. Selections at the path and below stay.</summary>
    public SelectionSetNode Only(SelectionSetNode selections, IReadOnlyList<string> path) =>
        Edit(selections, path, 0, static field => field, alone: true);

    /// <summary>What is selected within all selections at a path, in one selection set.</summary>
    public SelectionSetNode Within(SelectionSetNode selections, IReadOnlyList<string> path)
    {
        var within = ImmutableArray.CreateBuilder<SelectionNode>();
        At(selections, path, field =>
        {
            if (field.SelectionSet is { } inner) within.AddRange(inner.Selections);
            return field;
        });
        return new SelectionSetNode(within.ToImmutable());
    }

    private SelectionSetNode Edit(SelectionSetNode selections, IReadOnlyList<string> path, int depth, Func<FieldNode, FieldNode> edit, bool alone)
    {
        var edited = ImmutableArray.CreateBuilder<SelectionNode>(selections.Selections.Length);
        foreach (var selection in selections.Selections)
        {
            if (Edit(selection, path, depth, edit, alone) is { } kept) edited.Add(kept);
        }

        return edited.Count == selections.Selections.Length && edited.SequenceEqual(selections.Selections)
            ? selections
            : selections with { Selections = edited.ToImmutable() };
    }

    private SelectionNode? Edit(SelectionNode selection, IReadOnlyList<string> path, int depth, Func<FieldNode, FieldNode> edit, bool alone)
    {
        switch (selection)
        {
            case FieldNode field when ResponseName(field) != path[depth]:
                return alone ? null : field;
            case FieldNode field when depth == path.Count - 1:
                return edit(field);
            case FieldNode { SelectionSet: { } inner } field:
                var changed = Edit(inner, path, depth + 1, edit, alone);
                return ReferenceEquals(changed, inner) ? field : Unless(changed, alone, set => field with { SelectionSet = set });
            case InlineFragmentNode fragment:
                var within = Edit(fragment.SelectionSet, path, depth, edit, alone);
                return ReferenceEquals(within, fragment.SelectionSet) ? fragment : Unless(within, alone, set => fragment with { SelectionSet = set });
            case FragmentSpreadNode spread when _fragments.Enter(spread) is { } fragment:
                var written = Edit(fragment.SelectionSet, path, depth, edit, alone);
                _fragments.Leave(spread);
                return ReferenceEquals(written, fragment.SelectionSet)
                    ? spread
                    : Unless(written, alone, set => new InlineFragmentNode { TypeCondition = fragment.TypeCondition, Directives = spread.Directives, SelectionSet = set });
            default:
                return alone ? null : selection;
        }
    }

    // What leads nowhere is left out as a whole.
    private static SelectionNode? Unless(SelectionSetNode set, bool alone, Func<SelectionSetNode, SelectionNode> make) =>
        alone && set.Selections.IsEmpty ? null : make(set);
}
