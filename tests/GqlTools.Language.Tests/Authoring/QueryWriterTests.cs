using GqlTools.Language.Authoring;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Language.Tests.Authoring;

public sealed class QueryWriterTests
{
    private static readonly Schema Shop = SchemaBuilder.Build(
        """
        type Query { product(id: ID!, kind: Kind, tags: [String!]): Product products(first: Int = 10): Page! node(id: ID!): Node search(text: String!): [Result!] version: String lone: Lone }
        type Mutation { order(input: OrderInput!): Product product: Int }
        interface Node { id: ID! }
        type Page { nodes: [Product!]! total: Int! }
        type Product implements Node { id: ID! name: String! code: Int old: String @deprecated maker: Maker related(first: Int!): [Product] price: Money }
        type Maker implements Node { id: ID! name: String code: String products: [Product] related(first: Int!): [Product] }
        type Money { amount: Float currency: String }
        type Lone { self: Lone }
        union Result = Product | Maker
        enum Kind { SMALL LARGE }
        input OrderInput { lines: [LineInput!]! kind: Kind }
        input LineInput { sku: ID! quantity: Int = 1 parent: LineInput }
        """);

    [Fact]
    public void A_field_is_selected_with_the_leaves_within_its_depth() =>
        AssertWrites("query products { products { nodes { id name code } total } }", new QueryOutline("products"));

    [Fact]
    public void Depth_one_selects_only_the_leaves_of_the_field() =>
        AssertWrites("query products { products { total } }", new QueryOutline("products") { Depth = 1 });

    [Fact]
    public void A_type_that_stands_on_the_way_already_is_not_entered_again() =>
        AssertWrites(
            "query products { products { nodes { id name code maker { id name code } price { amount currency } } total } }", new QueryOutline("products") { Depth = 50 });

    [Fact]
    public void A_type_without_any_leaf_is_asked_for_its_name() =>
        AssertWrites("query lone { lone { __typename } }", new QueryOutline("lone") { Depth = 5 });

    [Fact]
    public void A_leaf_has_no_selection() => AssertWrites("query version { version }", new QueryOutline("version"));

    [Fact]
    public void Required_arguments_become_variables_and_optional_ones_if_asked_for()
    {
        AssertWrites("query product($id: ID!) { product(id: $id) { id name code } }", new QueryOutline("product") { Depth = 1 });
        AssertWrites(
            "query product($id: ID!, $kind: Kind, $tags: [String!]) { product(id: $id, kind: $kind, tags: $tags) { id name code } }",
            new QueryOutline("product") { Depth = 1, AllArguments = true });
    }

    [Fact]
    public void A_variable_has_the_default_of_its_argument() =>
        AssertWrites("query products($first: Int = 10) { products(first: $first) { total } }", new QueryOutline("products") { Depth = 1, AllArguments = true });

    [Fact]
    public void Given_arguments_are_written_as_literals_of_their_types() =>
        AssertWrites(
            """mutation order { order(input: { lines: [{ sku: "a", quantity: 2 }], kind: LARGE }) { id name code } }""",
            new QueryOutline("order")
            {
                Depth = 1,
                Arguments = Values(("input", Values(("lines", new List<object?> { Values(("sku", "a"), ("quantity", 2)) }), ("kind", "LARGE")))),
            });

    [Fact]
    public void Queries_come_before_mutations_unless_a_coordinate_or_kind_says_otherwise()
    {
        AssertWrites("mutation product { product }", new QueryOutline("Mutation.product"));
        AssertWrites("mutation Named { product }", new QueryOutline("product") { Operation = OperationType.Mutation, Name = "Named" });
    }

    [Fact]
    public void Only_selected_paths_are_written() =>
        AssertWrites(
            "query products { products { nodes { name price { amount currency } } } }", new QueryOutline("products") { Select = ["nodes.name", "nodes.price"] });

    [Fact]
    public void Wildcards_select_by_parts_of_names() =>
        AssertWrites("query products { products { nodes { name code } } }", new QueryOutline("products") { Select = ["nodes.n*", "nodes.c*e"] });

