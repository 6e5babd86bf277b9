namespace GqlTools.Language.Syntax;

/// <content>Extensions of the schema and of types. Specification sections 3.2, 3.3.2 and 3.4.3. An extension extends by at least one thing.</content>
internal sealed partial class DocumentParser
{
    private DefinitionNode ParseExtension(int start)
    {
        _lexer.Advance();
        if (_lexer.Kind == TokenKind.Name)
        {
            switch (_lexer.Raw)
            {
                case "type":
                    return ParseObjectTypeExtension(start);
                case "interface":
                    return ParseInterfaceTypeExtension(start);
                case "union":
                    return ParseUnionTypeExtension(start);
                case "enum":
                    return ParseEnumTypeExtension(start);
                case "input":
                    return ParseInputObjectTypeExtension(start);
                case "scalar":
                    return ParseScalarTypeExtension(start);
                case "schema":
                    return ParseSchemaExtension(start);
            }
        }

        throw Expected("what is extended: schema, scalar, type, interface, union, enum or input");
    }

    private SchemaExtensionNode ParseSchemaExtension(int start)
    {
        _lexer.Advance();
        var extension = new SchemaExtensionNode
        {
            Directives = ParseDirectives(isConstant: true),
            OperationTypes = ParseOperationTypes(),
            Location = Since(start),
        };
        RequireSomething(!extension.Directives.IsEmpty || !extension.OperationTypes.IsEmpty, "directives or operation types");
        return extension;
    }

    private ScalarTypeExtensionNode ParseScalarTypeExtension(int start)
    {
        _lexer.Advance();
        var extension = new ScalarTypeExtensionNode { Name = ParseName(), Directives = ParseDirectives(isConstant: true), Location = Since(start) };
        RequireSomething(!extension.Directives.IsEmpty, "directives");
        return extension;
    }

    private ObjectTypeExtensionNode ParseObjectTypeExtension(int start)
    {
        _lexer.Advance();
        var extension = new ObjectTypeExtensionNode
        {
            Name = ParseName(),
            Interfaces = ParseImplementsInterfaces(),
            Directives = ParseDirectives(isConstant: true),
            Fields = ParseFieldDefinitions(),
            Location = Since(start),
        };
        RequireSomething(
            !extension.Interfaces.IsEmpty || !extension.Directives.IsEmpty || !extension.Fields.IsEmpty,
            "interfaces, directives or fields");
        return extension;
    }

    private InterfaceTypeExtensionNode ParseInterfaceTypeExtension(int start)
    {
        _lexer.Advance();
        var extension = new InterfaceTypeExtensionNode
        {
            Name = ParseName(),
            Interfaces = ParseImplementsInterfaces(),
            Directives = ParseDirectives(isConstant: true),
            Fields = ParseFieldDefinitions(),
            Location = Since(start),
        };
        RequireSomething(
            !extension.Interfaces.IsEmpty || !extension.Directives.IsEmpty || !extension.Fields.IsEmpty,
            "interfaces, directives or fields");
        return extension;
    }

    private UnionTypeExtensionNode ParseUnionTypeExtension(int start)
    {
        _lexer.Advance();
        var extension = new UnionTypeExtensionNode
        {
            Name = ParseName(),
            Directives = ParseDirectives(isConstant: true),
            Types = ParseUnionMemberTypes(),
            Location = Since(start),
        };
        RequireSomething(!extension.Directives.IsEmpty || !extension.Types.IsEmpty, "directives or member types");
        return extension;
    }

    private EnumTypeExtensionNode ParseEnumTypeExtension(int start)
    {
        _lexer.Advance();
        var extension = new EnumTypeExtensionNode
        {
            Name = ParseName(),
            Directives = ParseDirectives(isConstant: true),
            Values = ParseEnumValueDefinitions(),
            Location = Since(start),
        };
        RequireSomething(!extension.Directives.IsEmpty || !extension.Values.IsEmpty, "directives or values");
        return extension;
    }

    private InputObjectTypeExtensionNode ParseInputObjectTypeExtension(int start)
    {
        _lexer.Advance();
        var extension = new InputObjectTypeExtensionNode
        {
            Name = ParseName(),
            Directives = ParseDirectives(isConstant: true),
            Fields = ParseInputValueDefinitions(TokenKind.BraceOpen, TokenKind.BraceClose),
            Location = Since(start),
        };
        RequireSomething(!extension.Directives.IsEmpty || !extension.Fields.IsEmpty, "directives or fields");
        return extension;
    }

    private void RequireSomething(bool isThere, string what)
    {
        if (!isThere)
            throw Expected($"{what} that extend it");
    }
}
