using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Each kind of operation has one root type (specification section 3.3.1).</summary>
internal static class UniqueOperationTypesRule
{
    public static ValidationRule Rule { get; } = new("UniqueOperationTypes", Attach);

    private static void Attach(RuleContext context)
    {
        var known = new Dictionary<OperationType, OperationTypeDefinitionNode>();
        context.OnEnter<OperationTypeDefinitionNode>(SyntaxKind.OperationTypeDefinition, node =>
        {
            if (!known.TryAdd(node.Operation, node))
                context.Report($"The root type of {node.Operation.ToString().ToLowerInvariant()} operations is given more than once.", known[node.Operation], node);
        });
    }
}
