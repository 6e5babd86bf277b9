using System.Collections.Immutable;

namespace GqlTools.Language.Execution;

/// <summary>What one step of a later delivery gave.</summary>
internal sealed record Delivered
{
    /// <summary>Whether the step gave fields or an item.</summary>
    public bool HasValue { get; init; }

    /// <summary>The fields of a fragment; or null.</summary>
    public ResponseObject? Data { get; init; }

    /// <summary>The item of a list, where <see cref="Data"/> is null.</summary>
    public object? Item { get; init; }

    /// <summary>The item's place in its list.</summary>
    public int Index { get; init; }

    /// <summary>The errors within the value; or those that kept it from being one.</summary>
    public ImmutableArray<ExecutionError> Errors { get; init; } = [];

    /// <summary>Whether nothing more comes.</summary>
    public bool IsCompleted { get; init; }

    /// <summary>What the step itself leaves for later.</summary>
    public IReadOnlyList<ILaterDelivery> Later { get; init; } = [];
}
