namespace GqlTools.Tests;

/// <summary>That no Pester test, and no failure beside one, goes unseen.</summary>
public sealed class PesterHostTests
{
    private const string MixedFile = """
        Describe 'block' {
            It 'passes <_>' -ForEach 1, 2 { $_ | Should -BeLessThan 3 }
            It 'fails' { 1 | Should -Be 2 }
            It 'is left out' { Set-ItResult -Skipped -Because 'the moon is wrong' }
            It 'is left out without a word' -Skip { }
            Context 'inner' { BeforeAll { throw 'no ground to stand on' }; It 'never runs' { } }
            Context 'last' { AfterAll { throw 'the door is stuck' }; It 'passes' { } }
        }
        """;

    [Fact]
    public async Task Every_test_and_every_failed_block_of_a_file_has_an_outcome()
    {
        var outcomes = await RunAsync(MixedFile);

        Assert.Equal(
            [
                ("block.passes 1", PesterVerdict.Passed),
                ("block.passes 2", PesterVerdict.Passed),
                ("block.fails", PesterVerdict.Failed),
                ("block.is left out", PesterVerdict.Skipped),
                ("block.is left out without a word", PesterVerdict.Skipped),
                ("block.inner.never runs", PesterVerdict.Failed),
                ("block.last.passes", PesterVerdict.Passed),
                ("block.inner (BeforeAll or AfterAll)", PesterVerdict.Failed),
                ("block.last (BeforeAll or AfterAll)", PesterVerdict.Failed),
            ],
            outcomes.Select(outcome => (outcome.Name, outcome.Outcome)));
        Assert.Contains("Expected 2, but got 1", outcomes[2].Message, StringComparison.Ordinal);
        Assert.Contains(".Tests.ps1:3", outcomes[2].Stack, StringComparison.Ordinal);
        Assert.Equal("the moon is wrong", outcomes[3].Message);
        Assert.Contains("line 5", outcomes[4].Message, StringComparison.Ordinal);
        Assert.Contains("no ground to stand on", outcomes[5].Message, StringComparison.Ordinal);
        Assert.Contains("the door is stuck", outcomes[8].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("throw 'the file itself fails'", "the file itself fails")]
    [InlineData("Describe 'open' { It 'is not closed' {", "Missing closing")]
    [InlineData("# nothing", "no test")]
    [InlineData("Describe 'a' { It 'b' { [Environment]::Exit(7) } }", "exit code 7")]
    public async Task A_file_that_cannot_be_run_to_its_end_is_one_failure(string file, string partOfMessage)
    {
        var outcome = Assert.Single(await RunAsync(file));

        Assert.Equal(PesterVerdict.Failed, outcome.Outcome);
        Assert.Contains(partOfMessage, outcome.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, PesterVerdict.Skipped)]
    [InlineData(true, PesterVerdict.Failed)]
    public async Task Without_pwsh_a_file_is_skipped_or_where_it_is_required_failed_and_says_what_to_install(bool required, PesterVerdict verdict)
    {
        var host = new PesterHost(pwsh: null, required);

        var outcome = Assert.Single(await host.RunAsync("Any.Tests.ps1", TestContext.Current.CancellationToken));

        Assert.Equal(verdict, outcome.Outcome);
        Assert.Contains("dotnet tool install --global PowerShell", outcome.Message, StringComparison.Ordinal);
        Assert.Contains("Install-Module Pester", outcome.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<PesterOutcome>> RunAsync(string content)
    {
        var file = Path.Combine(Path.GetTempPath(), $"gqltools-{Guid.NewGuid():N}.Tests.ps1");
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        try
        {
            var outcomes = await new PesterHost(PesterHost.FindPwsh(), required: false).RunAsync(file, TestContext.Current.CancellationToken);
            if (outcomes is [{ Outcome: PesterVerdict.Skipped, Message: var reason }]) Assert.Skip(reason);
            return outcomes;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
