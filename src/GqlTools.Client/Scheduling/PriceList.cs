using System.Runtime.CompilerServices;
using System.Text.Json;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Language.Analysis;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Scheduling;

/// <summary>What requests cost before they are sent. Prices live as long as the document cache keeps their operations.</summary>
internal sealed class PriceList(RateLimitUnit unit)
{
    /// <summary>An operation whose cost the server has not told yet is taken to cost this share of the bucket, so that few of them go at first.</summary>
    private const double UnknownShare = 0.25;

    private readonly ConditionalWeakTable<GqlOperation, StrongBox<double>> _prices = [];

    /// <summary>The price of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="capacity">What the limit holds when it is full.</param>
    public double Of(PreparedRequest request, double capacity)
    {
        if (_prices.TryGetValue(request.Operation, out var known)) return unit == RateLimitUnit.Points ? Exactly(request, known.Value) : known.Value;
        if (unit == RateLimitUnit.QueryCost) return Math.Max(1, capacity * UnknownShare);
        var highest = Measure(request, variables: null);
        Learn(request, highest);
        return Exactly(request, highest);
    }

    /// <summary>The server told what a request may cost.</summary>
    public void Learn(PreparedRequest request, double price)
    {
        if (_prices.TryGetValue(request.Operation, out var known)) known.Value = price;
        else _prices.Add(request.Operation, new StrongBox<double>(price));
    }

    // Unknown page sizes are taken to be the largest there are, so the values of variables can only lower the price.
    private static double Exactly(PreparedRequest request, double highest) =>
        highest > 1 && !request.Request.Variables.IsEmpty ? Measure(request, PageSizes(request.Request.Variables)) : highest;

    private static double Measure(PreparedRequest request, IReadOnlyDictionary<string, object?>? variables)
    {
        // A document that only the server knows has the least price: nothing here can tell another.
        if (request.Document?.Syntax is not { } document) return 1;
        var operation = document.Definitions.OfType<OperationDefinitionNode>().First(node => node.Name?.Value == request.Operation.Name);
        return DocumentMeasure.Measure(document, operation, schema: null, MeasureOptions.Default with { Variables = variables }).GitHubPoints;
    }

    // The whole numbers and truth values among the variables: of nothing else does the formula know.
    private static Dictionary<string, object?> PageSizes(ReadOnlyMemory<byte> variables)
    {
        var sizes = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (variables.IsEmpty) return sizes;
        using var document = JsonDocument.Parse(variables, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        foreach (var variable in document.RootElement.EnumerateObject())
        {
            if (variable.Value.ValueKind == JsonValueKind.Number && variable.Value.TryGetInt64(out var number)) sizes[variable.Name] = number;
            else if (variable.Value.ValueKind is JsonValueKind.True or JsonValueKind.False) sizes[variable.Name] = variable.Value.GetBoolean();
        }

        return sizes;
    }
}
