using System.Collections.Immutable;

namespace GqlTools.Language.Syntax;

/// <content>Definitions and extensions of the type system. Specification section 3.</content>
internal sealed partial class DocumentParser
{
    private NodeBuffer<OperationTypeDefinitionNode> _operationTypes;
    private NodeBuffer<FieldDefinitionNode> _fieldDefinitions;
    private NodeBuffer<InputValueDefinitionNode> _inputValueDefinitions;
    private NodeBuffer<EnumValueDefinitionNode> _enumValueDefinitions;
    private NodeBuffer<NameNode> _directiveLocations;

    private SchemaDefinitionNode ParseSchemaDefinition(int start, StringValueNode? description)
    {
        _lexer.Advance();
        var directives = ParseDirectives(isConstant: true);
        Require(TokenKind.BraceOpen);
        return new SchemaDefinitionNode
        {
            Description = description,
            Directives = directives,
            OperationTypes = ParseOperationTypes(),
            Location = Since(start),
        };
    }

    private ImmutableArray<OperationTypeDefinitionNode> ParseOperationTypes()
    {
        if (!Skip(TokenKind.BraceOpen))
            return [];
        var first = _operationTypes.Count;
        do
        {
            var start = _lexer.Start;
            var operation = ParseOperationType();
            Expect(TokenKind.Colon);
            _operationTypes.Add(new OperationTypeDefinitionNode { Operation = operation, Type = ParseNamedType(), Location = Since(start) });
        }
        while (!Skip(TokenKind.BraceClose));
        return _operationTypes.Take(first);
    }

    private OperationType ParseOperationType()
    {
        OperationType operation;
        if (_lexer.IsName("query"))
            operation = OperationType.Query;
        else if (_lexer.IsName("mutation"))
            operation = OperationType.Mutation;
        else if (_lexer.IsName("subscription"))
            operation = OperationType.Subscription;
        else
            throw Expected("\"query\", \"mutation\" or \"subscription\"");
        _lexer.Advance();
        return operation;
    }

    private ScalarTypeDefinitionNode ParseScalarTypeDefinition(int start, StringValueNode? description)
    {
        _lexer.Advance();
        return new ScalarTypeDefinitionNode
        {
            Description = description,
            Name = ParseName(),
            Directives = ParseDirectives(isConstant: true),
            Location = Since(start),
        };
    }

    private ObjectTypeDefinitionNode ParseObjectTypeDefinition(int start, StringValueNode? description)
    {
        _lexer.Advance();
        return new ObjectTypeDefinitionNode
        {
            Description = description,
            Name = ParseName(),
            Interfaces = ParseImplementsInterfaces(),
            Directives = ParseDirectives(isConstant: true),
            Fields = ParseFieldDefinitions(),
            Location = Since(start),
        };
    }

    private InterfaceTypeDefinitionNode ParseInterfaceTypeDefinition(int start, StringValueNode? description)
    {
        _lexer.Advance();
        return new InterfaceTypeDefinitionNode
        {
            Description = description,
            Name = ParseName(),
            Interfaces = ParseImplementsInterfaces(),
            Directives = ParseDirectives(isConstant: true),
            Fields = ParseFieldDefinitions(),
            Location = Since(start),
        };
    }

    private UnionTypeDefinitionNode ParseUnionTypeDefinition(int start, StringValueNode? description)
    {
        _lexer.Advance();
        return new UnionTypeDefinitionNode
        {
            Description = description,
            Name = ParseName(),
            Directives = ParseDirectives(isConstant: true),
            Types = ParseUnionMemberTypes(),
            Location = Since(start),
        };
    }

    private EnumTypeDefinitionNode ParseEnumTypeDefinition(int start, StringValueNode? description)
    {
        _lexer.Advance();
        return new EnumTypeDefinitionNode
        {
            Description = description,
            Name = ParseName(),
            Directives = ParseDirectives(isConstant: true),
            Values = ParseEnumValueDefinitions(),
            Location = Since(start),
        };
    }

    private InputObjectTypeDefinitionNode ParseInputObjectTypeDefinition(int start, StringValueNode? description)
    {
        _lexer.Advance();
        return new InputObjectTypeDefinitionNode
        {
            Description = description,
            Name = ParseName(),
            Directives = ParseDirectives(isConstant: true),
            Fields = ParseInputValueDefinitions(TokenKind.BraceOpen, TokenKind.BraceClose),
            Location = Since(start),
        };
    }

