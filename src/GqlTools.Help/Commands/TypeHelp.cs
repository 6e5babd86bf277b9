namespace GqlTools.Help.Commands;

/// <summary>A .NET type as help shows it.</summary>
/// <param name="FullName">With its namespace.</param>
/// <param name="ShortName">As PowerShell writes it in a command's syntax, such as <c>string[]</c>.</param>
/// <param name="Description">What it is; empty where it is not said.</param>
internal sealed record TypeHelp(string FullName, string ShortName, IReadOnlyList<Paragraph> Description);
