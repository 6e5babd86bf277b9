using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Execution;

// Execution (specification section 6)
//
// One OperationExecution runs one operation once. Everything is written so that an operation whose resolvers answer at once runs from start to end
// on the caller's stack without a task: methods return ValueTask and go on synchronously as long as what they called did; the ...Async twins take
// over where something has to be waited for. Sibling fields and list items that wait, wait together; only the root fields of a mutation take turns.
//
// Errors: a failed position yields a Failure, which climbs through non-null positions and is recorded where it meets a nullable one, which
// becomes null. Errors below a position that is null already are dropped. A failing object waits for those of its fields that still run, so that
// no resolver outlives the response. What ends the whole operation (cancellation, a limit) is an exception.
//
// Resolvers may complete on any thread; the only shared state that changes is the list of errors (locked), the count of fields (interlocked)
// and the caches of CollectedField (idempotent).

/// <summary>Runs an operation once.</summary>
internal sealed partial class OperationExecution(PreparedOperation operation, object? rootValue, CancellationToken cancellationToken)
{
    private readonly List<ExecutionError> _errors = [];
    private readonly int _maxFields = operation.Limits.MaxFields;
    private int _fields;

    public PreparedOperation Operation { get; } = operation;

    public object? RootValue { get; } = rootValue;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Collects what is to be delivered later than this execution's result; null where everything is delivered at once.</summary>
    public LaterDeliveries? Later { get; init; }

    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public ValueTask<ExecutionResult> RunAsync()
    {
        ValueTask<object?> data;
        try
        {
            var plan = Operation.Collector.Collect(Operation.RootType, Operation.Syntax.SelectionSet);
            data = Operation.Syntax.Operation == OperationType.Mutation ? ExecuteSeriallyAsync(plan) : ExecuteFields(plan, RootValue, null);
        }
        catch (ExecutionAbortedException aborted)
        {
            return new(Abort(new ExecutionError(aborted.Message)));
        }
        catch (LocatedErrorException error)
        {
            return new(Abort(new ExecutionError(error.Message) { Locations = [error.Location], Exception = error }));
        }

        return data.IsCompletedSuccessfully ? new(ToResult(data.Result)) : AwaitResultAsync(data);
    }

    private async ValueTask<ExecutionResult> AwaitResultAsync(ValueTask<object?> data)
    {
        try
        {
            return ToResult(await data.ConfigureAwait(false));
        }
        catch (ExecutionAbortedException aborted)
        {
            return Abort(new ExecutionError(aborted.Message));
        }
    }

    private ExecutionResult ToResult(object? data)
    {
        if (data is Failure failure)
            return Abort(failure.Error);
        return ExecutionResult.Executed((ResponseObject?)data, _errors.Count == 0 ? [] : [.. _errors]);
    }

    private ExecutionResult Abort(ExecutionError error)
    {
        lock (_errors)
            return ExecutionResult.Executed(null, [.. _errors, error]);
    }

    private async ValueTask<object?> ExecuteSeriallyAsync(SelectionPlan plan)
    {
        var values = new object?[plan.Fields.Length];
        for (var i = 0; i < values.Length; i++)
        {
            CancellationToken.ThrowIfCancellationRequested();
            var value = await ExecuteField(plan.Type, RootValue, plan.Fields[i], null).ConfigureAwait(false);
            if (value is Failure)
                return value;
            values[i] = value;
        }

        return new ResponseObject(plan.Names, values);
    }

    private ValueTask<object?> ExecuteFields(SelectionPlan plan, object? source, ResponsePath? path)
    {
        CancellationToken.ThrowIfCancellationRequested();
        if (plan.Deferred.Length > 0)
            Defer(plan, source, path);
        var fields = plan.Fields;
        var values = new object?[fields.Length];
        Task<object?>?[]? pending = null;
        Failure? failure = null;
        try
        {
            for (var i = 0; i < fields.Length && failure is null; i++)
            {
                var field = ExecuteField(plan.Type, source, fields[i], path);
                if (!field.IsCompletedSuccessfully)
                    (pending ??= new Task<object?>?[fields.Length])[i] = field.AsTask();
                else if ((values[i] = field.Result) is Failure failed)
                    failure = failed;
            }
        }
        catch (Exception end) when (pending is not null)
        {
            return AwaitAndThrowAsync(pending, end);
        }

        if (pending is not null)
            return AwaitFieldsAsync(plan, values, pending, failure);
        return new(failure is not null ? failure : new ResponseObject(plan.Names, values));
    }

