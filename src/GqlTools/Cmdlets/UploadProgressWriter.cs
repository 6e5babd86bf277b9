using System.Globalization;
using System.Management.Automation;
using GqlTools.Client.Operations;
using GqlTools.Client.Uploads;

namespace GqlTools.Cmdlets;

/// <summary>
/// Shows how far the files of a command are. The threads that send them only leave word here; the pipeline thread shows it, while it waits for an answer.
/// </summary>
internal sealed class UploadProgressWriter : IProgress<UploadProgress>
{
    /// <summary>Bytes of a megabyte, as file managers have it.</summary>
    private const double Megabyte = 1024 * 1024;

    /// <summary>Commands have their places in the pipeline as ids; no pipeline is so long.</summary>
    private const int FirstId = 10_000;

    private readonly PSCmdlet _command;
    private readonly bool _silent;
    private readonly ProgressMeter _meter = new(TimeProvider.System);
    private readonly ProgressRecord _record;
    private UploadProgress? _latest;
    private bool _shown;

    public UploadProgressWriter(PSCmdlet command)
    {
        _command = command;
        var parent = command.MyInvocation.PipelinePosition;
        _silent = ProgressWriter.IsSilent(command);
        _record = new ProgressRecord(FirstId + parent, "Upload", "0") { ParentActivityId = parent, RecordType = ProgressRecordType.Processing };
    }

    /// <summary>Takes word from any thread.</summary>
    public void Report(UploadProgress value) => Volatile.Write(ref _latest, value);

    /// <summary>Waits for the next outcome, and shows meanwhile how far the files are.</summary>
    public void WaitFor(Task outcome)
    {
        Parking.Park(outcome, ProgressMeter.UpdateInterval, Show);
    }

    /// <summary>Takes away what was shown.</summary>
    public void Complete()
    {
        if (!_shown) return;
        _shown = false;
        _record.RecordType = ProgressRecordType.Completed;
        _command.WriteProgress(_record);
    }

    private void Show()
    {
        if (_silent || Volatile.Read(ref _latest) is not { } latest || !_meter.IsDue()) return;
        var total = latest.BytesTotal is { } bytes ? $" of {(bytes / Megabyte).ToString("N1", CultureInfo.CurrentCulture)}" : "";
        _record.StatusDescription = $"{latest.FileName}: {(latest.BytesSent / Megabyte).ToString("N1", CultureInfo.CurrentCulture)}{total} MB";
        _record.PercentComplete = latest.BytesTotal is > 0 ? (int)(100 * latest.BytesSent / latest.BytesTotal.Value) : -1;
        _record.RecordType = ProgressRecordType.Processing;
        _shown = true;
        _command.WriteProgress(_record);
    }
}
