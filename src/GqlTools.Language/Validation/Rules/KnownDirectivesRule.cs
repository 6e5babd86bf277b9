using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Directives exist and stand where they may (specification section 5.7.1 and 5.7.2).</summary>
internal static class KnownDirectivesRule
{
    public static ValidationRule Rule { get; } = new("KnownDirectives", Attach);

    private static void Attach(RuleContext context)
    {
        var known = new KnownDirectiveTable(context);
        context.OnEnter<DirectiveNode>(SyntaxKind.Directive, directive =>
        {
            var name = directive.Name.Value;
            if (known.Find(name) is not { } entry)
            {
                var names = (context.SchemaOrNull?.Directives ?? BuiltInDirectives.Specified).Select(static item => item.Coordinate);
                context.Report($"There is no directive \"@{name}\".{context.Suggest($"@{name}", names)}", directive);
            }
            else if (LocationOf(context.Ancestors) is { } location && !entry.Locations.Contains(location.ToName()))
            {
                context.Report($"The directive \"@{name}\" cannot stand on {location.ToName()}, only on {string.Join(", ", entry.Locations)}.", $"@{name}", directive);
            }
        });
    }

    private static DirectiveLocation? LocationOf(IReadOnlyList<SyntaxNode> ancestors) => ancestors[^1] switch
    {
        OperationDefinitionNode { Operation: OperationType.Query } => DirectiveLocation.Query,
        OperationDefinitionNode { Operation: OperationType.Mutation } => DirectiveLocation.Mutation,
        OperationDefinitionNode => DirectiveLocation.Subscription,
        FieldNode => DirectiveLocation.Field,
        FragmentSpreadNode => DirectiveLocation.FragmentSpread,
        InlineFragmentNode => DirectiveLocation.InlineFragment,
        FragmentDefinitionNode => DirectiveLocation.FragmentDefinition,
        VariableDefinitionNode => DirectiveLocation.VariableDefinition,
        SchemaDefinitionNode or SchemaExtensionNode => DirectiveLocation.Schema,
        ScalarTypeDefinitionNode or ScalarTypeExtensionNode => DirectiveLocation.Scalar,
        ObjectTypeDefinitionNode or ObjectTypeExtensionNode => DirectiveLocation.Object,
        FieldDefinitionNode => DirectiveLocation.FieldDefinition,
        InterfaceTypeDefinitionNode or InterfaceTypeExtensionNode => DirectiveLocation.Interface,
        UnionTypeDefinitionNode or UnionTypeExtensionNode => DirectiveLocation.Union,
        EnumTypeDefinitionNode or EnumTypeExtensionNode => DirectiveLocation.Enum,
        EnumValueDefinitionNode => DirectiveLocation.EnumValue,
        InputObjectTypeDefinitionNode or InputObjectTypeExtensionNode => DirectiveLocation.InputObject,
        InputValueDefinitionNode => ancestors[^2] is InputObjectTypeDefinitionNode or InputObjectTypeExtensionNode
            ? DirectiveLocation.InputFieldDefinition
            : DirectiveLocation.ArgumentDefinition,
        _ => null,
    };
}
