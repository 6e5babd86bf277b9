using GqlTools.Language.Syntax;

namespace GqlTools.Client.Operations;

/// <summary>An operation of a document, as far as sending it needs to know it.</summary>
/// <param name="Name">Its name; null for an anonymous one.</param>
/// <param name="Type">Query, mutation or subscription.</param>
/// <param name="Variables">The names of all its variables, in document order.</param>
/// <param name="RequiredVariables">Those that are non-null and have no default.</param>
public sealed record GqlOperation(
    string? Name,
    OperationType Type,
    IReadOnlyList<string> Variables,
    IReadOnlyList<string> RequiredVariables)
{
    internal static GqlOperation From(OperationDefinitionNode node) => new(
        node.Name?.Value,
        node.Operation,
        node.VariableDefinitions.Select(NameOf).ToArray(),
        node.VariableDefinitions.Where(variable => variable is { Type: NonNullTypeNode, DefaultValue: null }).Select(NameOf).ToArray());

    private static string NameOf(VariableDefinitionNode variable) => variable.Variable.Name.Value;
}
