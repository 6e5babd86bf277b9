namespace GqlTools.Language.Execution;

/// <summary>A part of a response that is still to come: a fragment with <c>@defer</c>, or the rest of a list with <c>@stream</c>.</summary>
/// <param name="Id">Names it in the updates.</param>
/// <param name="Path">The way to its object or list: response names (<see cref="string"/>) and list indexes (<see cref="int"/>).</param>
/// <param name="Label">The label of its directive, or null.</param>
public sealed record PendingResult(string Id, IReadOnlyList<object> Path, string? Label);
