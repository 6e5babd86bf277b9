using GqlTools.Language.Syntax;

namespace GqlTools.Language.Tests.Syntax;

public sealed class ParserTests
{
    [Fact]
    public void The_shorthand_is_a_query_without_a_name()
    {
        var document = Parser.Parse("{ viewer { login } }");

        var operation = Assert.IsType<OperationDefinitionNode>(Assert.Single(document.Definitions));
        Assert.Equal(OperationType.Query, operation.Operation);
        Assert.Null(operation.Name);
        var viewer = Assert.IsType<FieldNode>(Assert.Single(operation.SelectionSet.Selections));
        Assert.Equal("viewer", viewer.Name.Value);
        var login = Assert.IsType<FieldNode>(Assert.Single(viewer.SelectionSet!.Selections));
        Assert.Equal("login", login.Name.Value);
        Assert.Null(login.SelectionSet);
    }

    [Fact]
    public void An_operation_keeps_all_of_its_parts()
    {
        var document = Parser.Parse("""
            "Finds things" mutation Find("how many" $first: [Int!]! = [10] @max(value: 5)) @slow {
              here: things(first: $first, filter: { text: "a", tags: [A, B], nothing: null }) @include(if: true) { id }
            }
            """);

        var operation = Assert.IsType<OperationDefinitionNode>(Assert.Single(document.Definitions));
        Assert.Equal("Finds things", operation.Description?.Value);
        Assert.Equal(OperationType.Mutation, operation.Operation);
        Assert.Equal("Find", operation.Name?.Value);
        Assert.Equal("slow", Assert.Single(operation.Directives).Name.Value);
        var variable = Assert.Single(operation.VariableDefinitions);
        Assert.Equal("how many", variable.Description?.Value);
        Assert.Equal("first", variable.Variable.Name.Value);
        Assert.Equal("max", Assert.Single(variable.Directives).Name.Value);
        Assert.IsType<ListValueNode>(variable.DefaultValue);
        var list = Assert.IsType<ListTypeNode>(Assert.IsType<NonNullTypeNode>(variable.Type).Type);
        Assert.Equal("Int", Assert.IsType<NamedTypeNode>(Assert.IsType<NonNullTypeNode>(list.Type).Type).Name.Value);
        var field = Assert.IsType<FieldNode>(Assert.Single(operation.SelectionSet.Selections));
        Assert.Equal("here", field.Alias?.Value);
        Assert.Equal("things", field.Name.Value);
        Assert.Equal(["first", "filter"], field.Arguments.Select(argument => argument.Name.Value));
        var filter = Assert.IsType<ObjectValueNode>(field.Arguments[1].Value);
        Assert.Equal("a", Assert.IsType<StringValueNode>(filter.Fields[0].Value).Value);
        Assert.Equal(["A", "B"], Assert.IsType<ListValueNode>(filter.Fields[1].Value).Values.Select(value => ((EnumValueNode)value).Value));
        Assert.IsType<NullValueNode>(filter.Fields[2].Value);
    }

    [Fact]
    public void Fragments_are_spread_inline_with_and_without_a_type_and_defined()
    {
        var document = Parser.Parse("{ ...a @x ... on T { b } ... @skip(if: $c) { d } } fragment a on T { on }");

        var operation = Assert.IsType<OperationDefinitionNode>(document.Definitions[0]);
        var spread = Assert.IsType<FragmentSpreadNode>(operation.SelectionSet.Selections[0]);
        Assert.Equal("a", spread.Name.Value);
        Assert.Equal("x", Assert.Single(spread.Directives).Name.Value);
        Assert.Equal("T", Assert.IsType<InlineFragmentNode>(operation.SelectionSet.Selections[1]).TypeCondition?.Name.Value);
        Assert.Null(Assert.IsType<InlineFragmentNode>(operation.SelectionSet.Selections[2]).TypeCondition);
        var fragment = Assert.IsType<FragmentDefinitionNode>(document.Definitions[1]);
        Assert.Equal("a", fragment.Name.Value);
        Assert.Equal("T", fragment.TypeCondition.Name.Value);
    }

