namespace GqlTools.Language.Tests.Validation;

/// <summary>Tests that measure time or memory run while no other test does.</summary>
[CollectionDefinition(nameof(MeasuredTests), DisableParallelization = true)]
public static class MeasuredTests;
