using System.Management.Automation;
using GqlTools.Client.Operations;
using GqlTools.Client.Subscriptions;

namespace GqlTools.Cmdlets;

/// <summary>
/// Writes what a feed of subscriptions gives out: answers to the output, failures as error records, gaps as warnings. Must be used on the pipeline thread.
/// </summary>
/// <param name="command">The command.</param>
/// <param name="writer">Writes answers and failures.</param>
/// <param name="onGap">What to run at a gap; null for nothing.</param>
internal sealed class FeedWriter(Cmdlet command, ResponseWriter writer, ScriptBlock? onGap)
{
    /// <summary>Writes one event.</summary>
    public void Write(in SubscriptionEvent<object?> taken)
    {
        var read = taken.Event;
        switch (read.Kind)
        {
            case GqlEventKind.Response:
                writer.Write(new RequestOutcome<object?>(taken.Request, read.Response, null));
                break;
            case GqlEventKind.Error:
                writer.Write(new RequestOutcome<object?>(taken.Request, null, read.Failure));
                break;
            case GqlEventKind.Warning:
                command.WriteWarning(read.Text);
                if (read.Gap is { } gap && onGap is not null) RunOnGap(onGap, gap);
                break;
            default:
                command.WriteVerbose(read.Text);
                break;
        }
    }

    private void RunOnGap(ScriptBlock script, SubscriptionGap gap)
    {
        foreach (var output in script.InvokeWithContext(null, [new PSVariable("_", gap)], gap)) command.WriteObject(output);
    }
}
