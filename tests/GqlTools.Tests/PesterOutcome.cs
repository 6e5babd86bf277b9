namespace GqlTools.Tests;

/// <summary>What became of one Pester test, as Invoke-PesterFile.ps1 writes it.</summary>
/// <param name="Name">The names of its blocks and its own, joined by dots.</param>
/// <param name="Outcome">Passed, Failed or Skipped.</param>
/// <param name="Message">Why it failed or was skipped; empty when it passed.</param>
/// <param name="Stack">The script stack of a failure, without Pester's own frames.</param>
/// <param name="Seconds">How long it ran.</param>
public sealed record PesterOutcome(string Name, PesterVerdict Outcome, string Message, string Stack, double Seconds)
{
    /// <summary>A failure of a whole file.</summary>
    public static PesterOutcome FileFailed(string message) =>
        new("(the whole file)", PesterVerdict.Failed, message, Stack: "", Seconds: 0);

    /// <summary>A file that could not be run for want of something on this machine.</summary>
    public static PesterOutcome FileSkipped(string reason) =>
        new("(the whole file)", PesterVerdict.Skipped, reason, Stack: "", Seconds: 0);
}
