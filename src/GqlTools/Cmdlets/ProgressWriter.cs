using System.Globalization;
using System.Management.Automation;
using GqlTools.Client.Operations;
using GqlTools.Client.Scheduling;
using GqlTools.Client.Sessions;

namespace GqlTools.Cmdlets;

/// <summary>
/// Shows how many requests are done, how fast, and how long it will take. Silent where nobody looks; PowerShell itself honours $ProgressPreference. Must
/// be used on the pipeline thread.
/// </summary>
internal sealed class ProgressWriter
{
    // The console host shows progress even into a file or a log.
    private const string ConsoleHost = "ConsoleHost";

    private readonly PSCmdlet _command;
    private readonly GqlSession _session;
    private readonly ProgressRecord _record;
    private bool _shown;

    public ProgressWriter(PSCmdlet command, GqlSession session, string activity)
    {
        _command = command;
        _session = session;
        // The commands of one pipeline have ids of their own by their place in it.
        _record = new ProgressRecord(command.MyInvocation.PipelinePosition, activity, "0") { RecordType = ProgressRecordType.Processing };
        Silent = IsSilent(command);
    }

    public ProgressMeter Meter { get; } = new(TimeProvider.System);

    /// <summary>Whether nobody looks.</summary>
    public bool Silent { get; }

    /// <summary>Shows how it goes, if it is time to.</summary>
    public void Update()
    {
        if (Silent || !Meter.IsDue()) return;
        var reading = Meter.Read();
        _record.StatusDescription = Describe(reading);
        _record.PercentComplete = reading.Total is > 0 ? (int)Math.Min(100, 100 * reading.Count / reading.Total.Value) : -1;
        _record.SecondsRemaining = reading.Left is { } left ? (int)Math.Min(int.MaxValue, left.TotalSeconds) : -1;
        _shown = true;
        _command.WriteProgress(_record);
    }

    /// <summary>
    /// Takes away what was shown. A pipeline that is stopped, or that Select-Object -First ends, lets nobody write any more: there the host does it.
    /// </summary>
    public void Complete()
    {
        if (!_shown) return;
        _shown = false;
        _record.RecordType = ProgressRecordType.Completed;
        _command.WriteProgress(_record);
    }

    /// <summary>Whether nobody looks.</summary>
    public static bool IsSilent(PSCmdlet command) => command.Host?.Name == ConsoleHost && (Console.IsOutputRedirected || IsNonInteractive());

    private static bool IsNonInteractive() => Environment.GetCommandLineArgs().Any(static argument => argument.StartsWith("-noni", StringComparison.OrdinalIgnoreCase));

    private string Describe(in ProgressReading reading)
    {
        var total = reading.Total is { } known ? $" of {known.ToString("N0", CultureInfo.CurrentCulture)}" : "";
        var failed = reading.Failed > 0 ? $", {reading.Failed.ToString("N0", CultureInfo.CurrentCulture)} failed" : "";
        return string.Create(CultureInfo.CurrentCulture, $"{reading.Count:N0}{total} done{failed}, {reading.PerSecond:0.#} a second{DescribeWait()}");
    }

    // What limits hold back looks like a command that hangs, unless it says why.
    private string DescribeWait()
    {
        var statistics = _session.Statistics;
        var reason = statistics.WaitReason switch
        {
            WaitReason.Pace => "for its pace",
            WaitReason.RateLimit => "for the server's limit",
            WaitReason.Pause => "as the server asked",
            WaitReason.Circuit => "for the server to come back",
            _ => null,
        };
        if (reason is null) return "";
        return statistics.WaitsFor is { } time && time > TimeSpan.Zero
            ? string.Create(CultureInfo.CurrentCulture, $"; the session waits {time.TotalSeconds:0} s {reason}")
            : $"; the session waits {reason}";
    }
}
