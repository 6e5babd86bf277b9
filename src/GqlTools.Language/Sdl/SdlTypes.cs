using System.Collections.Immutable;
using GqlTools.Language.Introspection;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Language.Sdl;

/// <summary>The types of one schema document while a schema is built from it.</summary>
internal sealed class SdlTypes
{
    private readonly Dictionary<string, NamedType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TypeExtensionNode>> _extensions = new(StringComparer.Ordinal);
    private readonly List<TypeDefinitionNode> _definitions = [];
    private readonly List<DirectiveDefinitionNode> _directives = [];
    private readonly List<SchemaExtensionNode> _schemaExtensions = [];
    private readonly SchemaBindings _bindings;

    public SdlTypes(DocumentNode document, SchemaBindings bindings)
    {
        _bindings = bindings;
        foreach (var definition in document.Definitions)
        {
            switch (definition)
            {
                case SchemaDefinitionNode node:
                    SchemaDefinition = node;
                    break;
                case SchemaExtensionNode node:
                    _schemaExtensions.Add(node);
                    break;
                case DirectiveDefinitionNode node:
                    _directives.Add(node);
                    break;
                case TypeDefinitionNode node:
                    _definitions.Add(node);
                    break;
                case TypeExtensionNode node:
                    if (!_extensions.TryGetValue(node.Name.Value, out var list))
                        _extensions.Add(node.Name.Value, list = []);
                    list.Add(node);
                    break;
            }
        }
    }

    public SchemaDefinitionNode? SchemaDefinition { get; }

    public ImmutableArray<SchemaExtensionNode> SchemaExtensions => [.. _schemaExtensions];

    public IEnumerable<OperationTypeDefinitionNode> RootTypes =>
        (SchemaDefinition is null ? [] : SchemaDefinition.OperationTypes).Concat(_schemaExtensions.SelectMany(static node => node.OperationTypes));

    public List<NamedType> BuildTypes()
    {
        var built = new List<NamedType>(_definitions.Count);
        foreach (var definition in _definitions)
        {
            // A document may repeat what the specification defines, as printed schemas of some servers do; ours count.
            var type = FindBuiltIn(definition.Name.Value) ?? Build(definition);
            if (!_types.TryAdd(type.Name, type))
                throw Error("UniqueTypeNames", $"The type \"{type.Name}\" is defined twice.", definition.Name, type.Name);
            built.Add(type);
        }

        return built;
    }

    public List<DirectiveDefinition> BuildDirectives() => _directives.ConvertAll(node => new DirectiveDefinition(
        node.Name.Value,
        node.Locations.Select(static name => DirectiveLocations.TryParse(name.Value, out var location)
            ? location
            : throw Error("KnownDirectives", $"\"{name.Value}\" is no location of directives.", name, null)),
        BuildInputValues(node.Arguments))
    {
        Description = node.Description?.Value,
        IsRepeatable = node.Repeatable,
        Syntax = node,
    });

    public NamedType? Find(string name) => _types.GetValueOrDefault(name) ?? FindBuiltIn(name);

    public NamedType Resolve(NamedTypeNode node) =>
        Find(node.Name.Value)
        ?? throw Error(
            "KnownTypeNames",
            $"The type \"{node.Name.Value}\" is not defined.{Suggestions.Sentence(node.Name.Value, _types.Keys.Concat(BuiltInScalars.All.Select(static scalar => scalar.Name)))}",
            node,
            node.Name.Value);

    private static NamedType? FindBuiltIn(string name) => BuiltInScalars.Find(name) ?? (NamedType?)IntrospectionTypes.Find(name);

    private static SchemaException Error(string rule, string message, SyntaxNode node, string? coordinate) =>
        new([new ValidationError(rule, message, [node.Location]) { Coordinate = coordinate }]);

    private GraphQLType Resolve(TypeNode node) => node switch
    {
        ListTypeNode list => Resolve(list.Type).List(),
        NonNullTypeNode nonNull => Resolve(nonNull.Type).NonNull(),
        _ => Resolve((NamedTypeNode)node),
    };

