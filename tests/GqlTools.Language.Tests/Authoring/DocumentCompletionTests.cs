using GqlTools.Language.Authoring;
using GqlTools.Language.Sdl;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Tests.Authoring;

public sealed class DocumentCompletionTests
{
    private static readonly Schema Shop = SchemaBuilder.Build(
        """
        directive @slow(limit: Int) on FIELD
        type Query { product(id: ID!, kind: Kind, deep: Boolean): Product products(first: Int = 10, filter: Filter): [Product!]! node(id: ID!): Node search: [Result] }
        type Mutation { order(input: OrderInput!): Product }
        interface Node { id: ID! }
        type Product implements Node { id: ID! name: String title: String @deprecated kind: Kind maker: Maker }
        type Maker implements Node { id: ID! name: String products: [Product] }
        type Stranger { id: ID! }
        union Result = Product | Maker
        enum Kind { SMALL LARGE OLD @deprecated }
        input OrderInput { lines: [LineInput!]! kind: Kind note: String }
        input LineInput { sku: ID! quantity: Int! = 1 parent: LineInput }
        input Filter { name: String kinds: [Kind!] }
        """);

    [Theory]
    [InlineData("|", "query mutation fragment")]
    [InlineData("q|", "query")]
    [InlineData("{ | }", "product products node search __typename __schema __type")]
    [InlineData("{ prod| }", "product products")]
    [InlineData("{ PROD| }", "product products")]
    [InlineData("{ pro|ducts }", "product products")]
    [InlineData("query Q($id: ID!) { product(id: $id) { | } }", "id name kind maker title __typename")]
    [InlineData("{ product { maker { products { ma|", "maker")]
    [InlineData("{ other: pro| }", "product products")]
    [InlineData("{ product { id } prod|", "product products")]
    [InlineData("mutation { |", "order __typename")]
    [InlineData("mutation M { order(|", "input: ")]
    [InlineData("{ unknown { | } }", "")]
    public void Fields_and_keywords_are_proposed_for_the_place(string text, string expected) => AssertProposes(text, expected);

    [Theory]
    [InlineData("{ product(| }", "id:  kind:  deep: ")]
    [InlineData("{ product(id: 1, | }", "kind:  deep: ")]
    [InlineData("{ product(ki|: SMALL) }", "kind")]
    [InlineData("{ product(kind: |) }", "SMALL LARGE OLD null")]
    [InlineData("{ product(deep: |) }", "true false null")]
    [InlineData("{ products(filter: { | }) }", "name:  kinds: ")]
    [InlineData("{ products(filter: { kinds: [SMALL, |] }) }", "SMALL LARGE OLD")]
    [InlineData("mutation { order(input: { lines: [{ sku: 1 }, { | }] }) }", "sku:  quantity:  parent: ")]
    [InlineData("mutation { order(input: { lines: { parent: { parent: { q|", "quantity: ")]
    [InlineData("mutation { order(input: { lines: [], | }) }", "kind:  note: ")]
    public void Arguments_input_fields_and_values_are_proposed(string text, string expected) => AssertProposes(text, expected);

    [Theory]
    [InlineData("query ($id: ID!, $kind: Kind) { product(id: |) }", "$id")]
    [InlineData("query ($id: ID!, $kind: Kind) { product(id: $|) }", "id")]
    [InlineData("query ($id: ID!, $kind: Kind) { product(kind: $k|) }", "kind")]
    [InlineData("{ product(id: $|) } query Later($late: ID) { search { __typename } }", "late")]
    [InlineData("query ($|) { product(id: $id) { id } }", "id")]
    [InlineData("query ($input: Ord|) { node }", "OrderInput")]
    [InlineData("query ($kind: Kind = |) { node }", "SMALL LARGE OLD null")]
    [InlineData("query ($kinds: [Ki|]) { node }", "Kind")]
    public void Variables_and_their_types_are_proposed(string text, string expected) => AssertProposes(text, expected);

