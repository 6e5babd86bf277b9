using System.Text;
using GqlTools.Client.Failures;
using GqlTools.Client.Paging;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Client.Tests.Paging;

public sealed class PagePlannerTests
{
    private static readonly Schema Shop = SchemaBuilder.Build("""
        type Query {
          node(id: ID!): Node
          viewer: Customer
          products(first: Int = 20, after: String, last: Int, before: String, category: String): ProductConnection!
          customers(first: Int, after: String, last: Int, before: String): CustomerConnection!
          tickets(after: Int): TicketConnection!
          search(first: Int, after: String): FoundConnection!
          productsAt(offset: Int! = 0, limit: Int! = 50): [Product!]!
          catalogue(page: Int, perPage: Int): Catalogue!
        }
        interface Node { id: ID! }
        type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
        type Product implements Node { id: ID! sku: String! related(first: Int, after: String): ProductConnection! }
        type ProductEdge { cursor: String! node: Product! }
        type ProductConnection { edges: [ProductEdge!]! nodes: [Product!]! pageInfo: PageInfo! totalCount: Int! }
        type Customer implements Node { id: ID! name: String! orders(first: Int, after: String, last: Int, before: String): OrderConnection! }
        type CustomerEdge { cursor: String! node: Customer! }
        type CustomerConnection { edges: [CustomerEdge!]! nodes: [Customer!]! pageInfo: PageInfo! }
        union Found = Product | Customer
        type FoundConnection { nodes: [Found]! pageInfo: PageInfo! }
        type Order { number: Int! }
        type OrderConnection { nodes: [Order!]! pageInfo: PageInfo! }
        type Ticket { title: String! }
        type TicketConnection { nodes: [Ticket!]! pageInfo: TicketPageInfo! }
        type TicketPageInfo { hasNextPage: Boolean! endCursor: Int }
        type Catalogue { items: [Product!]! total: Int! }
        """);

    /// <summary>Document, what is sent for it, and the variables of its second page, which is asked for by the cursor or number 7.</summary>
    public static TheoryData<string, string, string> Rewrites => new()
    {
        // What is missing is added: pageInfo, the cursor, the size.
        {
            "{ products { nodes { sku } } }",
            "query($first: Int!, $after: String) { products(first: $first, after: $after) { nodes { sku } pageInfo { hasNextPage endCursor } } }",
            """{"first":20,"after":"7"}"""
        },
        // What is there stays, under its alias; a page's own variables give way to new ones, and are declared no more.
        {
            "query List($n: Int = 30, $cursor: String) { products(first: $n, after: $cursor) { edges { node { sku } } page: pageInfo { more: hasNextPage } } }",
            "query List($first: Int!, $after: String) { products(first: $first, after: $after) { edges { node { sku } } page: pageInfo { more: hasNextPage endCursor } } }",
            """{"first":30,"after":"7"}"""
        },
        // A name that is taken is not taken again.
        {
            "query($after: String!, $first: Int) { products(category: $after, first: 5) { nodes { sku related(first: $first) { totalCount } } pageInfo: totalCount } }",
            "query($after: String!, $first: Int, $first2: Int!, $after2: String) { products(category: $after, first: $first2, after: $after2) { nodes { sku related(first: $first) { totalCount } } pageInfo: totalCount pageInfo_: pageInfo { hasNextPage endCursor } } }",
            """{"first2":5,"after2":"7"}"""
        },
        // Elements of several types: those with a list of their own get the id by which they are found again.
        {
            "{ search(first: 2) { nodes { ... on Product { id } ... on Customer { orders(first: 3) { nodes { number } } } } } }",
            "query($first: Int!, $after: String) { search(first: $first, after: $after) { nodes { ... on Product { id } ... on Customer { orders(first: 3) { nodes { number } pageInfo { hasNextPage endCursor } } } ... on Customer { id } } pageInfo { hasNextPage endCursor } } }",
            """{"first":2,"after":"7"}"""
        },
        // Backwards.
        {
            "{ products(last: 10) { nodes { sku } } }",
            "query($last: Int!, $before: String) { products(last: $last, before: $before) { nodes { sku } pageInfo { hasPreviousPage startCursor } } }",
            """{"last":10,"before":"7"}"""
        },
        // A cursor has the type that the schema gives it, and where there is no size none is asked for.
        {
            "{ tickets { nodes { title } } }",
            "query($after: Int) { tickets(after: $after) { nodes { title } pageInfo { hasNextPage endCursor } } }",
            """{"after":7}"""
        },
        // What does not lead to the list is left out; a fragment on the way is written out where it was spread.
        {
            "query Q($c: String) { viewer { name ...orders } products(first: 1, category: $c) { totalCount } } fragment orders on Customer { name orders(first: 3) { ...list } } fragment list on OrderConnection { nodes { ...order } } fragment order on Order { number }",
            "query Q($first: Int!, $after: String) { viewer { ... on Customer { orders(first: $first, after: $after) { ...list pageInfo { hasNextPage endCursor } } } } } fragment list on OrderConnection { nodes { ...order } } fragment order on Order { number }",
            """{"first":3,"after":"7"}"""
        },
        // A list within the elements is prepared for its rest: its pageInfo and its owner's id.
        {
            "{ customers(first: 2) { nodes { name orders(first: 3) { nodes { number } } } } }",
            "query($first: Int!, $after: String) { customers(first: $first, after: $after) { nodes { name orders(first: 3) { nodes { number } pageInfo { hasNextPage endCursor } } id } pageInfo { hasNextPage endCursor } } }",
            """{"first":2,"after":"7"}"""
        },
    };

