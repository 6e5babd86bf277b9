using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GqlTools.Tests;

/// <summary>
/// Runs .Tests.ps1 files, each in a pwsh of its own: a file sees a process in which nothing is imported yet, and one that crashes or hangs
/// takes no other with it. That costs under two seconds a file, most of it Pester's own import.
/// </summary>
/// <param name="pwsh">The pwsh to start, or null where there is none: see <see cref="FindPwsh"/>.</param>
/// <param name="required">Whether a missing pwsh or Pester is a failure instead of a skip.</param>
public sealed class PesterHost(string? pwsh, bool required)
{
    /// <summary>The environment variable that, set to 1, makes a missing pwsh or Pester a failure.</summary>
    public const string RequireVariable = "GQLTOOLS_REQUIRE_PWSH";

    private const string PwshMissing =
        "pwsh is neither on the PATH nor among the .NET global tools, so no Pester test of this file was run. " +
        "Install PowerShell 7.4 or later (dotnet tool install --global PowerShell) and " +
        "Pester 5 (pwsh -NoProfile -Command 'Install-Module Pester -MaximumVersion 5.99.99 -Scope CurrentUser -Force').";

    // Enough to see what a crashed pwsh said first and last; the stack of a crash alone has tens of thousands of characters.
    private const int OutputLimit = 4_000;

    // The slowest file takes well under a minute; a hanging one must still leave the rest of a 20-minute CI run its time.
    private static readonly TimeSpan FileTimeLimit = TimeSpan.FromMinutes(5);

    private static readonly JsonSerializerOptions ReportFormat = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The folder of this project, where the .Tests.ps1 files are.</summary>
    public static string TestFolder { get; } = Path.Combine(FindRepositoryRoot(), "tests", "GqlTools.Tests");

    /// <summary>The pwsh of the PATH, else that of the .NET global tools, else null.</summary>
    public static string? FindPwsh()
    {
        var name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        var globalTools = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools");
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(globalTools)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Runs one file and gives the outcome of each of its tests; never empty.</summary>
    public async Task<IReadOnlyList<PesterOutcome>> RunAsync(string file, CancellationToken cancellation)
    {
        if (pwsh is null) return [NotRunnable(PwshMissing)];

        var reportFile = Path.Combine(Path.GetTempPath(), $"gqltools-pester-{Guid.NewGuid():N}.json");
        try
        {
            var (end, output) = await RunScriptAsync(file, reportFile, cancellation);
            if (!File.Exists(reportFile)) return [PesterOutcome.FileFailed($"pwsh {end} without a report. Its output:\n{output}")];

            var report = JsonSerializer.Deserialize<PesterReport>(await File.ReadAllTextAsync(reportFile, cancellation), ReportFormat)!;
            if (report.Missing is { } missing) return [NotRunnable(missing)];
            return report.Tests.Count > 0
                ? report.Tests
                : [PesterOutcome.FileFailed($"The report of this file names no test. The output of pwsh:\n{output}")];
        }
        catch (Exception exception) when (exception is JsonException or Win32Exception)
        {
            return [PesterOutcome.FileFailed($"{pwsh} could not run this file: {exception.Message}")];
        }
        finally
        {
            File.Delete(reportFile);
        }
    }

    private async Task<(string End, string Output)> RunScriptAsync(string file, string reportFile, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(pwsh!)
        {
            WorkingDirectory = TestFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["-NoProfile", "-NonInteractive", "-File", Path.Combine(TestFolder, "Invoke-PesterFile.ps1"),
                     "-Path", file, "-ResultPath", reportFile])
            start.ArgumentList.Add(argument);
        start.Environment["NO_COLOR"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var standardOutput = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var standardError = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(FileTimeLimit);
        string end;
        try
        {
            await process.WaitForExitAsync(limit.Token);
            end = $"ended with exit code {process.ExitCode}";
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            end = $"was ended after {FileTimeLimit.TotalMinutes} minutes";
        }

        return (end, Shorten($"{await standardOutput}\n{await standardError}".Trim()));
    }

    private static string Shorten(string output) =>
        output.Length <= 2 * OutputLimit ? output : $"{output[..OutputLimit]}\n[...]\n{output[^OutputLimit..]}";

    private PesterOutcome NotRunnable(string reason) =>
        required
            ? PesterOutcome.FileFailed($"{reason} ({RequireVariable}=1 makes this a failure.)")
            : PesterOutcome.FileSkipped(reason);

    private static string FindRepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "GqlTools.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds GqlTools.sln.");
    }
}
