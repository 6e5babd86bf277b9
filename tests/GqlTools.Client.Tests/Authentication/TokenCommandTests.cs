using GqlTools.Client.Authentication;

namespace GqlTools.Client.Tests.Authentication;

/// <summary>With the shell that every Unix has; what is Windows' own of this is .NET's.</summary>
public sealed class TokenCommandTests
{
    public TokenCommandTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no /bin/sh.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_program_prints_is_the_token_without_the_line_break() =>
        Assert.Equal("abc", await Get("printf 'abc\\n'; echo careful >&2"));

    [Fact]
    public async Task Arguments_arrive_as_they_are_without_a_shell() =>
        Assert.Equal("$HOME;x", await TokenCommand.CreateProvider("/bin/echo", ["$HOME;x"]).GetTokenAsync(Token));

    [Fact]
    public async Task It_has_no_input_to_ask_a_person_with() =>
        Assert.Equal("none", await Get("read answer || printf none"));

    [Fact]
    public async Task A_failure_shows_exit_code_and_standard_error_but_never_the_output()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Get("echo top-secret; echo 'log in first' >&2; exit 3"));
        Assert.Equal("it ended with exit code 3: log in first", failure.Message);
    }

    [Fact]
    public async Task Nothing_printed_is_a_failure() =>
        Assert.Equal("it printed no token.", (await Assert.ThrowsAsync<InvalidOperationException>(() => Get("exit 0"))).Message);

    [Fact]
    public async Task A_program_that_is_not_there_is_a_failure() => Assert.StartsWith(
        "it cannot be started: ",
        (await Assert.ThrowsAsync<InvalidOperationException>(() => TokenCommand.CreateProvider("/no/such/program", []).GetTokenAsync(Token))).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task A_program_that_does_not_end_is_killed()
    {
        using var limit = new CancellationTokenSource();
        var mark = Path.GetTempFileName();
        try
        {
            var running = TokenCommand.CreateProvider("/bin/sh", ["-c", $"echo $$ > '{mark}'; exec sleep 600"]).GetTokenAsync(limit.Token);
            string text;
            while ((text = await File.ReadAllTextAsync(mark, Token)).Length == 0 || text[^1] != '\n') await Task.Yield();
            using var process = System.Diagnostics.Process.GetProcessById(int.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
            await limit.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
            await process.WaitForExitAsync(Token);
        }
        finally
        {
            File.Delete(mark);
        }
    }

    [Fact]
    public void Its_name_is_the_programs_and_says_nothing_of_the_arguments() =>
        Assert.Equal("gcloud", TokenCommand.CreateProvider("/usr/bin/gcloud", ["--password", "x"]).Name);

    private static Task<string> Get(string script) => TokenCommand.CreateProvider("/bin/sh", ["-c", script]).GetTokenAsync(Token);
}
