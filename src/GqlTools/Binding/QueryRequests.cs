using System.Management.Automation;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Cmdlets;
using GqlTools.Commands;
using GqlTools.Conversion;
using GqlTools.Errors;

namespace GqlTools.Binding;

/// <summary>Makes the requests of an Invoke-GqlQuery, one for each input. Must be used on the pipeline thread, as inputs may have script properties.</summary>
/// <param name="command">The command, with the parameters of the input at hand.</param>
/// <param name="document">The document; null where only the server knows it.</param>
/// <param name="operation">The operation that runs.</param>
/// <param name="variables">Makes the variables.</param>
internal sealed class QueryRequests(InvokeGqlQueryCommand command, GqlDocument? document, GqlOperation operation, VariableSource variables)
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> _headers = HeaderFields.From(command.Headers);
    private readonly HashSet<string> _idempotencyKeys = new(StringComparer.Ordinal);

    /// <summary>Shows how far the files are; null where none have been met.</summary>
    public UploadProgressWriter? UploadProgress { get; private set; }

    /// <summary>The variables of an input, as JSON in UTF-8; without one, those that all requests share.</summary>
    public ReadOnlyMemory<byte> VariablesOf(object? input) => variables.Write(input, new UploadCollector(operation));

    /// <summary>Whether an earlier input had the idempotency key of this one.</summary>
    public bool RepeatsKey() =>
        command is { IdempotencyKey: { } key, MyInvocation.ExpectingInput: true } && !_idempotencyKeys.Add(key);

    /// <summary>The request for the input at hand; null where none can be made of it, which is an error of that input.</summary>
    /// <param name="keys">What names inputs to a checkpoint; null where none is kept.</param>
    public GqlRequest? Create(InputKeys? keys)
    {
        var input = command.InputObject;
        var key = keys?.Of(input);
        if (keys is not null && key is null)
        {
            command.WriteError(ErrorRecords.CheckpointKeyMissing(command.CheckpointKey, input));
            return null;
        }

        try
        {
            return Create(input, key);
        }
        catch (VariableConversionException exception)
        {
            command.WriteError(exception.ToErrorRecord(input ?? command.Variables));
        }
        catch (ScalarConversionException exception)
        {
            command.WriteError(exception.ToErrorRecord(input ?? command.Variables));
        }

        return null;
    }

    private GqlRequest Create(object? input, string? key)
    {
        var uploads = new UploadCollector(operation, command.ContentType);
        var written = variables.Write(input, uploads);
        if (uploads.Uploads.Count > 0) UploadProgress ??= new UploadProgressWriter(command);
        return new GqlRequest(document?.Text ?? "")
        {
            DocumentId = document is null ? command.DocumentId : null,
            OperationName = command.OperationName,
            Variables = written,
            Uploads = uploads.Uploads,
            UploadProgress = UploadProgress,
            Headers = _headers,
            NoCache = command.NoCache,
            Timeout = command.OperationTimeoutSeconds switch
            {
                null => null,
                0 => Timeout.InfiniteTimeSpan,
                { } seconds => TimeSpan.FromSeconds(seconds),
            },
            InputKey = key,
            IdempotencyKey = command.IdempotencyKey,
            Tag = input ?? command.Variables,
        };
    }
}
