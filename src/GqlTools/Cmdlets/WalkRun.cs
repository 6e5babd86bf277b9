using System.Management.Automation;
using GqlTools.Client.Checkpoints;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Paging;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Conversion;
using GqlTools.Errors;
using GqlTools.Output;

namespace GqlTools.Cmdlets;

/// <summary>The walks of one command through pages, one after another: pulls their events and writes them. Must be used on the pipeline thread.</summary>
/// <param name="command">The command.</param>
/// <param name="session">Where the requests go.</param>
/// <param name="options">How to walk.</param>
/// <param name="writer">Writes what comes.</param>
/// <param name="progress">Shows how it goes.</param>
/// <param name="moveNext">Waits for the next event.</param>
internal sealed class WalkRun(
    Cmdlet command,
    GqlSession session,
    PagingOptions options,
    ResponseWriter writer,
    ProgressWriter progress,
    Func<IAsyncEnumerator<GqlEvent<object?>>, bool> moveNext)
{
    private long _countBefore;
    private bool _brokenOff;

    /// <summary>How far the walk has come; null where this is not kept.</summary>
    public WalkCheckpoint? Checkpoint { get; init; }

    /// <summary>Walks to the end.</summary>
    /// <param name="request">The operation and its variables.</param>
    /// <param name="stopping">Cancelled when the pipeline is stopped.</param>
    public void Walk(GqlRequest request, CancellationToken stopping)
    {
        if (Checkpoint is { IsFinished: true })
        {
            command.WriteWarning($"Nothing was fetched: the checkpoint has the walk as finished, with {Checkpoint.Mark?.Count ?? 0} elements. Delete its file to start over.");
            return;
        }

        _countBefore = progress.Meter.Count;
        progress.Meter.Before = Checkpoint?.Mark?.Count ?? 0;
        var pager = new GqlPager<object?>(session, request, options with { Start = Checkpoint?.Mark }, static () => new PSObjectReader(), PSObjectNavigator.Instance);
        var events = pager.RunAsync(stopping).GetAsyncEnumerator(CancellationToken.None);
        try
        {
            while (MoveNext(events, request)) Write(events.Current, request);
            if (!_brokenOff) Keep(static (checkpoint, _) => checkpoint.Finish(), default);
        }
        finally
        {
            events.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    // What is wrong with the operation is wrong with it for every object of the pipeline.
    private bool MoveNext(IAsyncEnumerator<GqlEvent<object?>> events, GqlRequest request)
    {
        try
        {
            return moveNext(events);
        }
        catch (GqlException exception)
        {
            command.ThrowTerminatingError(exception.ToErrorRecord(request.Query));
            throw;
        }
    }

    private void Write(in GqlEvent<object?> happened, GqlRequest request)
    {
        _brokenOff |= happened.Failure?.ResumeFrom is not null;
        switch (happened.Kind)
        {
            case GqlEventKind.Item:
                writer.WritePart(happened.Item, happened.Path!, request.Tag);
                Note(happened.Mark!.Value);
                break;
            case GqlEventKind.Response:
                writer.Write(new RequestOutcome<object?>(request, happened.Response, null));
                Note(happened.Mark!.Value);
                break;
            case GqlEventKind.Error when happened.Failure is { Kind: FailureKind.GraphQLError, Errors: [var error] } failure:
                command.WriteError(new GqlQueryError(error, failure.OperationName).ToErrorRecord(failure));
                break;
            case GqlEventKind.Error:
                command.WriteError(happened.Failure!.ToErrorRecord(request.Tag ?? happened.Failure!.OperationName));
                break;
            case GqlEventKind.Warning:
                command.WriteWarning(happened.Text);
                break;
            case GqlEventKind.Verbose:
                command.WriteVerbose(happened.Text);
                break;
            case GqlEventKind.Progress:
                // Elements that are null are no items, but the walk is past them.
                progress.Meter.Total = happened.Progress.Total is { } total ? _countBefore + Math.Min(total, options.MaximumCount ?? total) : null;
                break;
        }
    }

    // Only what is written is noted, and only what is noted is counted: so a run that ends anywhere between has noted nothing that was not written.
    private void Note(PageMark mark)
    {
        Keep(static (checkpoint, mark) => checkpoint.Advance(mark), mark);
        progress.Meter.Add(failed: false);
        progress.Update();
    }

    private void Keep(Action<WalkCheckpoint, PageMark> step, PageMark mark)
    {
        if (Checkpoint is null) return;
        try
        {
            step(Checkpoint, mark);
        }
        catch (GqlException exception)
        {
            command.ThrowTerminatingError(exception.ToErrorRecord(Checkpoint.Path));
        }
    }
}
