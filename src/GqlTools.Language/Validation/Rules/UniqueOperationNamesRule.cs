using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Operations have different names (specification section 5.2.2.1).</summary>
internal static class UniqueOperationNamesRule
{
    public static ValidationRule Rule { get; } = new("UniqueOperationNames", Attach);

    private static void Attach(RuleContext context)
    {
        var known = new Dictionary<string, NameNode>(StringComparer.Ordinal);
        context.OnEnter<OperationDefinitionNode>(SyntaxKind.OperationDefinition, operation =>
        {
            if (operation.Name is { } name && !known.TryAdd(name.Value, name))
                context.Report($"Two operations are named \"{name.Value}\"; give each its own name.", known[name.Value], name);
        });
    }
}
