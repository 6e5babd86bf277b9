using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Client.Batching;
using GqlTools.Client.Checkpoints;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Paging;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Commands;
using GqlTools.Conversion;
using GqlTools.Errors;
using GqlTools.Language.Syntax;

namespace GqlTools.Cmdlets;

/// <summary>
/// What Invoke-GqlQuery does with its parameters: it finds the operation once, and sends the request of each input on the way that the parameters choose, which
/// is a walk over pages (<see cref="WalkRun"/>), an answer in parts (<see cref="PartsRun"/>), or many requests at once (<see cref="RequestRun"/>). Must be used on
/// the pipeline thread.
/// </summary>
internal sealed class QueryRun : IDisposable
{
    private readonly InvokeGqlQueryCommand _command;
    private readonly GqlSession _session;
    private readonly GqlDocument? _document;
    private readonly GqlOperation _operation;
    private readonly ScalarConversion? _scalars;
    private readonly QueryRequests _requests;
    private readonly ProgressWriter _progress;
    private InputKeys? _keys;
    private InputCheckpoint? _inputs;
    private WalkCheckpoint? _walk;
    private RequestWindow<object?>? _window;
    private RequestRun? _run;
    private Action<GqlRequest>? _send;

    /// <summary>Reads the document and checks all that can be told before the first input. What is wrong ends the command.</summary>
    public QueryRun(InvokeGqlQueryCommand command, GqlSession session)
    {
        _command = command;
        _session = session;
        command.Require(QueryParameterRules.Table);
        (_document, _operation, _scalars) = command.FindOperation(session, command.DocumentId);
        RequireOneAnswer();
        RequireText();
        RequireInputs();
        _requests = new QueryRequests(command, _document, _operation, new VariableSource(_operation, command.Variables, _scalars));
        _progress = new ProgressWriter(command, session, command.MyInvocation.MyCommand.Name);
    }

    private PagingOptions PagingOptions => new()
    {
        PageBy = _command.PageBy,
        PageSize = _command.PageSize,
        MaximumCount = _command.MaximumCount,
        ResultPath = _command.ResultPath,
        WholePages = _command.Raw,
    };

    /// <summary>Sends the request of the input at hand, and writes what is there.</summary>
    public void Send()
    {
        if (_command.IdempotencyKey is not null) _command.Require(QueryParameterRules.Table);
        if (_requests.RepeatsKey())
        {
            _command.WriteError(ErrorRecords.IdempotencyKeyRepeated(_command.IdempotencyKey!, _command.InputObject));
            return;
        }

        if (_operation.Type == OperationType.Mutation && !_command.ShouldProcess($"{_session.Name} ({_session.Options.EndpointText})", DescribeOperation())) return;
        // Not before: -WhatIf leaves no checkpoint behind.
        _send ??= Start();
        if (_requests.Create(_keys) is { } request) _send(request);
    }

    /// <summary>Writes all that is still to come.</summary>
    public void Complete()
    {
        _run?.Complete();
        _requests.UploadProgress?.Complete();
        _progress.Complete();
    }

    /// <summary>Cancels what is under way and waits for it; what a checkpoint has noted stays.</summary>
    public void Dispose()
    {
        _window?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _inputs?.Dispose();
        _walk?.Dispose();
    }

    private Action<GqlRequest> Start()
    {
        OpenCheckpoint();
        if (_command.All)
        {
            var walks = new WalkRun(
                _command, _session, PagingOptions, Writer(resultPath: null), _progress, events => _command.Wait(events.MoveNextAsync(), _progress)) { Checkpoint = _walk };
            return request => walks.Walk(request, _command.StopToken);
        }

        if (_command.Incremental)
        {
            var parts = new PartsRun(_command, _session, _operation, _scalars, parts => _command.Wait(parts.MoveNextAsync()));
            return request => parts.Send(request, _command.StopToken);
        }

        var batcher = _command.BatchSize > 1
            ? new RequestBatcher<object?>(_session, static () => new PSObjectReader(), _command.BatchSize, (BatchStyle)_command.BatchBy)
            : null;
        var ordered = _operation.Type == OperationType.Mutation && !_command.MyInvocation.BoundParameters.ContainsKey(nameof(_command.ThrottleLimit));
        _window = new RequestWindow<object?>(
            _session, static () => new PSObjectReader(), ordered ? 1 : _command.ThrottleLimit, _command.AsCompleted, _command.StopToken, batcher);
        _run = new RequestRun(_command, _operation, _window, Writer(_command.ResultPath), _progress, TakeOutcome)
        {
            Checkpoint = _inputs,
            MaximumErrorCount = _command.MaximumErrorCount,
        };
        return _run.Send;
    }

