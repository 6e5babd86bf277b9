using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Execution;

/// <summary>What a resolver is told (specification section 6.4.2, Value Resolution).</summary>
public sealed class ResolveContext
{
    /// <summary>The schema the operation runs on.</summary>
    public required Schema Schema { get; init; }

    /// <summary>The object type the field belongs to.</summary>
    public required ObjectType ParentType { get; init; }

    /// <summary>The field's name, without its alias.</summary>
    public required string FieldName { get; init; }

    /// <summary>The value the field's object was resolved to; the root value on root types.</summary>
    public object? Source { get; init; }

    /// <summary>The coerced arguments; those neither given nor defaulted are absent.</summary>
    public required IReadOnlyDictionary<string, object?> Arguments { get; init; }

    /// <summary>The way from the operation's root to this field: names (aliases included) and list indexes.</summary>
    public IReadOnlyList<object> Path { get; init; } = [];

    /// <summary>What the caller of the executor hands to every resolver.</summary>
    public object? Context { get; init; }

    /// <summary>Ends when the result is no longer wanted.</summary>
    public CancellationToken CancellationToken { get; init; }
}
