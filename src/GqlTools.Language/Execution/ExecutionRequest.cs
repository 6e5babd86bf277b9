using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Execution;

/// <summary>An operation to run (specification section 6.1).</summary>
public sealed record ExecutionRequest
{
    /// <summary>The schema, with resolvers on its fields.</summary>
    public required Schema Schema { get; init; }

    /// <summary>The document. It should have passed validation; what is wrong with one that has not becomes an error of the response.</summary>
    public required DocumentNode Document { get; init; }

    /// <summary>Which operation of the document to run; null (or empty) when it has only one.</summary>
    public string? OperationName { get; init; }

    /// <summary>The raw values of the variables: plain values or <see cref="System.Text.Json.JsonElement"/>; null for none.</summary>
    public IReadOnlyDictionary<string, object?>? Variables { get; init; }

    /// <summary>What the resolvers of the root fields see as their source.</summary>
    public object? RootValue { get; init; }

    /// <summary>What every resolver sees as <see cref="ResolveContext.Context"/>.</summary>
    public object? Context { get; init; }

    /// <summary>Bounds of the execution.</summary>
    public ExecutionLimits Limits { get; init; } = ExecutionLimits.Default;

    /// <summary>Ends the execution with an <see cref="OperationCanceledException"/>; resolvers see it, too.</summary>
    public CancellationToken CancellationToken { get; init; }
}
