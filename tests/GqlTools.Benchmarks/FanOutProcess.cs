using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace GqlTools.Benchmarks;

/// <summary>Invoke-GqlQuery in a PowerShell of its own, which sends as many queries as it is told to, again and again.</summary>
internal sealed class FanOutProcess : IDisposable
{
    private readonly Process _process;

    private FanOutProcess(Process process) => _process = process;

    /// <summary>Starts it; null where there is no PowerShell.</summary>
    public static FanOutProcess? Start(Uri uri, int throttleLimit)
    {
        var script = Path.Combine(BuildFacts.RepositoryRoot, "tests", "GqlTools.Benchmarks", "FanOut.ps1");
        var module = Path.Combine(BuildFacts.RepositoryRoot, "out", "GqlTools");
        string[] arguments =
        [
            "-NoProfile", "-NonInteractive", "-File", script,
            "-Module", module, "-Uri", uri.ToString(), "-ThrottleLimit", throttleLimit.ToString(CultureInfo.InvariantCulture),
        ];
        try
        {
            return new FanOutProcess(Process.Start(new ProcessStartInfo("pwsh", arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    public async Task RunAsync(int count)
    {
        await _process.StandardInput.WriteLineAsync(count.ToString(CultureInfo.InvariantCulture));
        await _process.StandardInput.FlushAsync();
        var right = await _process.StandardOutput.ReadLineAsync();
        if (right != count.ToString(CultureInfo.InvariantCulture)) throw new InvalidOperationException($"PowerShell got {right} right answers of {count}.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