    private ResponseWriter Writer(string? resultPath) => new(_command, _operation, _scalars) { ResultPath = resultPath, Raw = _command.Raw };

    private RequestOutcome<object?> TakeOutcome()
    {
        var taking = _window!.TakeAsync();
        if (_requests.UploadProgress is not { } uploads || taking.IsCompleted) return _command.Wait(taking, _progress);
        var task = taking.AsTask();
        uploads.WaitFor(task);
        return _command.Wait(new ValueTask<RequestOutcome<object?>>(task));
    }

    private void OpenCheckpoint()
    {
        if (_command.CheckpointPath is not { } given) return;
        var path = _command.ResolveNewFile(given);
        try
        {
            if (_command.All)
            {
                _walk = WalkCheckpoint.Open(path, Subject(CheckpointKind.Walk, _command.InputObject, PagingOptions.Describe()), TimeProvider.System);
                return;
            }

            _keys = new InputKeys(_command.CheckpointKey);
            _inputs = InputCheckpoint.Open(path, Subject(CheckpointKind.Inputs, null, _command.CheckpointKey), TimeProvider.System);
        }
        catch (GqlException exception)
        {
            _command.ThrowTerminatingError(exception.ToErrorRecord(given));
        }
        catch (VariableConversionException exception)
        {
            _command.ThrowTerminatingError(exception.ToErrorRecord(_command.Variables));
        }
        catch (ScalarConversionException exception)
        {
            _command.ThrowTerminatingError(exception.ToErrorRecord(_command.Variables));
        }
    }

    private CheckpointSubject Subject(CheckpointKind kind, object? input, string? unit) =>
        CheckpointSubject.Of(kind, _session, _document!, _operation, _requests.VariablesOf(input).Span, unit);

    private void RequireOneAnswer()
    {
        if (_operation.Type != OperationType.Subscription) return;
        _command.ThrowTerminatingError(ErrorRecords.OperationUnsupported(
            _operation.Name, "A subscription has one answer after another, and a query or mutation has one. Use Watch-GqlSubscription."));
    }

    // What goes by its id has no text that could be rewritten or merged.
    private void RequireText()
    {
        if (_document is null && (_command.All || _command.CheckpointPath is not null))
            _command.ThrowTerminatingError(ErrorRecords.DocumentTextMissing(_command.All ? nameof(_command.All) : nameof(_command.CheckpointPath), _command.DocumentId!));
        var merges = _command.BatchSize > 1
            && (_command.BatchBy == GqlBatchStyle.Alias || (_command.BatchBy == GqlBatchStyle.Auto && _operation.Type == OperationType.Mutation));
        if (!merges || (_command.DocumentId is null && _session.Options.PersistedDocuments is null)) return;
        if (!new ParameterDefaults(_command).TakeBack(nameof(_command.BatchSize)))
        {
            _command.ThrowTerminatingError(ErrorRecords.ParameterConflict(
                nameof(_command.BatchSize),
                nameof(_command.DocumentId),
                "Documents are merged for it, and this one goes by its id (which those of Open-GqlSession -PersistedDocumentsPath do, too). Where the server takes arrays of requests, add -BatchBy Array."));
        }
    }

    private void RequireInputs()
    {
        if (_command.CheckpointPath is null) return;
        if (_command.All && _command.MyInvocation.ExpectingInput)
            _command.ThrowTerminatingError(ErrorRecords.CheckpointUnsupported("With -All, -CheckpointPath keeps one walk, and each object of the pipeline would be a walk. Give each its own command and file."));
        if (!_command.All && !_command.MyInvocation.ExpectingInput && _command.InputObject is null)
            _command.ThrowTerminatingError(ErrorRecords.CheckpointUnsupported("-CheckpointPath keeps which inputs of a pipeline are finished or, with -All, how far a walk has come; this is one request."));
    }

    private string DescribeOperation() => _operation switch
    {
        { IsKnown: false } => $"Run the document '{_command.DocumentId}'",
        { Name: null } => "Run the anonymous mutation",
        { Name: var name } => $"Run the mutation '{name}'",
    };
}
