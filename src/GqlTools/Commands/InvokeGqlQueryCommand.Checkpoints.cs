using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Client.Checkpoints;
using GqlTools.Client.Failures;
using GqlTools.Conversion;
using GqlTools.Errors;

namespace GqlTools.Commands;

/// <content>What a run leaves behind for the next, should it die.</content>
public sealed partial class InvokeGqlQueryCommand
{
    private InputKeys? _keys;
    private InputCheckpoint? _inputCheckpoint;
    private WalkCheckpoint? _walkCheckpoint;

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

    private void OpenCheckpoint()
    {
        if (CheckpointPath is null) return;
        if (All && MyInvocation.ExpectingInput)
            ThrowTerminatingError(ErrorRecords.CheckpointUnsupported("With -All, -CheckpointPath keeps one walk, and each object of the pipeline would be a walk. Give each its own command and file."));
        if (!All && !MyInvocation.ExpectingInput && InputObject is null)
            ThrowTerminatingError(ErrorRecords.CheckpointUnsupported("-CheckpointPath keeps which inputs of a pipeline are finished or, with -All, how far a walk has come; this is one request."));
        var path = GetUnresolvedProviderPathFromPSPath(CheckpointPath);
        try
        {
            if (All)
            {
                _walkCheckpoint = WalkCheckpoint.Open(path, Subject(CheckpointKind.Walk, InputObject, PagingOptions.Describe()), TimeProvider.System);
                return;
            }

            _keys = new InputKeys(CheckpointKey);
            _inputCheckpoint = InputCheckpoint.Open(path, Subject(CheckpointKind.Inputs, null, CheckpointKey), TimeProvider.System);
        }
        catch (GqlException exception)
        {
            ThrowTerminatingError(exception.ToErrorRecord(CheckpointPath));
        }
    }

    private CheckpointSubject Subject(CheckpointKind kind, object? input, string? unit) =>
        CheckpointSubject.Of(kind, _session, _session.Documents.Get(_text), _operation, _variables.Write(input, new UploadCollector(_operation)).Span, unit);

    private void CloseCheckpoint()
    {
        _inputCheckpoint?.Dispose();
        _walkCheckpoint?.Dispose();
    }
}
