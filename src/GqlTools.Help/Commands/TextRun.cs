namespace GqlTools.Help.Commands;

/// <summary>A piece of a paragraph.</summary>
/// <param name="Text">The text, its white space collapsed.</param>
/// <param name="IsCode">Whether it is something that is typed.</param>
internal sealed record TextRun(string Text, bool IsCode);
