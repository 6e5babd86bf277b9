using System.Management.Automation;

namespace GqlTools.Commands;

/// <content>Answers that come in parts.</content>
public sealed partial class InvokeGqlQueryCommand
{
    /// <summary>
    /// Writes the parts of an answer as they come, where the document leaves some for later with @defer or @stream: first the data without them, then each with its Path, Label,
    /// Data or Items, Errors and HasNext. Nothing is kept, however long the answer is. Requests of a pipeline go one after another. -OperationTimeoutSeconds then counts to the
    /// first part, and anew to each next one. A request that breaks after its first part is not sent again. Without it the parts are put together and written as one result. See
    /// about_GqlIncremental.
    /// </summary>
    [Parameter]
    public SwitchParameter Incremental { get; set; }
}
