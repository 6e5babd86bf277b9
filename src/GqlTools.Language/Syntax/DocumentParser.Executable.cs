using System.Collections.Immutable;

namespace GqlTools.Language.Syntax;

/// <content>Operations, fragments and selections. Specification sections 2.3 to 2.8.</content>
internal sealed partial class DocumentParser
{
    private NodeBuffer<SelectionNode> _selections;
    private NodeBuffer<VariableDefinitionNode> _variableDefinitions;

    private OperationDefinitionNode ParseShorthandQuery()
    {
        var start = _lexer.Start;
        return new OperationDefinitionNode { Operation = OperationType.Query, SelectionSet = ParseSelectionSet(), Location = Since(start) };
    }

    private OperationDefinitionNode ParseOperationDefinition(int start, StringValueNode? description, OperationType operation)
    {
        _lexer.Advance();
        return new OperationDefinitionNode
        {
            Description = description,
            Operation = operation,
            Name = _lexer.Kind == TokenKind.Name ? ParseName() : null,
            VariableDefinitions = ParseVariableDefinitions(),
            Directives = ParseDirectives(isConstant: false),
            SelectionSet = ParseSelectionSet(),
            Location = Since(start),
        };
    }

    private FragmentDefinitionNode ParseFragmentDefinition(int start, StringValueNode? description)
    {
        _lexer.Advance();
        return new FragmentDefinitionNode
        {
            Description = description,
            Name = ParseFragmentName(),
            TypeCondition = ParseTypeCondition(),
            Directives = ParseDirectives(isConstant: false),
            SelectionSet = ParseSelectionSet(),
            Location = Since(start),
        };
    }

    private NamedTypeNode ParseTypeCondition()
    {
        ExpectKeyword("on");
        return ParseNamedType();
    }

    private NameNode ParseFragmentName() =>
        _lexer.IsName("on") ? throw Expected("the name of a fragment (\"on\" cannot be one)") : ParseName();

    private ImmutableArray<VariableDefinitionNode> ParseVariableDefinitions()
    {
        if (!Skip(TokenKind.ParenOpen))
            return [];
        var first = _variableDefinitions.Count;
        do
            _variableDefinitions.Add(ParseVariableDefinition());
        while (!Skip(TokenKind.ParenClose));
        return _variableDefinitions.Take(first);
    }

    private VariableDefinitionNode ParseVariableDefinition()
    {
        var start = _lexer.Start;
        var description = ParseDescription();
        var variable = ParseVariable();
        Expect(TokenKind.Colon);
        return new VariableDefinitionNode
        {
            Description = description,
            Variable = variable,
            Type = ParseTypeReference(),
            DefaultValue = ParseDefaultValue(),
            Directives = ParseDirectives(isConstant: true),
            Location = Since(start),
        };
    }

    private SelectionSetNode ParseSelectionSet()
    {
        var start = _lexer.Start;
        Expect(TokenKind.BraceOpen);
        Enter(start);
        var first = _selections.Count;
        do
            _selections.Add(_lexer.Kind == TokenKind.Spread ? ParseFragment() : ParseField());
        while (!Skip(TokenKind.BraceClose));
        _depth--;
        return new SelectionSetNode(_selections.Take(first)) { Location = Since(start) };
    }

    private FieldNode ParseField()
    {
        var name = ParseName();
        var start = name.Location.Start;
        NameNode? alias = null;
        if (Skip(TokenKind.Colon))
        {
            alias = name;
            name = ParseName();
        }

        return new FieldNode
        {
            Alias = alias,
            Name = name,
            Arguments = ParseArguments(isConstant: false),
            Directives = ParseDirectives(isConstant: false),
            SelectionSet = _lexer.Kind == TokenKind.BraceOpen ? ParseSelectionSet() : null,
            Location = Since(start),
        };
    }

    private SelectionNode ParseFragment()
    {
        var start = _lexer.Start;
        _lexer.Advance();
        var hasTypeCondition = SkipKeyword("on");
        if (!hasTypeCondition && _lexer.Kind == TokenKind.Name)
            return new FragmentSpreadNode { Name = ParseName(), Directives = ParseDirectives(isConstant: false), Location = Since(start) };
        return new InlineFragmentNode
        {
            TypeCondition = hasTypeCondition ? ParseNamedType() : null,
            Directives = ParseDirectives(isConstant: false),
            SelectionSet = ParseSelectionSet(),
            Location = Since(start),
        };
    }
}
