using System.Management.Automation;

namespace GqlTools.Commands;

/// <content>What a run leaves behind for the next, should it die.</content>
public sealed partial class InvokeGqlQueryCommand
{
    /// <summary>
    /// The path of a file that keeps which inputs are finished or, with -All, how far the walk has come: the same command goes on there after a crash. The
    /// file stays when all is done; delete it to start over. See about_GqlCheckpoints.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CheckpointPath { get; set; }

    /// <summary>
    /// The property or entry of the input that names it in the checkpoint, such as id. Plain values are their own key without it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CheckpointKey { get; set; }
}
