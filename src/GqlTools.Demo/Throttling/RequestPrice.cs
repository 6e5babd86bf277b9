using GqlTools.Language.Analysis;
using GqlTools.Language.Syntax;

namespace GqlTools.Demo.Throttling;

/// <summary>What a request costs in the currencies of the several styles.</summary>
/// <param name="Operations">Operations: 1, or the number of a batch.</param>
/// <param name="Mutations">Mutations among them.</param>
/// <param name="GitHubPoints">GitHub's formula: requests for connections, divided by 100, at least 1 for an operation.</param>
/// <param name="ShopifyPoints">Shopify's: one for each object the answer may hold, and ten for a mutation.</param>
internal readonly record struct RequestPrice(int Operations, int Mutations, long GitHubPoints, long ShopifyPoints)
{
    public const int ShopifyPointsOfMutation = 10; // shopify.dev, "API rate limits": base cost of a mutation

    /// <summary>The price of what cannot be executed, and so cannot be measured.</summary>
    public static RequestPrice Least { get; } = new(1, 0, 1, 1);

    public static RequestPrice Of(OperationMeasure measure)
    {
        var isMutation = measure.Operation == OperationType.Mutation;
        return new RequestPrice(1, isMutation ? 1 : 0, measure.GitHubPoints, Math.Max(1, measure.Nodes) + (isMutation ? ShopifyPointsOfMutation : 0));
    }

    public RequestPrice Plus(RequestPrice other) => new(
        Operations + other.Operations, Mutations + other.Mutations, GitHubPoints + other.GitHubPoints, ShopifyPoints + other.ShopifyPoints);
}
