using System.Management.Automation;
using GqlTools.Client.Checkpoints;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Errors;
using GqlTools.Language.Syntax;

namespace GqlTools.Cmdlets;

/// <summary>
/// The requests of one command on their way through it. What comes out of the window is written first, noted in the checkpoint second, and counted last,
/// so that a run which ends anywhere between has noted nothing that was not written. Must be used on the pipeline thread.
/// </summary>
/// <param name="command">The command.</param>
/// <param name="operation">The operation that runs.</param>
/// <param name="window">What is in flight.</param>
/// <param name="writer">Writes what comes back.</param>
/// <param name="progress">Shows how it goes.</param>
/// <param name="take">Waits for the window's next outcome.</param>
internal sealed class RequestRun(
    Cmdlet command,
    GqlOperation operation,
    RequestWindow<object?> window,
    ResponseWriter writer,
    ProgressWriter progress,
    Func<RequestOutcome<object?>> take)
{
    private bool _givenUp;

    /// <summary>Which inputs are finished; null where none of this is kept.</summary>
    public InputCheckpoint? Checkpoint { get; init; }

    /// <summary>Requests that may fail before the run is given up; null for any number.</summary>
    public int? MaximumErrorCount { get; init; }

    /// <summary>Sends a request, after what must be taken to make room for it, and writes what is there.</summary>
    public void Send(GqlRequest request)
    {
        while (window.IsFull) Settle(take());
        // Not before there is room: what is begun here is taken for sent by the next run.
        if (!MayBegin(request)) return;
        window.Submit(request);
        while (window.TryTake(out var outcome)) Settle(outcome);
        progress.Update();
    }

    /// <summary>Writes all that is still to come.</summary>
    public void Complete()
    {
        window.Flush();
        while (window.Pending > 0) Settle(take());
        progress.Complete();
        if (Checkpoint is not { Skipped: > 0 } checkpoint) return;
        if (progress.Meter.Count > 0) command.WriteVerbose($"The checkpoint had {checkpoint.Skipped} inputs as finished; they were not sent again.");
        else command.WriteWarning($"Nothing was sent: the checkpoint has {checkpoint.Skipped} inputs as finished. Delete its file to start over.");
    }

    private bool MayBegin(GqlRequest request)
    {
        if (Checkpoint is null || request.InputKey is not { } key) return true;
        switch (Begin(key, request))
        {
            case InputStanding.Due:
                return true;
            case InputStanding.InDoubt:
                command.WriteError(ErrorRecords.MutationInDoubt(key, operation.Name, request.Tag));
                break;
            case InputStanding.Duplicate:
                command.WriteError(ErrorRecords.CheckpointKeyDuplicate(key, request.Tag));
                break;
        }

        return false;
    }

    private InputStanding Begin(string key, GqlRequest request)
    {
        try
        {
            return Checkpoint!.Begin(key, IsRepeatable(request));
        }
        catch (GqlException exception)
        {
            command.ThrowTerminatingError(exception.ToErrorRecord(Checkpoint!.Path));
            throw;
        }
    }

    private void Note(in RequestOutcome<object?> outcome, bool written)
    {
        try
        {
            Checkpoint?.Settle(outcome, IsRepeatable(outcome.Request), written);
        }
        catch (GqlException exception)
        {
            command.ThrowTerminatingError(exception.ToErrorRecord(Checkpoint!.Path));
        }
    }

    private void Settle(in RequestOutcome<object?> outcome)
    {
        var succeeded = writer.Write(outcome);
        Note(outcome, succeeded);
        progress.Meter.Add(!succeeded);
        progress.Update();
        if (progress.Meter.Failed > MaximumErrorCount && !_givenUp) GiveUp();
    }

    // What has come is written. What has not is cancelled when the command is disposed of; but mutations are waited for, as nobody would know what became of
    // them.
    private void GiveUp()
    {
        _givenUp = true;
        window.Withdraw();
        if (operation.Type == OperationType.Mutation)
        {
            while (window.Pending > 0) Settle(take());
        }

        while (window.TryTake(out var outcome)) Settle(outcome);
        var abandoned = window.Pending;
        progress.Complete();
        var (done, failed) = (progress.Meter.Count, progress.Meter.Failed);
        command.ThrowTerminatingError(new GqlException(
            FailureKind.TooManyErrors,
            $"Given up: {failed} of {done} requests failed, and -MaximumErrorCount is {MaximumErrorCount}. {done - failed} succeeded and were written; {abandoned} in flight were cancelled.")
        {
            OperationName = operation.Name,
        }.ToErrorRecord(operation.Name));
    }

    private bool IsRepeatable(GqlRequest request) => operation.Type == OperationType.Query || request.IdempotencyKey is not null;
}
