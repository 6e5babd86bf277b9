using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Extensions extend a type of their kind (specification section 3.4.3).</summary>
internal static class PossibleTypeExtensionsRule
{
    public static ValidationRule Rule { get; } = new("PossibleTypeExtensions", Attach);

    private static readonly (SyntaxKind Extension, SyntaxKind Definition, string Name)[] Kinds =
    [
        (SyntaxKind.ScalarTypeExtension, SyntaxKind.ScalarTypeDefinition, "a scalar"),
        (SyntaxKind.ObjectTypeExtension, SyntaxKind.ObjectTypeDefinition, "an object type"),
        (SyntaxKind.InterfaceTypeExtension, SyntaxKind.InterfaceTypeDefinition, "an interface"),
        (SyntaxKind.UnionTypeExtension, SyntaxKind.UnionTypeDefinition, "a union"),
        (SyntaxKind.EnumTypeExtension, SyntaxKind.EnumTypeDefinition, "an enum"),
        (SyntaxKind.InputObjectTypeExtension, SyntaxKind.InputObjectTypeDefinition, "an input object"),
    ];

    private static void Attach(RuleContext context)
    {
        var defined = new Dictionary<string, TypeDefinitionNode>(StringComparer.Ordinal);
        foreach (var definition in context.Document.Definitions.OfType<TypeDefinitionNode>())
            defined[definition.Name.Value] = definition;
        foreach (var (extension, definitionKind, kindName) in Kinds)
        {
            context.OnEnter<TypeExtensionNode>(extension, node =>
            {
                var name = node.Name.Value;
                if (!defined.TryGetValue(name, out var definition))
                    context.Report($"There is no type \"{name}\" to extend.{context.Suggest(name, defined.Keys)}", name, node.Name);
                else if (definition.Kind != definitionKind)
                    context.Report($"The type \"{name}\" is not {kindName} and cannot be extended as one.", name, definition, node);
            });
        }
    }
}
