using System.Runtime.CompilerServices;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Execution;

/// <summary>The rest of a list, delivered item by item. An item is asked for only when the one before has been taken.</summary>
internal sealed class StreamedItems(
    OperationExecution origin, GraphQLType itemType, IAsyncEnumerator<object?> items, ResponsePosition position, ResponsePath path, int firstIndex,
    string? label) : ILaterDelivery
{
    public ResponsePath? Path => path;

    public string? Label => label;

    public bool IsStream => true;

    public async IAsyncEnumerable<Delivered> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var _ = items.ConfigureAwait(false);
        for (var index = firstIndex; ; index++)
        {
            var (hasItem, broken) = await MoveNextAsync(cancellationToken).ConfigureAwait(false);
            if (!hasItem)
            {
                yield return new Delivered { Index = index, Errors = broken is null ? [] : [broken], IsCompleted = true };
                yield break;
            }

            var later = new LaterDeliveries();
            var execution = new OperationExecution(origin.Operation, origin.RootValue, cancellationToken) { Later = later };
            var (item, isFailure, errors) = await execution
                .RunItemAsync(itemType, items.Current, new ResponsePosition(position.ParentType, position.Field, path, index))
                .ConfigureAwait(false);
            yield return new Delivered { HasValue = !isFailure, Item = item, Index = index, Errors = errors, IsCompleted = isFailure, Later = isFailure ? [] : later.TakeReachable() };
            if (isFailure)
                yield break;
        }
    }

    private async ValueTask<(bool HasItem, ExecutionError? Error)> MoveNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await items.MoveNextAsync().ConfigureAwait(false), null);
        }
#pragma warning disable CA1031 // Whatever the list's maker throws ends the list, and becomes its error.
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return (false, new ExecutionError(error.Message) { Path = ResponsePath.ToList(path), Exception = error });
        }
    }
}
