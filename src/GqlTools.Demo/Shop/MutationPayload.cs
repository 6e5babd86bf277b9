namespace GqlTools.Demo.Shop;

/// <summary>What a mutation gives back: the thing it changed, and whether it had done so before.</summary>
internal sealed record MutationPayload(string? ClientMutationId, object Result, bool Replayed);