    [Theory]
    [InlineData("1", SyntaxKind.IntValue)]
    [InlineData("-0", SyntaxKind.IntValue)]
    [InlineData("123456789012345678901234567890", SyntaxKind.IntValue)]
    [InlineData("1.0", SyntaxKind.FloatValue)]
    [InlineData("-1.5e-10", SyntaxKind.FloatValue)]
    [InlineData("1E5", SyntaxKind.FloatValue)]
    [InlineData("true", SyntaxKind.BooleanValue)]
    [InlineData("null", SyntaxKind.NullValue)]
    [InlineData("RED", SyntaxKind.EnumValue)]
    [InlineData("$x", SyntaxKind.Variable)]
    [InlineData("[]", SyntaxKind.ListValue)]
    [InlineData("{}", SyntaxKind.ObjectValue)]
    [InlineData("\"\"", SyntaxKind.StringValue)]
    [InlineData("\"\"\"\"\"\"", SyntaxKind.StringValue)]
    public void A_literal_is_read_as_its_kind(string text, SyntaxKind kind) => Assert.Equal(kind, Parser.ParseValue(text).Kind);

    [Fact]
    public void Numbers_keep_every_digit()
    {
        Assert.Equal("123456789012345678901234567890", Assert.IsType<IntValueNode>(Parser.ParseValue("123456789012345678901234567890")).Value);
        Assert.Equal("0.10000000000000000000001e+99", Assert.IsType<FloatValueNode>(Parser.ParseValue("0.10000000000000000000001e+99")).Value);
    }

    [Fact]
    public void A_constant_value_has_no_variables()
    {
        var error = Assert.Throws<GraphQLSyntaxException>(() => Parser.ParseConstantValue("[1, $x]"));

        Assert.Equal(5, error.Column);
        Assert.Contains("variables cannot stand here", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_reference_keeps_its_wrappers()
    {
        var type = Assert.IsType<NonNullTypeNode>(Parser.ParseType(" [ [ID] ! ] ! "));

        Assert.Equal(new SourcePosition(1, 2), type.Location.Position);
        var inner = Assert.IsType<NonNullTypeNode>(Assert.IsType<ListTypeNode>(type.Type).Type);
        Assert.IsType<NamedTypeNode>(Assert.IsType<ListTypeNode>(inner.Type).Type);
    }

    [Fact]
    public void A_node_knows_its_span_line_and_column()
    {
        var document = Parser.Parse("query Q {\r\n  alias: field\r  # comment\n  other(a: 1)\n}");

        var operation = Assert.IsType<OperationDefinitionNode>(Assert.Single(document.Definitions));
        var field = operation.SelectionSet.Selections[0];
        Assert.Equal(new SourcePosition(2, 3), field.Location.Position);
        Assert.Equal("alias: field".Length, field.Location.End - field.Location.Start);
        var other = Assert.IsType<FieldNode>(operation.SelectionSet.Selections[1]);
        Assert.Equal(new SourcePosition(4, 3), other.Location.Position);
        Assert.Equal("a: 1".Length, other.Arguments[0].Location.End - other.Arguments[0].Location.Start);
        Assert.Equal(new SourcePosition(1, 1), operation.Location.Position);
    }

    [Fact]
    public void A_node_equals_only_itself()
    {
        var first = Parser.ParseValue("[1]");

        Assert.NotEqual(first, Parser.ParseValue("[1]"));
        Assert.NotEqual(first, first with { });
        Assert.True(first.Equals(first));
    }

    [Fact]
    public void A_byte_order_mark_and_commas_are_ignored()
    {
        var document = Parser.Parse("\uFEFF{,,a,\uFEFF,b,}");

        Assert.Equal(2, Assert.IsType<OperationDefinitionNode>(document.Definitions[0]).SelectionSet.Selections.Length);
    }

    [Fact]
    public void Keywords_can_be_names()
    {
        var document = Parser.Parse("""
            query query { type fragment: on(mutation: input, true: null) @schema { null } ...fragment }
            fragment fragment on type { extend }
            type type implements interface & union { input(enum: enum = enum): scalar }
            """);

        Assert.Equal(3, document.Definitions.Length);
    }
}