    [Theory]
    [MemberData(nameof(Rewrites))]
    public void What_is_sent_is_a_valid_document_that_asks_for_any_page(string document, string sent, string variables)
    {
        var plan = Plan(document, Shop);

        Assert.Equal(Normalize(sent), Normalize(plan.Query));
        Assert.Equal(variables, Encoding.UTF8.GetString(plan.VariablesFor("7", plan.PageSize ?? 0).Span));
        Assert.Empty(DocumentValidator.Validate(Shop, Parser.Parse(plan.Query)));
    }

    [Theory]
    [InlineData("{ things(first: 4) { nodes { id } } }", "query($first: Int!, $after: String) { things(first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }")]
    [InlineData("{ things { nodes { id } } }", "query($first: Int!, $after: String) { things(first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }")]
    [InlineData("{ graph { nodes { id edges { to } } } list(first: 1) { edges { node { id } } } }", null)]
    public void Without_a_schema_the_text_tells_what_a_connection_is(string document, string? sent)
    {
        if (sent is null) Assert.Equal(FailureKind.PagingInvalid, Assert.Throws<GqlException>(() => Plan(document, null)).Kind);
        else Assert.Equal(Normalize(sent), Normalize(Plan(document, null).Query));
    }

    [Theory]
    [InlineData("{ productsAt { sku } }", PageBy.Offset, "query($limit: Int!, $offset: Int!) { productsAt(limit: $limit, offset: $offset) { sku } }", """{"limit":50,"offset":7}""")]
    [InlineData("query($n: Int = 9) { productsAt(offset: 3, limit: $n) { sku } }", PageBy.Offset, "query($limit: Int!, $offset: Int!) { productsAt(limit: $limit, offset: $offset) { sku } }", """{"limit":9,"offset":7}""")]
    [InlineData("{ catalogue { items { sku } total } }", PageBy.Page, "query($perPage: Int!, $page: Int!) { catalogue(perPage: $perPage, page: $page) { items { sku } total } }", """{"perPage":100,"page":7}""")]
    public void Offsets_and_page_numbers_are_found_in_the_document_and_in_the_schema(string document, PageBy pageBy, string sent, string variables)
    {
        var plan = Plan(document, Shop, new PagingOptions { PageBy = pageBy });

        Assert.Equal(Normalize(sent), Normalize(plan.Query));
        Assert.Equal(variables, Encoding.UTF8.GetString(plan.VariablesFor("7", plan.PageSize ?? 0).Span));
        Assert.Empty(DocumentValidator.Validate(Shop, Parser.Parse(plan.Query)));
    }

    [Theory]
    [InlineData("{ products { totalCount } }", null, "no connection")]
    [InlineData("{ products { nodes { sku } } customers { nodes { name } } }", null, "products, customers")]
    [InlineData("{ products { nodes { sku } } customers { nodes { name } } }", "orders", "leads to none of")]
    [InlineData("{ products { nodes { sku } totalCount } }", "products.totalCount", "leads to no list")]
    [InlineData("{ products { nodes { sku } totalCount } }", "products.nodes.name", "has no 'name'. It has: sku")]
    [InlineData("{ products(first: 1, last: 1) { nodes { sku } } }", null, "first: 1 and last: 1")]
    public void What_cannot_be_walked_is_named(string document, string? resultPath, string says)
    {
        var failure = Assert.Throws<GqlException>(() => Plan(document, Shop, new PagingOptions { ResultPath = resultPath }));

        Assert.Equal(FailureKind.PagingInvalid, failure.Kind);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_for_both_directions_goes_where_its_variables_say()
    {
        const string both = "query($f: Int, $a: String, $l: Int, $b: String) { products(first: $f, after: $a, last: $l, before: $b) { nodes { sku } } }";

        Assert.False(Plan(both, Shop, variables: """{"f":5}""").IsBackward);
        Assert.True(Plan(both, Shop, variables: """{"l":5}""").IsBackward);
        Assert.Throws<GqlException>(() => Plan(both, Shop, variables: """{"f":5,"l":5}"""));
    }

    [Fact]
    public void The_walk_starts_where_the_caller_says()
    {
        Assert.Equal("x", Plan("""{ products(after: "x") { nodes { sku } } }""", Shop).Start);
        Assert.Equal("y", Plan("query($a: String) { products(after: $a) { nodes { sku } } }", Shop, variables: """{"a":"y"}""").Start);
        Assert.Equal("""{"first":20,"after":"y"}""", Encoding.UTF8.GetString(
            Plan("query($a: String) { products(after: $a) { nodes { sku } } }", Shop, variables: """{"a":"y"}""").VariablesFor(null, 20).Span));
    }

    [Fact]
    public void Variables_keep_every_digit_and_byte()
    {
        var plan = Plan("query($x: JSON) { products(category: $x) { nodes { sku } } }", null, variables: """{"x":{"n":12345678901234567890.10,"t":"Grüße"},"unknown":1}""");

        Assert.Equal("""{"x":{"n":12345678901234567890.10,"t":"Grüße"},"first":100}""", Encoding.UTF8.GetString(plan.VariablesFor(null, 100).Span));
    }

    private static PagePlan Plan(string document, Schema? schema, PagingOptions? options = null, string variables = "") =>
        PagePlanner.Plan(Parser.Parse(document), null, schema, Encoding.UTF8.GetBytes(variables), options ?? new PagingOptions());

    private static string Normalize(string document) => Printer.Print(Parser.Parse(document));
}