    private DirectiveDefinitionNode ParseDirectiveDefinition(int start, StringValueNode? description)
    {
        _lexer.Advance();
        Expect(TokenKind.At);
        return new DirectiveDefinitionNode
        {
            Description = description,
            Name = ParseName(),
            Arguments = ParseInputValueDefinitions(TokenKind.ParenOpen, TokenKind.ParenClose),
            Repeatable = SkipKeyword("repeatable"),
            Locations = ParseDirectiveLocations(),
            Location = Since(start),
        };
    }

    private ImmutableArray<NameNode> ParseDirectiveLocations()
    {
        ExpectKeyword("on");
        Skip(TokenKind.Pipe);
        do
        {
            if (!DirectiveLocationNames.Contains(_lexer.Raw))
                throw Expected("a directive location, such as FIELD or OBJECT");
            _directiveLocations.Add(ParseName());
        }
        while (Skip(TokenKind.Pipe));
        return _directiveLocations.Take(0);
    }

    private ImmutableArray<NamedTypeNode> ParseImplementsInterfaces()
    {
        if (!SkipKeyword("implements"))
            return [];
        Skip(TokenKind.Ampersand);
        do
            _namedTypes.Add(ParseNamedType());
        while (Skip(TokenKind.Ampersand));
        return _namedTypes.Take(0);
    }

    private ImmutableArray<NamedTypeNode> ParseUnionMemberTypes()
    {
        if (!Skip(TokenKind.EqualsSign))
            return [];
        Skip(TokenKind.Pipe);
        do
            _namedTypes.Add(ParseNamedType());
        while (Skip(TokenKind.Pipe));
        return _namedTypes.Take(0);
    }

    private ImmutableArray<FieldDefinitionNode> ParseFieldDefinitions()
    {
        if (!Skip(TokenKind.BraceOpen))
            return [];
        do
            _fieldDefinitions.Add(ParseFieldDefinition());
        while (!Skip(TokenKind.BraceClose));
        return _fieldDefinitions.Take(0);
    }

    private FieldDefinitionNode ParseFieldDefinition()
    {
        var start = _lexer.Start;
        var description = ParseDescription();
        var name = ParseName();
        var arguments = ParseInputValueDefinitions(TokenKind.ParenOpen, TokenKind.ParenClose);
        Expect(TokenKind.Colon);
        return new FieldDefinitionNode
        {
            Description = description,
            Name = name,
            Arguments = arguments,
            Type = ParseTypeReference(),
            Directives = ParseDirectives(isConstant: true),
            Location = Since(start),
        };
    }

    private ImmutableArray<InputValueDefinitionNode> ParseInputValueDefinitions(TokenKind open, TokenKind close)
    {
        if (!Skip(open))
            return [];
        var first = _inputValueDefinitions.Count;
        do
            _inputValueDefinitions.Add(ParseInputValueDefinition());
        while (!Skip(close));
        return _inputValueDefinitions.Take(first);
    }

    private InputValueDefinitionNode ParseInputValueDefinition()
    {
        var start = _lexer.Start;
        var description = ParseDescription();
        var name = ParseName();
        Expect(TokenKind.Colon);
        return new InputValueDefinitionNode
        {
            Description = description,
            Name = name,
            Type = ParseTypeReference(),
            DefaultValue = ParseDefaultValue(),
            Directives = ParseDirectives(isConstant: true),
            Location = Since(start),
        };
    }

    private ImmutableArray<EnumValueDefinitionNode> ParseEnumValueDefinitions()
    {
        if (!Skip(TokenKind.BraceOpen))
            return [];
        do
        {
            var start = _lexer.Start;
            var description = ParseDescription();
            if (_lexer.IsName("true") || _lexer.IsName("false") || _lexer.IsName("null"))
                throw Expected("the name of an enum value (true, false and null cannot be one)");
            _enumValueDefinitions.Add(new EnumValueDefinitionNode
            {
                Description = description,
                Name = ParseName(),
                Directives = ParseDirectives(isConstant: true),
                Location = Since(start),
            });
        }
        while (!Skip(TokenKind.BraceClose));
        return _enumValueDefinitions.Take(0);
    }
}
