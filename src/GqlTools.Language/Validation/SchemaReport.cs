using System.Collections.Immutable;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation;

/// <summary>Gathers what is wrong with a schema, and finds the places of its document.</summary>
internal sealed class SchemaReport(Schema schema)
{
    private readonly List<ValidationError> _errors = [];

    public Schema Schema { get; } = schema;

    public IReadOnlyList<ValidationError> Errors => _errors;

    public void Add(string rule, string message, string? coordinate, params ReadOnlySpan<SyntaxNode?> nodes)
    {
        var locations = new List<SyntaxLocation>();
        foreach (var node in nodes)
        {
            if (node?.Location.Source is not null)
                locations.Add(node.Location);
        }

        _errors.Add(new ValidationError(rule, message, locations) { Coordinate = coordinate });
    }

    public SyntaxNode? RootSyntax(OperationType operation)
    {
        var nodes = Schema.Syntax is null ? [] : Schema.Syntax.OperationTypes;
        return nodes.Concat(Schema.ExtensionSyntax.SelectMany(static extension => extension.OperationTypes))
            .FirstOrDefault(node => node.Operation == operation)?.Type;
    }

    public static SyntaxNode? DeprecatedSyntax(ImmutableArray<DirectiveNode>? directives) =>
        directives?.FirstOrDefault(static directive => directive.Name.Value == "deprecated");

    public static SyntaxNode[] MemberSyntax(UnionType union, string member) =>
        (union.Syntax is UnionTypeDefinitionNode node ? node.Types : [])
        .Concat(union.ExtensionSyntax.OfType<UnionTypeExtensionNode>().SelectMany(static extension => extension.Types))
        .Where(type => type.Name.Value == member).ToArray();

    public static SyntaxNode[] ImplementsSyntax(CompositeType type, string implemented) =>
        InterfacesOf(type.Syntax).Concat(type.ExtensionSyntax.SelectMany(static extension => InterfacesOf(extension)))
            .Where(node => node.Name.Value == implemented).ToArray();

    private static ImmutableArray<NamedTypeNode> InterfacesOf(SyntaxNode? node) => node switch
    {
        ObjectTypeDefinitionNode definition => definition.Interfaces,
        InterfaceTypeDefinitionNode definition => definition.Interfaces,
        ObjectTypeExtensionNode extension => extension.Interfaces,
        InterfaceTypeExtensionNode extension => extension.Interfaces,
        _ => [],
    };
}
