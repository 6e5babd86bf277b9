using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Types have different names (specification section 3.3).</summary>
internal static class UniqueTypeNamesRule
{
    public static ValidationRule Rule { get; } = new("UniqueTypeNames", Attach);

    private static readonly SyntaxKind[] Kinds =
    [
        SyntaxKind.ScalarTypeDefinition, SyntaxKind.ObjectTypeDefinition, SyntaxKind.InterfaceTypeDefinition, SyntaxKind.UnionTypeDefinition,
        SyntaxKind.EnumTypeDefinition, SyntaxKind.InputObjectTypeDefinition,
    ];

    private static void Attach(RuleContext context)
    {
        var known = new Dictionary<string, NameNode>(StringComparer.Ordinal);
        foreach (var kind in Kinds)
        {
            context.OnEnter<TypeDefinitionNode>(kind, node =>
            {
                if (!known.TryAdd(node.Name.Value, node.Name))
                    context.Report($"The type \"{node.Name.Value}\" is defined more than once; use \"extend\" for the others.", node.Name.Value, known[node.Name.Value], node.Name);
            });
        }
    }
}
