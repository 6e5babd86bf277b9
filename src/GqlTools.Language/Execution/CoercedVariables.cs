using System.Collections.Immutable;

namespace GqlTools.Language.Execution;

/// <summary>What became of the variables of a request.</summary>
/// <param name="Values">The coerced values; a variable that was neither given nor has a default is absent. Empty when there are errors.</param>
/// <param name="Errors">What is wrong, each with the variable and the path into it, such as <c>$input.items[2].sku</c>; empty when all is well.</param>
public sealed record CoercedVariables(IReadOnlyDictionary<string, object?> Values, ImmutableArray<ExecutionError> Errors);
