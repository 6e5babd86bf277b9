using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace GqlTools.Demo.MainJob;

/// <summary>
/// The main job through the cmdlets: starts pwsh with <c>MainJob.ps1</c>, which reports in lines of JSON what there is to show.
/// </summary>
internal sealed class PwshJob(string pwsh, string module, DemoServer server, JobDisplay display)
{
    private const string Script = "MainJob.ps1";

    /// <summary>Finds pwsh on the PATH.</summary>
    /// <returns>Its full path, or null.</returns>
    public static string? FindPwsh()
    {
        var name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Finds the module that the build has staged, from this program upwards to the repository's root.</summary>
    /// <returns>The path of its manifest, or null.</returns>
    public static string? FindModule()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var manifest = Path.Combine(directory.FullName, "out", "GqlTools", "GqlTools.psd1");
            if (File.Exists(Path.Combine(directory.FullName, "GqlTools.sln")))
                return File.Exists(manifest) ? manifest : null;
        }

        return null;
    }

    /// <summary>Runs the job.</summary>
    /// <exception cref="InvalidOperationException">pwsh ended with an error, which stands on the standard error already.</exception>
    public async Task<IReadOnlyList<JobResult>> RunAsync(CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(pwsh)
        {
            ArgumentList =
            {
                "-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, Script),
                "-Module", module, "-Uri", server.HttpsUri.AbsoluteUri, "-Query", JobQuery.Text,
                "-Count", JobQuery.Count.ToString(CultureInfo.InvariantCulture), "-InFlight", JobQuery.InFlight.ToString(CultureInfo.InvariantCulture),
            },
            RedirectStandardOutput = true,
        })!;
        var results = new List<JobResult>();
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
                Take(line, results);
            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return process.ExitCode == 0
            ? results
            : throw new InvalidOperationException($"pwsh ended with exit code {process.ExitCode}; its errors are above.");
    }

    private void Take(string line, List<JobResult> results)
    {
        if (!line.StartsWith('{'))
        {
            display.Say(line);
            return;
        }

        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        var mode = root.GetProperty("mode").GetString()!;
        var done = root.GetProperty("done").GetInt32();
        display.Show(mode, done, JobQuery.Count);
        if (root.TryGetProperty("seconds", out var seconds))
            results.Add(new JobResult(mode, done, seconds.GetDouble(), root.GetProperty("connections").GetInt64(), root.GetProperty("errors").GetInt32()));
    }
}
