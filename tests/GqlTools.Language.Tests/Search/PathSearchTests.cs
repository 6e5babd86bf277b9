using GqlTools.Language.Search;
using GqlTools.Language.Sdl;

namespace GqlTools.Language.Tests.Search;

public sealed class PathSearchTests
{
    private const string Sdl =
        """
        type Query { customer(id: ID!): Customer orders: OrderPage node(id: ID!): Node old: Invoice @deprecated }
        interface Node { id: ID! }
        type Customer implements Node { id: ID! orders: OrderPage friends: [Customer] }
        type OrderPage { nodes: [Order!]! }
        type Order { invoice: Invoice customer: Customer }
        type Invoice implements Node { id: ID! }
        type Island { self: Island }
        """;

    [Fact]
    public void The_shorter_ways_come_first()
    {
        var paths = Find("Query", "Invoice");

        Assert.Equal(
            ["Query.customer.orders.nodes.invoice", "Query.node<Invoice>", "Query.orders.nodes.invoice"],
            paths.Select(path => path.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal([1, 3, 4], paths.Select(path => path.Length));
    }

    [Fact]
    public void A_way_knows_its_arguments_selection_and_result_path()
    {
        var way = Find("Query", "Invoice").Single(path => path.ToString().StartsWith("Query.customer", StringComparison.Ordinal));

        Assert.Equal("customer.orders.nodes.invoice", way.ResultPath);
        Assert.Equal(["Query.customer(id:)"], way.RequiredArguments.Select(argument => argument.Coordinate));
        Assert.Equal("{ customer(id: $id) { orders { nodes { invoice { __typename } } } } }", way.Selection);
    }

    [Fact]
    public void A_way_to_one_of_several_types_asks_for_it_by_a_fragment() =>
        Assert.Equal("{ node(id: $id) { ... on Invoice { __typename } } }", Find("Query", "Invoice")[0].Selection);

    [Fact]
    public void Deprecated_fields_are_no_way_unless_asked_for()
    {
        var schema = SchemaBuilder.Build(Sdl);

        Assert.DoesNotContain("Query.old", Find("Query", "Invoice").Select(path => path.ToString()));
        Assert.Contains("Query.old", PathSearch.Find(schema, new PathQuery("Query", "Invoice") { IncludeDeprecated = true }).Select(path => path.ToString()));
    }

    [Fact]
    public void Number_and_length_are_bounded()
    {
        var schema = SchemaBuilder.Build(Sdl);

        Assert.Single(PathSearch.Find(schema, new PathQuery("Query", "Invoice") { MaximumPaths = 1 }));
        Assert.All(PathSearch.Find(schema, new PathQuery("Query", "Invoice") { MaximumLength = 3 }), path => Assert.InRange(path.Length, 1, 3));
    }

    [Fact]
    public void Where_nothing_leads_nothing_is_found() => Assert.Empty(Find("Query", "Island"));

    [Fact]
    public void Names_are_found_whatever_their_case_and_unknown_ones_are_refused()
    {
        Assert.NotEmpty(Find("query", "invoice"));
        Assert.Contains("Did you mean \"Invoice\"", Assert.Throws<ArgumentException>(() => Find("Query", "Invoce")).Message);
        Assert.Contains("no type with fields", Assert.Throws<ArgumentException>(() => Find("Query", "ID")).Message);
    }

    [Fact]
    public void Ten_thousand_types_in_dense_circles_are_searched_without_trying_everything()
    {
        var sdl = "type Query { start: T0 }" + string.Concat(Enumerable.Range(0, 10_000).Select(number =>
            $"type T{number} {{ {string.Join(' ', Enumerable.Range(1, 6).Select(step => $"f{step}: T{((number * 7) + step) % 10_000}"))} }}"));

        var paths = PathSearch.Find(SchemaBuilder.Build(sdl), new PathQuery("Query", "T9999") { MaximumLength = 20 });

        Assert.Equal(10, paths.Count);
        Assert.Equal(paths.OrderBy(path => path.Length), paths);
    }

    private static IReadOnlyList<SchemaPath> Find(string from, string to) => PathSearch.Find(SchemaBuilder.Build(Sdl), new PathQuery(from, to));
}
