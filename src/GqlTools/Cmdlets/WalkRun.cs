using System.Management.Automation;
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
/// <param name="moveNext">Waits for the next event.</param>
internal sealed class WalkRun(Cmdlet command, GqlSession session, PagingOptions options, ResponseWriter writer, Func<IAsyncEnumerator<GqlEvent<object?>>, bool> moveNext)
{
    /// <summary>Walks to the end.</summary>
    /// <param name="request">The operation and its variables.</param>
    /// <param name="stopping">Cancelled when the pipeline is stopped.</param>
    public void Walk(GqlRequest request, CancellationToken stopping)
    {
        var pager = new GqlPager<object?>(session, request, options, static () => new PSObjectReader(), PSObjectNavigator.Instance);
        var events = pager.RunAsync(stopping).GetAsyncEnumerator(CancellationToken.None);
        try
        {
            while (MoveNext(events, request)) Write(events.Current, request);
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
        switch (happened.Kind)
        {
            case GqlEventKind.Item:
                writer.WritePart(happened.Item, happened.Path!, request.Tag);
                break;
            case GqlEventKind.Response:
                writer.Write(new RequestOutcome<object?>(request, happened.Response, null));
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
        }
    }
}
