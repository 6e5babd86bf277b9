using System.Management.Automation;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Client.Streaming.Incremental;
using GqlTools.Conversion;
using GqlTools.Errors;
using GqlTools.Output;

namespace GqlTools.Cmdlets;

/// <summary>The requests of one command, one after another, whose answers are written part by part as they come. Must be used on the pipeline thread.</summary>
/// <param name="command">The command.</param>
/// <param name="session">Where the requests go.</param>
/// <param name="operation">The operation that runs.</param>
/// <param name="scalars">Turns values into .NET types; null where none are mapped.</param>
/// <param name="moveNext">Waits for the next part.</param>
internal sealed class PartsRun(
    Cmdlet command,
    GqlSession session,
    GqlOperation operation,
    ScalarConversion? scalars,
    Func<IAsyncEnumerator<GqlAnswerPart<object?>>, bool> moveNext)
{
    /// <summary>Sends a request and writes its answer to the end. What goes wrong on the way is an error record; parts that were written stand.</summary>
    /// <param name="request">The request.</param>
    /// <param name="stopping">Cancelled when the pipeline is stopped.</param>
    public void Send(GqlRequest request, CancellationToken stopping)
    {
        var parts = session.SendIncrementalAsync(request, static () => new PSObjectReader(), stopping).GetAsyncEnumerator(CancellationToken.None);
        try
        {
            while (MoveNext(parts, request)) Write(parts.Current, request);
        }
        finally
        {
            parts.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private bool MoveNext(IAsyncEnumerator<GqlAnswerPart<object?>> parts, GqlRequest request)
    {
        try
        {
            return moveNext(parts);
        }
        catch (GqlException exception)
        {
            command.WriteError(exception.ToErrorRecord(request.Tag ?? operation.Name));
            return false;
        }
    }

    private void Write(GqlAnswerPart<object?> part, GqlRequest request)
    {
        if (part.Kind == IncrementalPartKind.Initial && part.Response.Attempts.Count > 1) command.WriteVerbose(ResponseWriter.DescribeAttempts(part.Response));
        var value = part.Value;
        if (scalars is not null)
        {
            var problems = new List<ScalarConversionException>();
            value = scalars.ConvertPart(value, [.. part.Path.OfType<string>()], problems);
            foreach (var problem in problems) command.WriteError(problem.ToErrorRecord(request.Tag));
        }

        var errors = part.Errors.Select(error => new GqlQueryError(error, operation.Name)).ToArray();
        command.WriteObject(new GqlIncrementalPart(part, value, errors));
        for (var index = 0; index < errors.Length; index++) command.WriteError(errors[index].ToErrorRecord(part.ToException(part.Errors[index])));
    }
}
