using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace GqlTools.Language.Tests.Differential;

/// <summary>Asks graphql-js, in Node, what it thinks. The package and its version are those of tests/Interop and its lock file.</summary>
internal static class Reference
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static string Folder { get; } = Path.GetDirectoryName(SourceFile())!;

    public static string CorpusFolder { get; } = Path.Combine(Folder, "Corpus");

    /// <summary>Runs a job of reference.mjs; skips the test, naming what is missing, where Node or the package is not installed.</summary>
    public static async Task<JsonElement> AskAsync(string job, object input)
    {
        var package = Path.GetFullPath(Path.Combine(Folder, "..", "..", "Interop", "node_modules", "graphql17"));
        Assert.SkipUnless(
            Directory.Exists(package),
            $"MISSING: graphql-js 17 at {package}. Run \"npm ci\" in tests/Interop to compare with it.");
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, "reference.mjs"), package, job])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Start(start);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Limit);
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = process.StandardError.ReadToEndAsync(timeout.Token);
        await JsonSerializer.SerializeAsync(process.StandardInput.BaseStream, input, cancellationToken: timeout.Token);
        process.StandardInput.Close();
        await process.WaitForExitAsync(timeout.Token);
        Assert.True(process.ExitCode == 0, await errors);
        using var answer = JsonDocument.Parse(await output);
        return answer.RootElement.Clone();
    }

    /// <summary>The documents of a corpus file: each begins with a line "### title".</summary>
    public static IEnumerable<(string Title, string Text)> ReadDocuments(string path)
    {
        foreach (var part in File.ReadAllText(path).ReplaceLineEndings("\n").Split("### ").Skip(1))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            yield return ($"{Path.GetFileNameWithoutExtension(path)}: {part[..end]}", part[(end + 1)..]);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("MISSING: node. Install Node.js to compare with graphql-js.");
            throw;
        }
    }

    private static string SourceFile([CallerFilePath] string path = "") => path;
}
