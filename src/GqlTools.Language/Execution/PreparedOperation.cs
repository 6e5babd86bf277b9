using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Execution;

/// <summary>A request that can be executed: its operation chosen and its variables coerced.</summary>
internal sealed class PreparedOperation
{
    private PreparedOperation(ExecutionRequest request, OperationDefinitionNode syntax, ObjectType rootType, IReadOnlyDictionary<string, object?> variables, bool isIncremental)
    {
        Schema = request.Schema;
        Syntax = syntax;
        RootType = rootType;
        Variables = variables;
        Context = request.Context;
        Limits = request.Limits;
        Collector = new FieldCollector(request.Schema, request.Document, variables, isIncremental);
    }

    public Schema Schema { get; }

    public OperationDefinitionNode Syntax { get; }

    public ObjectType RootType { get; }

    public IReadOnlyDictionary<string, object?> Variables { get; }

    public object? Context { get; }

    public ExecutionLimits Limits { get; }

    public FieldCollector Collector { get; }

    /// <summary>Specification sections 6.1 (GetOperation) and 6.1.2 (CoerceVariableValues).</summary>
    /// <returns>The operation; or null, and the response that says why the request cannot be executed.</returns>
    public static PreparedOperation? Prepare(ExecutionRequest request, bool isSubscription, bool isIncremental, out ExecutionResult? refusal)
    {
        ArgumentNullException.ThrowIfNull(request);
        refusal = null;
        var syntax = FindOperation(request, out var problem);
        if (syntax is null)
        {
            refusal = ExecutionResult.FromRequestErrors(problem!);
            return null;
        }

        if (isSubscription != (syntax.Operation == OperationType.Subscription))
        {
            refusal = Refuse(syntax, isSubscription
                ? $"The operation is a {Keyword(syntax)}, not a subscription; it has one response and no stream."
                : "The operation is a subscription; it has a stream of responses and must be subscribed to.");
            return null;
        }

        var rootType = request.Schema.GetRootType(syntax.Operation);
        if (rootType is null)
        {
            refusal = Refuse(syntax, $"The schema has no {Keyword(syntax)} type, so that no {Keyword(syntax)} can be executed.");
            return null;
        }

        var variables = VariableCoercion.Coerce(request.Schema, syntax, request.Variables, request.Limits.MaxVariableProblems);
        if (!variables.Errors.IsEmpty)
        {
            refusal = ExecutionResult.FromRequestErrors(variables.Errors.AsSpan());
            return null;
        }

        return new PreparedOperation(request, syntax, rootType, variables.Values, isIncremental);
    }

    private static OperationDefinitionNode? FindOperation(ExecutionRequest request, out ExecutionError? problem)
    {
        OperationDefinitionNode? found = null;
        var count = 0;
        foreach (var definition in request.Document.Definitions)
        {
            if (definition is not OperationDefinitionNode operation)
                continue;
            count++;
            if (string.IsNullOrEmpty(request.OperationName))
                found ??= operation;
            else if (operation.Name?.Value == request.OperationName)
                found = operation;
        }

        problem = null;
        if (count == 0)
            problem = new ExecutionError("The document has no operation to execute.");
        else if (found is null)
            problem = new ExecutionError($"The document has no operation named \"{request.OperationName}\".{Named(request.Document)}");
        else if (count > 1 && string.IsNullOrEmpty(request.OperationName))
            problem = new ExecutionError($"The document has {count} operations; name the one to execute.{Named(request.Document)}");
        return problem is null ? found : null;
    }

    private static string Named(DocumentNode document)
    {
        var names = document.Definitions.OfType<OperationDefinitionNode>().Where(static operation => operation.Name is not null)
            .Select(static operation => $"\"{operation.Name!.Value}\"").ToArray();
        return names.Length == 0 ? string.Empty : $" It has {string.Join(", ", names)}.";
    }

    private static ExecutionResult Refuse(OperationDefinitionNode operation, string message) =>
        ExecutionResult.FromRequestErrors(new ExecutionError(message) { Locations = [operation.Location] });

    private static string Keyword(OperationDefinitionNode operation) => operation.Operation switch
    {
        OperationType.Query => "query",
        OperationType.Mutation => "mutation",
        _ => "subscription",
    };
}
