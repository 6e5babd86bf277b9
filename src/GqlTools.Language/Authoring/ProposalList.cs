namespace GqlTools.Language.Authoring;

/// <summary>What may stand at the cursor, and which part of the text it would replace.</summary>
/// <param name="Start">The offset of the word under the cursor.</param>
/// <param name="Length">The length of that word; 0 where the cursor is on none.</param>
/// <param name="Items">The proposals, the likelier first; empty where nothing fits.</param>
public sealed record ProposalList(int Start, int Length, IReadOnlyList<Proposal> Items);
