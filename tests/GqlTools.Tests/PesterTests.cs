namespace GqlTools.Tests;

/// <summary>Every Pester test of this folder as a test result of its own.</summary>
public sealed class PesterTests
{
    /// <summary>
    /// Runs the files one after another, as some of their tests measure time, and gives a row per test. The rows are made when the tests
    /// run, not when they are discovered.
    /// </summary>
    public static async Task<IReadOnlyList<TheoryDataRow<PesterOutcome>>> Outcomes()
    {
        var files = Directory.GetFiles(PesterHost.TestFolder, "*.Tests.ps1").Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);

        var host = new PesterHost(PesterHost.FindPwsh(), Environment.GetEnvironmentVariable(PesterHost.RequireVariable) == "1");
        var rows = new List<TheoryDataRow<PesterOutcome>>();
        foreach (var file in files)
            rows.AddRange(from outcome in await host.RunAsync(file, TestContext.Current.CancellationToken)
                          select ToRow(Path.GetFileName(file), outcome));
        return rows;
    }

    [Theory]
    [MemberData(nameof(Outcomes), DisableDiscoveryEnumeration = true)]
    public void Pester(PesterOutcome outcome)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"Ran for {outcome.Seconds:0.000} s in pwsh.");
        if (outcome.Outcome == PesterVerdict.Failed) throw new PesterFailedException(outcome.Message, outcome.Stack);
        Assert.Equal(PesterVerdict.Passed, outcome.Outcome);
    }

    private static TheoryDataRow<PesterOutcome> ToRow(string file, PesterOutcome outcome) => new(outcome)
    {
        TestDisplayName = $"{file}: {outcome.Name}",
        Label = "",
        Skip = outcome.Outcome == PesterVerdict.Skipped ? outcome.Message : null,
    };
}