    private static async ValueTask<object?> AwaitFieldsAsync(SelectionPlan plan, object?[] values, Task<object?>?[] pending, Failure? failure)
    {
        failure = await AwaitAllAsync(pending, values, failure).ConfigureAwait(false);
        return failure is not null ? failure : new ResponseObject(plan.Names, values);
    }

    private static async ValueTask<object?> AwaitAndThrowAsync(Task<object?>?[] pending, Exception end)
    {
        Task all = Task.WhenAll(pending.OfType<Task<object?>>());
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ExceptionDispatchInfo.Throw(end);
        return null;
    }

    /// <summary>Waits for all tasks, also when some fail, and puts their values in their places.</summary>
    private static async ValueTask<Failure?> AwaitAllAsync(Task<object?>?[] pending, object?[] values, Failure? failure)
    {
        ExceptionDispatchInfo? end = null;
        for (var i = 0; i < pending.Length; i++)
        {
            if (pending[i] is not { } task)
                continue;
            try
            {
                var value = await task.ConfigureAwait(false);
                if (value is Failure failed)
                    failure ??= failed;
                else
                    values[i] = value;
            }
#pragma warning disable CA1031 // Rethrown below, once the other fields have ended, too.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                end ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        end?.Throw();
        return failure;
    }

    private ValueTask<object?> ExecuteField(ObjectType parentType, object? source, CollectedField field, ResponsePath? path)
    {
        if (_maxFields != int.MaxValue && Interlocked.Increment(ref _fields) > _maxFields)
            throw new ExecutionAbortedException($"The operation resolves more than {_maxFields} fields (ExecutionLimits.MaxFields).");
        var position = new ResponsePosition(parentType, field, path, ResponsePosition.NoIndex);
        object? value;
        try
        {
            if (field.Definition.Resolve is { } resolve)
            {
                var resolved = resolve(new ResolveContext(this, parentType, field, source, path));
                if (!resolved.IsCompletedSuccessfully)
                    return AwaitFieldAsync(resolved, position);
                value = resolved.Result;
            }
            else
            {
                value = field.Definition.DefaultResolver.Resolve(source);
            }
        }
        catch (Exception error) when (IsFieldError(error))
        {
            return new(Settle(field.Definition.Type, ToFailure(error, position), position, null));
        }

        return Complete(field.Definition.Type, value, position);
    }

    private async ValueTask<object?> AwaitFieldAsync(ValueTask<object?> resolved, ResponsePosition position)
    {
        var type = position.Field.Definition.Type;
        object? value;
        try
        {
            value = await resolved.ConfigureAwait(false);
        }
        catch (Exception error) when (IsFieldError(error))
        {
            return Settle(type, ToFailure(error, position), position, null);
        }

        return await Complete(type, value, position).ConfigureAwait(false);
    }

    /// <summary>Whether an exception fails the field alone, and not the whole operation.</summary>
    private bool IsFieldError(Exception error) =>
        error is not ExecutionAbortedException && !(error is OperationCanceledException && CancellationToken.IsCancellationRequested);

    private static Failure ToFailure(Exception error, in ResponsePosition position) => new(new ExecutionError(error.Message)
    {
        Locations = error is LocatedErrorException located ? [located.Location] : LocationsOf(position.Field),
        Path = position.ToKeys(),
        Extensions = (error as FieldErrorException)?.Extensions,
        Exception = error,
    });

    private static ImmutableArray<SyntaxLocation> LocationsOf(CollectedField field) => [.. field.Nodes.Select(static node => node.Location)];
}
