namespace GqlTools.Language.Authoring;

/// <summary>One thing that may stand at the cursor.</summary>
/// <param name="Text">What to insert, for example <c>first: </c>.</param>
/// <param name="Label">What to show in a list, for example <c>first</c>.</param>
/// <param name="Kind">What it stands for.</param>
/// <param name="Detail">Its signature and description, for a tool tip.</param>
public sealed record Proposal(string Text, string Label, ProposalKind Kind, string Detail);
