namespace GqlTools.Client.Authentication;

/// <summary>What became of asking for another token than one that was refused.</summary>
/// <param name="Renewed">Whether there is another one.</param>
/// <param name="Failure">What the provider failed with; null where it did not fail or was not asked.</param>
internal readonly record struct TokenRenewal(bool Renewed, Exception? Failure);
