namespace GqlTools.Tests;

/// <summary>The JSON that Invoke-PesterFile.ps1 writes for one file.</summary>
/// <param name="Pwsh">The version of the pwsh that ran it.</param>
/// <param name="Pester">The version of Pester, or null without one.</param>
/// <param name="Missing">What this machine lacks to run Pester tests; null when nothing.</param>
/// <param name="Tests">The tests of the file, in the order they ran.</param>
public sealed record PesterReport(string Pwsh, string? Pester, string? Missing, IReadOnlyList<PesterOutcome> Tests);
