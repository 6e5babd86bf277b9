using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Fields of a type have different names (specification section 3.6).</summary>
internal static class UniqueFieldDefinitionNamesRule
{
    public static ValidationRule Rule { get; } = new("UniqueFieldDefinitionNames", Attach);

    private static void Attach(RuleContext context)
    {
        var known = new Dictionary<(string Type, string Field), NameNode>();
        context.OnEnter<ObjectTypeDefinitionNode>(SyntaxKind.ObjectTypeDefinition, node => Check(node.Name, node.Fields.Select(static field => field.Name)));
        context.OnEnter<ObjectTypeExtensionNode>(SyntaxKind.ObjectTypeExtension, node => Check(node.Name, node.Fields.Select(static field => field.Name)));
        context.OnEnter<InterfaceTypeDefinitionNode>(SyntaxKind.InterfaceTypeDefinition, node => Check(node.Name, node.Fields.Select(static field => field.Name)));
        context.OnEnter<InterfaceTypeExtensionNode>(SyntaxKind.InterfaceTypeExtension, node => Check(node.Name, node.Fields.Select(static field => field.Name)));
        context.OnEnter<InputObjectTypeDefinitionNode>(SyntaxKind.InputObjectTypeDefinition, node => Check(node.Name, node.Fields.Select(static field => field.Name)));
        context.OnEnter<InputObjectTypeExtensionNode>(SyntaxKind.InputObjectTypeExtension, node => Check(node.Name, node.Fields.Select(static field => field.Name)));

        void Check(NameNode type, IEnumerable<NameNode> fields)
        {
            foreach (var field in fields)
            {
                var key = (type.Value, field.Value);
                if (!known.TryAdd(key, field))
                    context.Report($"The field \"{type.Value}.{field.Value}\" is defined more than once.", $"{type.Value}.{field.Value}", known[key], field);
            }
        }
    }
}
