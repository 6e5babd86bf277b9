using GqlTools.Language.Syntax;

namespace GqlTools.Language.Tests.Syntax;

public sealed class ParserTypeSystemTests
{
    [Fact]
    public void A_schema_definition_names_its_root_types()
    {
        var schema = Single<SchemaDefinitionNode>("\"Ours\" schema @tag { query: Q mutation: M subscription: S }");

        Assert.Equal("Ours", schema.Description?.Value);
        Assert.Equal("tag", Assert.Single(schema.Directives).Name.Value);
        Assert.Equal(
            [(OperationType.Query, "Q"), (OperationType.Mutation, "M"), (OperationType.Subscription, "S")],
            schema.OperationTypes.Select(root => (root.Operation, root.Type.Name.Value)));
    }

    [Fact]
    public void A_scalar_has_its_directives() =>
        Assert.Equal("specifiedBy", Assert.Single(Single<ScalarTypeDefinitionNode>("scalar Date @specifiedBy(url: \"x\")").Directives).Name.Value);

    [Fact]
    public void An_object_type_has_interfaces_and_fields_with_arguments()
    {
        var type = Single<ObjectTypeDefinitionNode>("""
            "a thing"
            type Thing implements & Node & Entity @key(fields: "id") {
              "its id" id: ID! @deprecated
              items("how many" first: Int = 10 @max, after: String): [Thing!]!
            }
            """);

        Assert.Equal("a thing", type.Description?.Value);
        Assert.Equal(["Node", "Entity"], type.Interfaces.Select(node => node.Name.Value));
        Assert.Equal("its id", type.Fields[0].Description?.Value);
        Assert.Equal("deprecated", Assert.Single(type.Fields[0].Directives).Name.Value);
        var first = type.Fields[1].Arguments[0];
        Assert.Equal("how many", first.Description?.Value);
        Assert.Equal("10", Assert.IsType<IntValueNode>(first.DefaultValue).Value);
        Assert.Equal("max", Assert.Single(first.Directives).Name.Value);
        Assert.Null(type.Fields[1].Arguments[1].DefaultValue);
    }

    [Fact]
    public void An_interface_implements_interfaces()
    {
        var type = Single<InterfaceTypeDefinitionNode>("interface Resource implements Node { id: ID! }");

        Assert.Equal("Node", Assert.Single(type.Interfaces).Name.Value);
        Assert.Equal("id", Assert.Single(type.Fields).Name.Value);
    }

    [Fact]
    public void A_union_lists_its_members() =>
        Assert.Equal(["A", "B"], Single<UnionTypeDefinitionNode>("union AB = | A | B").Types.Select(node => node.Name.Value));

    [Fact]
    public void An_enum_lists_its_values()
    {
        var type = Single<EnumTypeDefinitionNode>("enum Colour { \"hot\" RED @deprecated(reason: \"x\") BLUE }");

        Assert.Equal(["RED", "BLUE"], type.Values.Select(value => value.Name.Value));
        Assert.Equal("hot", type.Values[0].Description?.Value);
    }

    [Fact]
    public void An_input_object_lists_its_fields()
    {
        var type = Single<InputObjectTypeDefinitionNode>("input By @oneOf { id: ID, path: [String!] = [] @x }");

        Assert.Equal("oneOf", Assert.Single(type.Directives).Name.Value);
        Assert.Equal(["id", "path"], type.Fields.Select(field => field.Name.Value));
    }

    [Fact]
    public void A_directive_definition_says_whether_it_repeats_and_where_it_stands()
    {
        var directive = Single<DirectiveDefinitionNode>("\"d\" directive @tag(name: String!) repeatable on | FIELD | VARIABLE_DEFINITION");

        Assert.Equal("d", directive.Description?.Value);
        Assert.True(directive.Repeatable);
        Assert.Equal(["FIELD", "VARIABLE_DEFINITION"], directive.Locations.Select(name => name.Value));
        Assert.False(Single<DirectiveDefinitionNode>("directive @tag on FIELD").Repeatable);
    }

    [Theory]
    [InlineData("extend schema @a", SyntaxKind.SchemaExtension)]
    [InlineData("extend schema { mutation: M }", SyntaxKind.SchemaExtension)]
    [InlineData("extend scalar A @a", SyntaxKind.ScalarTypeExtension)]
    [InlineData("extend type A implements B", SyntaxKind.ObjectTypeExtension)]
    [InlineData("extend type A { b: C }", SyntaxKind.ObjectTypeExtension)]
    [InlineData("extend interface A @b", SyntaxKind.InterfaceTypeExtension)]
    [InlineData("extend union A = B", SyntaxKind.UnionTypeExtension)]
    [InlineData("extend enum A { B }", SyntaxKind.EnumTypeExtension)]
    [InlineData("extend input A { b: C = 1 }", SyntaxKind.InputObjectTypeExtension)]
    public void An_extension_is_read_as_its_kind(string text, SyntaxKind kind) =>
        Assert.Equal(kind, Assert.Single(Parser.Parse(text).Definitions).Kind);

    [Theory]
    [InlineData("extend schema", "directives or operation types")]
    [InlineData("extend scalar A", "directives")]
    [InlineData("extend type A", "interfaces, directives or fields")]
    [InlineData("extend interface A", "interfaces, directives or fields")]
    [InlineData("extend union A", "directives or member types")]
    [InlineData("extend enum A", "directives or values")]
    [InlineData("extend input A", "directives or fields")]
    [InlineData("\"no\" extend type A { b: C }", "a definition that can have a description")]
    [InlineData("type A {}", "Name")]
    [InlineData("type A implements { b: C }", "Name")]
    [InlineData("union A = ", "Name")]
    [InlineData("enum A { true }", "the name of an enum value")]
    [InlineData("input A { b(c: D): E }", "\":\"")]
    [InlineData("directive @a on FIELDS", "a directive location")]
    [InlineData("directive @a", "\"on\"")]
    [InlineData("schema", "\"{\"")]
    [InlineData("schema { query Q }", "\":\"")]
    [InlineData("schema { root: Q }", "\"query\", \"mutation\" or \"subscription\"")]
    [InlineData("type A { b: C = 1 }", "Name")]
    [InlineData("type A @b(c: $d)", "a constant value")]
    public void A_wrong_definition_says_what_was_expected(string text, string expected)
    {
        var error = Assert.Throws<GraphQLSyntaxException>(() => Parser.Parse(text));

        Assert.StartsWith($"expected {expected}", error.Problem, StringComparison.Ordinal);
    }

    private static T Single<T>(string text)
        where T : DefinitionNode => Assert.IsType<T>(Assert.Single(Parser.Parse(text).Definitions));
}
