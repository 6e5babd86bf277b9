using GqlTools.Language.Syntax;
using System.Collections.Immutable;

namespace GqlTools.Language.Validation.Rules;

/// <summary>A directive that is not repeatable stands once in one place (specification section 5.7.3).</summary>
internal static class UniqueDirectivesPerLocationRule
{
    public static ValidationRule Rule { get; } = new("UniqueDirectivesPerLocation", Attach);

    private static void Attach(RuleContext context)
    {
        var known = new KnownDirectiveTable(context);
        var ofTypes = new Dictionary<string, Dictionary<string, DirectiveNode>>(StringComparer.Ordinal);
        Dictionary<string, DirectiveNode> ofSchema = [];
        foreach (var (kind, read) in Readers)
        {
            context.OnEnter<SyntaxNode>(kind, node =>
            {
                var directives = read(node);
                if (directives.Length > 0)
                    Check(directives, SeenAt(node));
            });
        }

        // A type and its extensions are one place, and so are the schema and its extensions.
        Dictionary<string, DirectiveNode> SeenAt(SyntaxNode node)
        {
            if (node is SchemaDefinitionNode or SchemaExtensionNode)
                return ofSchema;
            var name = (node as TypeDefinitionNode)?.Name.Value ?? (node as TypeExtensionNode)?.Name.Value;
            if (name is null)
                return [];
            if (!ofTypes.TryGetValue(name, out var seen))
                ofTypes.Add(name, seen = []);
            return seen;
        }

        void Check(ImmutableArray<DirectiveNode> directives, Dictionary<string, DirectiveNode> seen)
        {
            foreach (var directive in directives)
            {
                var name = directive.Name.Value;
                if (known.Find(name) is { IsRepeatable: false } && !seen.TryAdd(name, directive))
                    context.Report($"The directive \"@{name}\" can stand only once in one place.", $"@{name}", seen[name], directive);
            }
        }
    }

    private static readonly (SyntaxKind Kind, Func<SyntaxNode, ImmutableArray<DirectiveNode>> Read)[] Readers =
    [
        (SyntaxKind.OperationDefinition, static node => ((OperationDefinitionNode)node).Directives),
        (SyntaxKind.FragmentDefinition, static node => ((FragmentDefinitionNode)node).Directives),
        (SyntaxKind.VariableDefinition, static node => ((VariableDefinitionNode)node).Directives),
        (SyntaxKind.Field, static node => ((FieldNode)node).Directives),
        (SyntaxKind.FragmentSpread, static node => ((FragmentSpreadNode)node).Directives),
        (SyntaxKind.InlineFragment, static node => ((InlineFragmentNode)node).Directives),
        (SyntaxKind.SchemaDefinition, static node => ((SchemaDefinitionNode)node).Directives),
        (SyntaxKind.SchemaExtension, static node => ((SchemaExtensionNode)node).Directives),
        (SyntaxKind.ScalarTypeDefinition, OfDefinition),
        (SyntaxKind.ObjectTypeDefinition, OfDefinition),
        (SyntaxKind.InterfaceTypeDefinition, OfDefinition),
        (SyntaxKind.UnionTypeDefinition, OfDefinition),
        (SyntaxKind.EnumTypeDefinition, OfDefinition),
        (SyntaxKind.InputObjectTypeDefinition, OfDefinition),
        (SyntaxKind.ScalarTypeExtension, OfExtension),
        (SyntaxKind.ObjectTypeExtension, OfExtension),
        (SyntaxKind.InterfaceTypeExtension, OfExtension),
        (SyntaxKind.UnionTypeExtension, OfExtension),
        (SyntaxKind.EnumTypeExtension, OfExtension),
        (SyntaxKind.InputObjectTypeExtension, OfExtension),
        (SyntaxKind.FieldDefinition, static node => ((FieldDefinitionNode)node).Directives),
        (SyntaxKind.InputValueDefinition, static node => ((InputValueDefinitionNode)node).Directives),
        (SyntaxKind.EnumValueDefinition, static node => ((EnumValueDefinitionNode)node).Directives),
    ];

    private static ImmutableArray<DirectiveNode> OfDefinition(SyntaxNode node) => ((TypeDefinitionNode)node).Directives;

    private static ImmutableArray<DirectiveNode> OfExtension(SyntaxNode node) => ((TypeExtensionNode)node).Directives;
}
