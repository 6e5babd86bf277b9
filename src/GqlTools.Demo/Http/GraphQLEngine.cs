using System.Runtime.CompilerServices;
using System.Text.Json;
using GqlTools.Demo.Shop;
using GqlTools.Demo.Throttling;
using GqlTools.Language.Analysis;
using GqlTools.Language.Execution;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Demo.Http;

/// <summary>Executes requests, whatever protocol they came by, on the shop's schema.</summary>
internal sealed class GraphQLEngine
{
    private readonly DemoServerOptions _options;
    private readonly Schema _schema;
    private readonly DocumentStore _documents;
    private readonly DemoServerCounters _counters;

    public GraphQLEngine(DemoServerOptions options, DemoServerCounters counters)
    {
        _options = options;
        _schema = ShopSchema.Build(options, counters);
        _documents = new DocumentStore(_schema, options, counters.Streams);
        _counters = counters;
    }

    /// <summary>Finds the document of a request and the operation to run.</summary>
    public RequestedOperation Find(GraphQLRequest request)
    {
        var read = _documents.Find(request);
        return new RequestedOperation(request, read, read.OperationNamed(request.OperationName));
    }

    /// <summary>Executes a query or mutation.</summary>
    public async ValueTask<GraphQLOutcome> ExecuteAsync(RequestedOperation operation, ShopRequest caller, CancellationToken cancellationToken)
    {
        return operation.Read.Refusal ?? Counted(operation, await Executor.ExecuteAsync(ToExecute(operation, caller, cancellationToken)));
    }

    /// <summary>Executes a query or mutation, and leaves for later what it marks so.</summary>
    /// <returns>The outcome, or its first part and all that follow.</returns>
    public async ValueTask<(GraphQLOutcome Outcome, IncrementalResult? More)> ExecuteIncrementallyAsync(
        RequestedOperation operation, ShopRequest caller, CancellationToken cancellationToken)
    {
        if (operation.Read.Refusal is { } refusal)
            return (refusal, null);
        var result = await Executor.ExecuteIncrementallyAsync(ToExecute(operation, caller, cancellationToken));
        return (Counted(operation, result.Initial), result.Pending.IsEmpty ? null : result);
    }

    /// <summary>All parts of a response, the first included, in one form of incremental delivery.</summary>
    public static async IAsyncEnumerable<GraphQLOutcome> PartsAsync(
        GraphQLOutcome first, IncrementalResult result, IncrementalFormat format, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return first with { Part = writer => result.WriteInitialTo(writer, format) };
        await foreach (var update in result.RunAsync(cancellationToken))
            yield return first with { Part = writer => update.WriteTo(writer, format) };
    }

    /// <summary>
    /// Runs any operation: a query or mutation has one outcome, or the parts that it is delivered in; a subscription one for each event, and one more
    /// when it fails.
    /// </summary>
    public IAsyncEnumerable<GraphQLOutcome> RunAsync(RequestedOperation operation, ShopRequest caller, CancellationToken cancellationToken) =>
        operation.Type == OperationType.Subscription
            ? SubscribeAsync(operation, caller, cancellationToken)
            : ExecuteOnceAsync(operation, caller, cancellationToken);

    /// <summary>What a request costs where requests have a price.</summary>
    public RequestPrice PriceOf(RequestedOperation operation)
    {
        if (operation.Read.Refusal is not null || operation.Syntax is not { } syntax)
            return RequestPrice.Least;
        return RequestPrice.Of(DocumentMeasure.Measure(operation.Read.Document!, syntax, _schema, new MeasureOptions
        {
            AssumedPageSize = PageArguments.DefaultPageSize,
            Variables = operation.Request.VariableValues()?.ToDictionary(variable => variable.Key, variable => Plain(variable.Value)),
        }));

        static object? Plain(object? value) => value switch
        {
            JsonElement { ValueKind: JsonValueKind.True } => true,
            JsonElement { ValueKind: JsonValueKind.False } => false,
            JsonElement { ValueKind: JsonValueKind.Number } json when json.TryGetInt64(out var number) => number,
            _ => null,
        };
    }

    private async IAsyncEnumerable<GraphQLOutcome> ExecuteOnceAsync(
        RequestedOperation operation, ShopRequest caller, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (outcome, more) = await ExecuteIncrementallyAsync(operation, caller, cancellationToken);
        if (more is null)
        {
            yield return outcome;
            yield break;
        }

        await foreach (var part in PartsAsync(outcome, more, _options.EventIncrementalFormat, cancellationToken))
            yield return part;
    }

    private async IAsyncEnumerable<GraphQLOutcome> SubscribeAsync(
        RequestedOperation operation, ShopRequest caller, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Counted once its source is open: who sees the count may make events for it.
        var isCounted = false;
        var counting = caller with
        {
            SourceOpened = () =>
            {
                isCounted = true;
                _counters.Streams.SubscriptionStarted();
            },
        };
        try
        {
            await using var results = Executor.SubscribeAsync(ToExecute(operation, counting, cancellationToken), CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
            while (true)
            {
                ExecutionError? failure = null;
                try
                {
                    if (!await results.MoveNextAsync())
                        yield break;
                }
                catch (Exception error) when (!cancellationToken.IsCancellationRequested)
                {
                    failure = new ExecutionError(error.Message);
                }

                if (failure is not null)
                {
                    yield return new GraphQLOutcome(OutcomeKind.StreamFailed, ExecutionResult.FromRequestErrors(failure));
                    yield break;
                }

                if (results.Current.HasData)
                    _counters.Streams.EventSent();
                yield return results.Current.HasData ? GraphQLOutcome.Executed(results.Current) : new GraphQLOutcome(OutcomeKind.NotExecuted, results.Current);
            }
        }
        finally
        {
            if (isCounted)
                _counters.Streams.SubscriptionEnded();
        }
    }

    private GraphQLOutcome Counted(RequestedOperation operation, ExecutionResult result)
    {
        if (!result.HasData)
            return new GraphQLOutcome(OutcomeKind.NotExecuted, result);
        if (operation.Type == OperationType.Mutation)
            _counters.MutationExecuted();
        else
            _counters.QueryExecuted();
        return GraphQLOutcome.Executed(result);
    }

    private ExecutionRequest ToExecute(RequestedOperation operation, ShopRequest caller, CancellationToken cancellationToken) => new()
    {
        Schema = _schema,
        Document = operation.Read.Document!,
        OperationName = operation.Request.OperationName,
        Variables = operation.Request.VariableValues(),
        Context = caller,
        CancellationToken = cancellationToken,
    };
}