    private NamedType Build(TypeDefinitionNode definition)
    {
        var name = definition.Name.Value;
        var description = definition.Description?.Value;
        ImmutableArray<TypeExtensionNode> extended = _extensions.TryGetValue(name, out var found) ? [.. found] : [];
        switch (definition)
        {
            case ScalarTypeDefinitionNode:
                var codec = _bindings.FindScalar(name);
                var plain = new ScalarType(name);
                return new ScalarType(name)
                {
                    Description = description,
                    Syntax = definition,
                    ExtensionSyntax = extended,
                    SpecifiedByUrl = DirectivesOf(definition.Directives, extended.OfType<ScalarTypeExtensionNode>().SelectMany(static node => node.Directives))
                        .Select(static directive => Argument(directive, "specifiedBy", "url")).LastOrDefault(static url => url is not null),
                    Serialize = codec?.Serialize ?? plain.Serialize,
                    ParseValue = codec?.ParseValue ?? plain.ParseValue,
                    ParseLiteral = codec?.ParseLiteral,
                };
            case ObjectTypeDefinitionNode node:
                var objectExtensions = extended.OfType<ObjectTypeExtensionNode>().ToArray();
                return new ObjectType(
                    name,
                    () => BuildFields(name, node.Fields, objectExtensions.SelectMany(static item => item.Fields)),
                    () => node.Interfaces.Concat(objectExtensions.SelectMany(static item => item.Interfaces)).Select(Resolve))
                {
                    Description = description,
                    Syntax = definition,
                    ExtensionSyntax = extended,
                    IsTypeOf = _bindings.FindTypeTest(name),
                };
            case InterfaceTypeDefinitionNode node:
                var interfaceExtensions = extended.OfType<InterfaceTypeExtensionNode>().ToArray();
                return new InterfaceType(
                    name,
                    () => BuildFields(name, node.Fields, interfaceExtensions.SelectMany(static item => item.Fields)),
                    () => node.Interfaces.Concat(interfaceExtensions.SelectMany(static item => item.Interfaces)).Select(Resolve))
                {
                    Description = description,
                    Syntax = definition,
                    ExtensionSyntax = extended,
                    ResolveType = _bindings.FindTypeResolver(name),
                };
            case UnionTypeDefinitionNode node:
                return new UnionType(
                    name, () => node.Types.Concat(extended.OfType<UnionTypeExtensionNode>().SelectMany(static item => item.Types)).Select(Resolve))
                {
                    Description = description,
                    Syntax = definition,
                    ExtensionSyntax = extended,
                    ResolveType = _bindings.FindTypeResolver(name),
                };
            case EnumTypeDefinitionNode node:
                return new EnumType(
                    name, node.Values.Concat(extended.OfType<EnumTypeExtensionNode>().SelectMany(static item => item.Values)).Select(item => BuildEnumValue(name, item)))
                {
                    Description = description,
                    Syntax = definition,
                    ExtensionSyntax = extended,
                };
            default:
                var input = (InputObjectTypeDefinitionNode)definition;
                var inputExtensions = extended.OfType<InputObjectTypeExtensionNode>().ToArray();
                return new InputObjectType(
                    name, () => BuildInputValues(input.Fields.Concat(inputExtensions.SelectMany(static item => item.Fields))))
                {
                    Description = description,
                    Syntax = definition,
                    ExtensionSyntax = extended,
                    IsOneOf = DirectivesOf(input.Directives, inputExtensions.SelectMany(static item => item.Directives))
                        .Any(static directive => directive.Name.Value == "oneOf"),
                };
        }
    }

    private IEnumerable<FieldDefinition> BuildFields(string typeName, IEnumerable<FieldDefinitionNode> own, IEnumerable<FieldDefinitionNode> extended)
    {
        foreach (var node in own.Concat(extended))
        {
            var coordinate = $"{typeName}.{node.Name.Value}";
            yield return new FieldDefinition(node.Name.Value, Resolve(node.Type), BuildInputValues(node.Arguments))
            {
                Description = node.Description?.Value,
                DeprecationReason = DeprecationReason(node.Directives),
                Syntax = node,
                Resolve = _bindings.FindResolver(coordinate),
                Subscribe = _bindings.FindStream(coordinate),
            };
        }
    }

    private List<InputValueDefinition> BuildInputValues(IEnumerable<InputValueDefinitionNode> nodes) =>
        nodes.Select(node => new InputValueDefinition(node.Name.Value, Resolve(node.Type))
        {
            Description = node.Description?.Value,
            DeprecationReason = DeprecationReason(node.Directives),
            DefaultValue = node.DefaultValue,
            Syntax = node,
        }).ToList();

    private EnumValueDefinition BuildEnumValue(string typeName, EnumValueDefinitionNode node) =>
        new(node.Name.Value, _bindings.TryFindEnumValue($"{typeName}.{node.Name.Value}", out var value) ? value : node.Name.Value)
        {
            Description = node.Description?.Value,
            DeprecationReason = DeprecationReason(node.Directives),
            Syntax = node,
        };

    private static IEnumerable<DirectiveNode> DirectivesOf(ImmutableArray<DirectiveNode> own, IEnumerable<DirectiveNode> extended) => own.Concat(extended);

    private static string? DeprecationReason(ImmutableArray<DirectiveNode> _directives)
    {
        foreach (var directive in _directives)
        {
            if (directive.Name.Value == "deprecated")
                return Argument(directive, "deprecated", "reason") ?? BuiltInDirectives.DefaultDeprecationReason;
        }

        return null;
    }

    private static string? Argument(DirectiveNode directive, string directiveName, string argumentName)
    {
        if (directive.Name.Value != directiveName)
            return null;
        foreach (var argument in directive.Arguments)
        {
            if (argument.Name.Value == argumentName)
                return (argument.Value as StringValueNode)?.Value;
        }

        return null;
    }
}
