using System.Runtime.CompilerServices;

namespace GqlTools.Language.Execution;

/// <summary>Runs operations on a schema with resolvers (specification section 6). Thread-safe; nothing is kept between calls.</summary>
public static class Executor
{
    /// <summary>
    /// Runs a query or mutation. Completes synchronously when all resolvers do. Errors of the request and of fields are part of the result.
    /// </summary>
    /// <param name="request">What to run.</param>
    /// <returns>The response.</returns>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public static ValueTask<ExecutionResult> ExecuteAsync(ExecutionRequest request)
    {
        var operation = PreparedOperation.Prepare(request, isSubscription: false, isIncremental: false, out var refusal);
        if (operation is null)
            return new(refusal!);
        return new OperationExecution(operation, request.RootValue, request.CancellationToken).RunAsync();
    }

    /// <summary>
    /// Runs a query or mutation whose fragments with <c>@defer</c> and items of lists with <c>@stream</c> are delivered later than the rest
    /// (incremental delivery, a proposal beside the specification). The schema has the two directives
    /// (<see cref="TypeSystem.BuiltInDirectives.Defer"/>, <see cref="TypeSystem.BuiltInDirectives.Stream"/>); <see cref="ExecuteAsync"/> ignores them.
    /// </summary>
    /// <param name="request">What to run.</param>
    /// <returns>The first part, and what is to come.</returns>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public static async ValueTask<IncrementalResult> ExecuteIncrementallyAsync(ExecutionRequest request)
    {
        var operation = PreparedOperation.Prepare(request, isSubscription: false, isIncremental: true, out var refusal);
        if (operation is null)
            return new IncrementalResult(refusal!, []);
        var later = new LaterDeliveries();
        var result = await new OperationExecution(operation, request.RootValue, request.CancellationToken) { Later = later }.RunAsync().ConfigureAwait(false);
        return new IncrementalResult(result, result.Data is null ? [] : later.TakeReachable());
    }

    /// <summary>
    /// Runs a subscription (specification section 6.2.3): one response for each event of the root field's event stream. A subscription that cannot
    /// begin is a single response without data. An exception of the event stream ends the responses with that exception.
    /// </summary>
    /// <param name="request">What to run.</param>
    /// <param name="cancellationToken">Ends the subscription, as does the token of the request.</param>
    /// <returns>The responses; leaving the enumeration closes the event stream.</returns>
    /// <exception cref="OperationCanceledException">The subscription was cancelled.</exception>
    public static async IAsyncEnumerable<ExecutionResult> SubscribeAsync(
        ExecutionRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var operation = PreparedOperation.Prepare(request, isSubscription: true, isIncremental: false, out var refusal);
        if (operation is null)
        {
            yield return refusal!;
            yield break;
        }

        using var linked = CancellationTokenSource.CreateLinkedTokenSource(request.CancellationToken, cancellationToken);
        var (events, error) = await new OperationExecution(operation, request.RootValue, linked.Token).OpenEventsAsync().ConfigureAwait(false);
        if (events is null)
        {
            yield return ExecutionResult.FromRequestErrors(error!);
            yield break;
        }

        await foreach (var item in events.WithCancellation(linked.Token).ConfigureAwait(false))
            yield return await new OperationExecution(operation, item, linked.Token).RunAsync().ConfigureAwait(false);
    }
}
