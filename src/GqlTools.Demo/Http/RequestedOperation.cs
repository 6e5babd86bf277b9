using GqlTools.Language.Syntax;

namespace GqlTools.Demo.Http;

/// <summary>A request with its document and the operation that would run; the latter is null where the request does not say which, or has no document.</summary>
internal readonly record struct RequestedOperation(GraphQLRequest Request, ReadDocument Read, OperationDefinitionNode? Syntax)
{
    public OperationType? Type => Syntax?.Operation;
}