    [Fact]
    public void A_path_selects_what_is_deprecated_or_has_required_arguments() =>
        AssertWrites(
            "query products($first: Int!) { products { nodes { old related(first: $first) { name } } } }",
            new QueryOutline("products") { Select = ["nodes.old", "nodes.related.name"] });

    [Fact]
    public void Excluded_names_and_paths_are_left_out() =>
        AssertWrites(
            "query products { products { nodes { id name price { amount } } } }",
            new QueryOutline("products") { Depth = 3, Exclude = ["total", "code", "nodes.maker", "nodes.price.currency"] });

    [Fact]
    public void Abstract_types_are_asked_by_fragments_and_names_with_two_types_get_an_alias() =>
        AssertWrites(
            "query search($text: String!) { search(text: $text) { __typename ... on Product { id name code } ... on Maker { id maker_name: name maker_code: code } } }",
            new QueryOutline("search") { Depth = 1 });

    [Fact]
    public void An_interface_is_asked_for_its_own_fields_once() =>
        AssertWrites(
            "query node($id: ID!) { node(id: $id) { __typename id ... on Product { name code } ... on Maker { maker_name: name maker_code: code } } }",
            new QueryOutline("node") { Depth = 1 });

    [Theory]
    [InlineData("produts", "Did you mean \"products\"")]
    [InlineData("Query.order", "No root type")]
    public void An_unknown_field_is_refused(string field, string message) =>
        Assert.Contains(message, Assert.Throws<QueryOutlineException>(() => QueryWriter.Write(Shop, new QueryOutline(field))).Message);

    [Fact]
    public void Wrong_arguments_values_and_paths_are_refused_with_their_places()
    {
        AssertRefuses("Did you mean \"first\"", new QueryOutline("products") { Arguments = Values(("frist", 1)) });
        AssertRefuses("Query.products(first:)", new QueryOutline("products") { Arguments = Values(("first", "many")) });
        AssertRefuses("Did you mean \"name\"", new QueryOutline("products") { Select = ["nodes.nam"] });
        AssertRefuses("which has no fields", new QueryOutline("products") { Select = ["total.more"] });
        AssertRefuses("Nothing below", new QueryOutline("products") { Select = ["nodes.x*"] });
    }

    [Fact]
    public void A_depth_that_would_select_far_too_much_is_refused()
    {
        var sdl = "type Query { start: T0 }" + string.Concat(Enumerable.Range(0, 16).Select(level =>
            $"type T{level} {{ leaf: Int {string.Join(' ', Enumerable.Range(0, 4).Select(number => level == 15 ? $"l{number}: Int" : $"f{number}: T{level + 1}"))} }}"));

        var refusal = Assert.Throws<QueryOutlineException>(() => QueryWriter.Write(SchemaBuilder.Build(sdl), new QueryOutline("start") { Depth = 16 }));

        Assert.Contains("10000 fields", refusal.Message);
    }

    [Fact]
    public void Whatever_is_written_is_valid()
    {
        foreach (var root in new[] { Shop.Query!, Shop.Mutation! })
        {
            foreach (var field in root.Fields)
            {
                for (var depth = 1; depth <= 6; depth++)
                {
                    var document = QueryWriter.Write(Shop, new QueryOutline($"{root.Name}.{field.Name}") { Depth = depth, AllArguments = true, IncludeDeprecated = true });
                    Assert.Empty(DocumentValidator.Validate(Shop, Parser.Parse(Printer.Print(document))));
                }
            }
        }
    }

    private static Dictionary<string, object?> Values(params (string Name, object? Value)[] values) =>
        values.ToDictionary(value => value.Name, value => value.Value);

    private static void AssertRefuses(string message, QueryOutline outline) =>
        Assert.Contains(message, Assert.Throws<QueryOutlineException>(() => QueryWriter.Write(Shop, outline)).Message);

    private static void AssertWrites(string expected, QueryOutline outline)
    {
        var written = Printer.Print(QueryWriter.Write(Shop, outline));
        Assert.Equal(Printer.Print(Parser.Parse(expected)), written);
        Assert.Empty(DocumentValidator.Validate(Shop, Parser.Parse(written)));
    }
}
