using System.Management.Automation;
using GqlTools.Client.Requests;
using GqlTools.Cmdlets;
using GqlTools.Errors;

namespace GqlTools.Commands;

/// <content>Answers that come in parts.</content>
public sealed partial class InvokeGqlQueryCommand
{
    // What they do needs a whole answer, or several requests at once.
    private static readonly string[] NotWithIncremental =
        [nameof(All), nameof(Raw), nameof(ResultPath), nameof(BatchSize), nameof(ThrottleLimit), nameof(AsCompleted), nameof(CheckpointPath), nameof(MaximumErrorCount)];

    private PartsRun? _partsRun;

    /// <summary>
    /// Writes the parts of an answer as they come, where the document leaves some for later with @defer or @stream: first the data without them, then each with its Path, Label,
    /// Data or Items, Errors and HasNext. Nothing is kept, however long the answer is. Requests of a pipeline go one after another. -OperationTimeoutSeconds then counts to the
    /// first part, and anew to each next one. A request that breaks after its first part is not sent again. Without it the parts are put together and written as one result. See
    /// about_GqlIncremental.
    /// </summary>
    [Parameter]
    public SwitchParameter Incremental { get; set; }

    private void CheckIncremental()
    {
        if (!Incremental) return;
        foreach (var parameter in NotWithIncremental)
        {
            if (MyInvocation.BoundParameters.ContainsKey(parameter)) ThrowTerminatingError(ErrorRecords.IncrementalConflict(parameter));
        }
    }

    private void WriteParts(GqlRequest request)
    {
        _partsRun ??= new PartsRun(this, _session, _operation, _scalars, parts => Wait(parts.MoveNextAsync()));
        _partsRun.Send(request, StopToken);
    }
}
