using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Execution;

// Incremental delivery
//
// An execution that may deliver later collects, in Later, what it leaves out: a fragment of an object (with the object's value), or the rest of
// a list. What lies in a position that became null is forgotten. Each of these deliveries runs in an execution of its own, with errors of its own,
// and may leave out more. IncrementalResult starts them once what they belong to has been handed out, and puts their results in a row.

/// <content>What <c>@defer</c> and <c>@stream</c> leave for later.</content>
internal sealed partial class OperationExecution
{
    /// <summary>Runs a deferred fragment.</summary>
    /// <returns>Its fields; or null when an error reached its object.</returns>
    public async ValueTask<(ResponseObject? Data, ImmutableArray<ExecutionError> Errors)> RunFragmentAsync(SelectionPlan plan, object? source, ResponsePath? path)
    {
        var result = await SettleAsync(() => ExecuteFields(plan, source, path)).ConfigureAwait(false);
        return (result.Value as ResponseObject, result.Errors);
    }

    /// <summary>Completes one item of a streamed list.</summary>
    /// <returns>The item; and whether an error went through it to the list.</returns>
    public async ValueTask<(object? Item, bool IsFailure, ImmutableArray<ExecutionError> Errors)> RunItemAsync(GraphQLType itemType, object? item, ResponsePosition position)
    {
        var result = await SettleAsync(() => Complete(itemType, item, position)).ConfigureAwait(false);
        return (result.Value, result.IsFailure, result.Errors);
    }

    private async ValueTask<(object? Value, bool IsFailure, ImmutableArray<ExecutionError> Errors)> SettleAsync(Func<ValueTask<object?>> run)
    {
        object? value;
        try
        {
            value = await run().ConfigureAwait(false);
        }
        catch (ExecutionAbortedException aborted)
        {
            value = new Failure(new ExecutionError(aborted.Message));
        }
        catch (LocatedErrorException error)
        {
            value = new Failure(new ExecutionError(error.Message) { Locations = [error.Location], Exception = error });
        }

        lock (_errors)
            return value is Failure failure ? (null, true, [.. _errors, failure.Error]) : (value, false, [.. _errors]);
    }

    private void Defer(SelectionPlan plan, object? source, ResponsePath? path)
    {
        foreach (var selection in plan.Deferred)
        {
            var fields = selection.GetPlan(Operation.Collector, plan);
            if (fields.Fields.Length > 0 || fields.Deferred.Length > 0)
                Later?.Add(new DeferredFragment(this, fields, source, path, selection.Label));
        }
    }

    private async ValueTask<object?> CompleteFirstItemsAsync(
        ListType list, object value, ResponsePosition position, ResponsePath path, int initialCount, string? label)
    {
        if (initialCount < 0)
            throw new FieldErrorException($"'initialCount' of @stream is at least 0, not {initialCount}.");
        if (value is not IAsyncEnumerable<object?> stream)
        {
            var items = ToArray(value, position);
            if (items.Length <= initialCount)
                return await CompleteItems(list, items, position, path).ConfigureAwait(false);
            Later!.Add(new StreamedItems(this, list.ItemType, InTurnAsync(items[initialCount..]).GetAsyncEnumerator(CancellationToken), position, path, initialCount, label));
            return await CompleteItems(list, items[..initialCount], position, path).ConfigureAwait(false);
        }

        var rest = stream.GetAsyncEnumerator(CancellationToken);
        var first = new List<object?>();
        while (first.Count < initialCount)
        {
            if (!await rest.MoveNextAsync().ConfigureAwait(false))
            {
                await rest.DisposeAsync().ConfigureAwait(false);
                return await CompleteItems(list, [.. first], position, path).ConfigureAwait(false);
            }

            first.Add(rest.Current);
        }

        Later!.Add(new StreamedItems(this, list.ItemType, rest, position, path, initialCount, label));
        return await CompleteItems(list, [.. first], position, path).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<object?> InTurnAsync(object?[] items, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }
}
