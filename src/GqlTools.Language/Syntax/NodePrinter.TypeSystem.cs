using System.Collections.Immutable;

namespace GqlTools.Language.Syntax;

/// <content>Definitions and extensions of the type system.</content>
internal sealed partial class NodePrinter
{
    private void WriteTypeSystemNode(SyntaxNode node)
    {
        switch (node)
        {
            case TypeDefinitionNode type:
                WriteTypeDefinition(type);
                break;
            case TypeExtensionNode type:
                WriteTypeExtension(type);
                break;
            case SchemaDefinitionNode schema:
                WriteDescription(schema.Description);
                _text.Append("schema");
                WriteDirectives(schema.Directives);
                WriteMembers(schema.OperationTypes);
                break;
            case SchemaExtensionNode schema:
                _text.Append("extend schema");
                WriteDirectives(schema.Directives);
                WriteMembers(schema.OperationTypes);
                break;
            case OperationTypeDefinitionNode root:
                _text.Append(Keyword(root.Operation)).Append(": ").Append(root.Type.Name.Value);
                break;
            case DirectiveDefinitionNode directive:
                WriteDirectiveDefinition(directive);
                break;
            case FieldDefinitionNode field:
                WriteDescription(field.Description);
                _text.Append(field.Name.Value);
                WriteArgumentDefinitions(field.Arguments);
                _text.Append(": ");
                WriteType(field.Type);
                WriteDirectives(field.Directives);
                break;
            case InputValueDefinitionNode input:
                WriteDescription(input.Description);
                _text.Append(input.Name.Value).Append(": ");
                WriteType(input.Type);
                WriteDefaultValue(input.DefaultValue);
                WriteDirectives(input.Directives);
                break;
            case EnumValueDefinitionNode value:
                WriteDescription(value.Description);
                _text.Append(value.Name.Value);
                WriteDirectives(value.Directives);
                break;
            default:
                throw new ArgumentException($"A node of kind {node.Kind} cannot be printed.", nameof(node));
        }
    }

    private static bool EndsWhereABlockMayFollow(SyntaxNode node) => node switch
    {
        ObjectTypeDefinitionNode type => type.Fields.IsEmpty,
        InterfaceTypeDefinitionNode type => type.Fields.IsEmpty,
        EnumTypeDefinitionNode type => type.Values.IsEmpty,
        InputObjectTypeDefinitionNode type => type.Fields.IsEmpty,
        ObjectTypeExtensionNode type => type.Fields.IsEmpty,
        InterfaceTypeExtensionNode type => type.Fields.IsEmpty,
        EnumTypeExtensionNode type => type.Values.IsEmpty,
        InputObjectTypeExtensionNode type => type.Fields.IsEmpty,
        SchemaExtensionNode schema => schema.OperationTypes.IsEmpty,
        _ => false,
    };

    private void WriteTypeDefinition(TypeDefinitionNode type)
    {
        WriteDescription(type.Description);
        switch (type)
        {
            case ScalarTypeDefinitionNode:
                WriteHead("scalar", type.Name, [], type.Directives);
                break;
            case ObjectTypeDefinitionNode objectType:
                WriteHead("type", type.Name, objectType.Interfaces, type.Directives);
                WriteMembers(objectType.Fields);
                break;
            case InterfaceTypeDefinitionNode interfaceType:
                WriteHead("interface", type.Name, interfaceType.Interfaces, type.Directives);
                WriteMembers(interfaceType.Fields);
                break;
            case UnionTypeDefinitionNode union:
                WriteHead("union", type.Name, [], type.Directives);
                WriteUnionMembers(union.Types);
                break;
            case EnumTypeDefinitionNode enumType:
                WriteHead("enum", type.Name, [], type.Directives);
                WriteMembers(enumType.Values);
                break;
            case InputObjectTypeDefinitionNode input:
                WriteHead("input", type.Name, [], type.Directives);
                WriteMembers(input.Fields);
                break;
        }
    }

    private void WriteTypeExtension(TypeExtensionNode type)
    {
        switch (type)
        {
            case ScalarTypeExtensionNode:
                WriteHead("extend scalar", type.Name, [], type.Directives);
                break;
            case ObjectTypeExtensionNode objectType:
                WriteHead("extend type", type.Name, objectType.Interfaces, type.Directives);
                WriteMembers(objectType.Fields);
                break;
            case InterfaceTypeExtensionNode interfaceType:
                WriteHead("extend interface", type.Name, interfaceType.Interfaces, type.Directives);
                WriteMembers(interfaceType.Fields);
                break;
            case UnionTypeExtensionNode union:
                WriteHead("extend union", type.Name, [], type.Directives);
                WriteUnionMembers(union.Types);
                break;
            case EnumTypeExtensionNode enumType:
                WriteHead("extend enum", type.Name, [], type.Directives);
                WriteMembers(enumType.Values);
                break;
            case InputObjectTypeExtensionNode input:
                WriteHead("extend input", type.Name, [], type.Directives);
                WriteMembers(input.Fields);
                break;
        }
    }

    private void WriteHead(string keyword, NameNode name, ImmutableArray<NamedTypeNode> interfaces, ImmutableArray<DirectiveNode> directives)
    {
        _text.Append(keyword).Append(' ').Append(name.Value);
        if (!interfaces.IsEmpty)
        {
            _text.Append(" implements ");
            WriteJoined(interfaces, " & ");
        }

        WriteDirectives(directives);
    }

    private void WriteMembers<T>(ImmutableArray<T> members)
        where T : SyntaxNode
    {
        if (members.IsEmpty)
            return;
        _text.Append(' ');
        WriteBlock(members);
    }

    private void WriteUnionMembers(ImmutableArray<NamedTypeNode> types)
    {
        if (types.IsEmpty)
            return;
        _text.Append(" = ");
        WriteJoined(types, " | ");
    }

    private void WriteDirectiveDefinition(DirectiveDefinitionNode directive)
    {
        WriteDescription(directive.Description);
        _text.Append("directive @").Append(directive.Name.Value);
        WriteArgumentDefinitions(directive.Arguments);
        if (directive.Repeatable)
            _text.Append(" repeatable");
        _text.Append(" on ");
        WriteJoined(directive.Locations, " | ");
    }

    private void WriteArgumentDefinitions(ImmutableArray<InputValueDefinitionNode> arguments)
    {
        if (arguments.IsEmpty)
            return;
        var rendered = RenderAll(arguments);
        var isSpread = Array.Exists(rendered, static text => text.Contains('\n', StringComparison.Ordinal));
        WriteLines(isSpread ? $"({Spread(rendered)})" : $"({string.Join(", ", rendered)})");
    }
}
