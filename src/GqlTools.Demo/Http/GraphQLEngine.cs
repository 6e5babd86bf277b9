using System.Collections.Concurrent;
using System.Text.Json;
using GqlTools.Demo.Shop;
using GqlTools.Demo.Throttling;
using GqlTools.Language.Analysis;
using GqlTools.Language.Execution;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Demo.Http;

/// <summary>The shop's schema and the documents asked of it so far, each read and validated once.</summary>
internal sealed class GraphQLEngine(DemoServerOptions options, DemoServerCounters counters)
{
    // Clients send few different documents; one that puts its values into the text instead of variables must not fill the memory.
    private const int MaximumDocuments = 4_096;

    private readonly Schema _schema = ShopSchema.Build(options, counters);
    private readonly ConcurrentDictionary<string, ReadDocument> _documents = new(StringComparer.Ordinal);

    /// <summary>Executes a request. A mutation that came by GET is not executed.</summary>
    public async ValueTask<GraphQLOutcome> ExecuteAsync(GraphQLRequest request, HttpContext http)
    {
        var read = Find(request.Query);
        if (read.Refusal is { } refusal)
            return refusal;
        var type = read.OperationNamed(request.OperationName)?.Operation;
        if (type == OperationType.Mutation && HttpMethods.IsGet(http.Request.Method))
            return new GraphQLOutcome(OutcomeKind.MutationByGet, ExecutionResult.FromRequestErrors(new ExecutionError("A mutation is sent by POST.")));

        var result = await Executor.ExecuteAsync(new ExecutionRequest
        {
            Schema = _schema,
            Document = read.Document!,
            OperationName = request.OperationName,
            Variables = VariablesOf(request.Variables),
            Context = new ShopRequest(http),
            CancellationToken = http.RequestAborted,
        });
        if (!result.HasData)
            return new GraphQLOutcome(OutcomeKind.NotExecuted, result);
        if (type == OperationType.Mutation)
            counters.MutationExecuted();
        else
            counters.QueryExecuted();
        return new GraphQLOutcome(result.Errors.IsEmpty ? OutcomeKind.Executed : OutcomeKind.ExecutedWithErrors, result);
    }

    /// <summary>What a request costs where requests have a price.</summary>
    public RequestPrice PriceOf(GraphQLRequest request)
    {
        var read = Find(request.Query);
        if (read.Refusal is not null || read.OperationNamed(request.OperationName) is not { } operation)
            return RequestPrice.Least;
        return RequestPrice.Of(DocumentMeasure.Measure(read.Document!, operation, _schema, new MeasureOptions
        {
            AssumedPageSize = PageArguments.DefaultPageSize,
            Variables = VariablesOf(request.Variables)?.ToDictionary(variable => variable.Key, variable => Plain((JsonElement)variable.Value!)),
        }));

        static object? Plain(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number when value.TryGetInt64(out var number) => number,
            _ => null,
        };
    }

    private ReadDocument Find(string text)
    {
        if (_documents.TryGetValue(text, out var known))
            return known;
        var read = ReadDocument.Read(text, _schema, options);
        if (_documents.Count >= MaximumDocuments)
            _documents.Clear();
        return _documents.GetOrAdd(text, read);
    }

    private static Dictionary<string, object?>? VariablesOf(JsonElement variables)
    {
        if (variables.ValueKind != JsonValueKind.Object)
            return null;
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var variable in variables.EnumerateObject())
            values[variable.Name] = variable.Value;
        return values;
    }
}