    [Theory]
    [InlineData("{ search { ... | } }", "on")]
    [InlineData("{ search { ...| } } fragment P on Product { id } fragment S on Stranger { id }", "on P")]
    [InlineData("{ search { ... on | } }", "Maker Node Product Result")]
    [InlineData("{ product { ... on | } }", "Node Product Result")]
    [InlineData("{ search { ... on Product { na| } } }", "name")]
    [InlineData("{ search { ... on Product { id } ... on Maker { products { ma| } } } }", "maker")]
    [InlineData("{ product { ... { ma| } } }", "maker")]
    [InlineData("fragment P |", "on")]
    [InlineData("fragment P on Prod|", "Product")]
    [InlineData("fragment P on Product { ki| }", "kind")]
    [InlineData("{ product { ...P @|", "include skip")]
    [InlineData("{ product @| { id } }", "slow include skip")]
    [InlineData("{ product @skip(| { id } }", "if: ")]
    [InlineData("{ product @skip(if: | { id } }", "true false")]
    [InlineData("{ product @skip(if: true) { na|", "name")]
    public void Fragments_and_directives_are_proposed(string text, string expected) => AssertProposes(text, expected);

    [Theory]
    [InlineData("{ product(id: \"a|\") }")]
    [InlineData("{ product(id: \"\"\"block { |")]
    [InlineData("{ product # the pro|")]
    [InlineData("{ % |")]
    public void Nothing_is_proposed_in_strings_and_comments_and_after_what_is_no_graphql(string text) => AssertProposes(text, "");

    [Fact]
    public void The_whole_word_under_the_cursor_is_replaced()
    {
        var list = DocumentCompletion.Complete(Shop, "{ products }", 5);

        Assert.Equal((2, 8), (list.Start, list.Length));
    }

    [Fact]
    public void A_proposal_tells_signature_deprecation_and_description()
    {
        var proposal = Assert.Single(DocumentCompletion.Complete(Shop, "{ product { ti", 14).Items);

        Assert.Equal(ProposalKind.Field, proposal.Kind);
        Assert.Equal("title: String\nDeprecated: No longer supported", proposal.Detail);
    }

    [Fact]
    public void Without_a_schema_the_document_still_proposes_its_own_names()
    {
        Assert.Equal("id", Assert.Single(DocumentCompletion.Complete(null, "query ($id: ID) { a(b: $", 24).Items).Text);
        Assert.Equal(["on", "F"], DocumentCompletion.Complete(null, "fragment F on T { a } { ...", 27).Items.Select(item => item.Text));
        Assert.Empty(DocumentCompletion.Complete(null, "{ a", 3).Items);
    }

    [Fact]
    public void Every_offset_of_a_document_can_be_completed()
    {
        const string Text = "query Q($a: [Kind!] = [SMALL] @x) @d { alias: product(id: \"}\", kind: $a) @skip(if: true) { ...F ... on Product { id } } } fragment F on Product { id }";
        for (var offset = 0; offset <= Text.Length; offset++)
        {
            Assert.NotNull(DocumentCompletion.Complete(Shop, Text, offset));
            Assert.NotNull(DocumentCompletion.Complete(Shop, Text[..offset], offset));
        }
    }

    [Theory]
    [InlineData("}}}}))))]]]] |")]
    [InlineData("{{{{((((([[[[ |")]
    [InlineData("query ( query ( { ) |")]
    [InlineData("fragment on on on { |")]
    public void Brackets_without_order_do_no_harm(string text) => Assert.NotNull(Complete(text));

    [Fact]
    public void A_cyclic_input_is_completed_at_any_depth()
    {
        var text = "mutation { order(input: { lines: { " + string.Concat(Enumerable.Repeat("parent: { ", 2000));

        Assert.Contains(DocumentCompletion.Complete(Shop, text, text.Length).Items, item => item.Label == "quantity");
    }

    [Fact]
    public void A_schema_of_10000_types_is_completed()
    {
        var sdl = string.Concat(Enumerable.Range(0, 10_000).Select(number => $"type T{number} {{ next: T{(number + 1) % 10_000} field{number}(argument: Int): String }}\n"));
        var schema = SchemaBuilder.Build("type Query { start: T0 }\n" + sdl);

        var types = DocumentCompletion.Complete(schema, "fragment F on T", 15);
        var fields = DocumentCompletion.Complete(schema, "{ start { next { next { fie", 27);

        Assert.Equal(10_000, types.Items.Count);
        Assert.Equal("field2", Assert.Single(fields.Items).Text);
    }

    private static void AssertProposes(string text, string expected) =>
        Assert.Equal(expected.Trim(), string.Join(' ', Complete(text).Items.Select(item => item.Text)).Trim());

    private static ProposalList Complete(string text)
    {
        var cursor = text.IndexOf('|', StringComparison.Ordinal);
        return DocumentCompletion.Complete(Shop, text.Remove(cursor, 1), cursor);
    }
}
