using GqlTools.Language.Syntax;

namespace GqlTools.Client.Paging;

/// <summary>The fragments of a document for a walk that goes into spreads, and never into one that it is already in.</summary>
internal sealed class FragmentTable(DocumentNode document)
{
    private readonly Dictionary<string, FragmentDefinitionNode> _fragments = document.Definitions.OfType<FragmentDefinitionNode>()
        .GroupBy(static fragment => fragment.Name.Value, StringComparer.Ordinal)
        .ToDictionary(static found => found.Key, static found => found.First(), StringComparer.Ordinal);

    private readonly HashSet<string> _entered = new(StringComparer.Ordinal);

    /// <summary>The fragment that is spread; null where there is none, or where the walk is within it.</summary>
    public FragmentDefinitionNode? Enter(FragmentSpreadNode spread) =>
        _fragments.TryGetValue(spread.Name.Value, out var fragment) && _entered.Add(spread.Name.Value) ? fragment : null;

    public void Leave(FragmentSpreadNode spread) => _entered.Remove(spread.Name.Value);
}
