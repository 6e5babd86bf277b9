using GqlTools.Language.Comparison;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.Tests.Comparison;

public class SchemaComparerTests
{
    private const string Old = """
        type Query { product(id: ID!): Product search(where: Where): [Hit] old: Int }
        type Product { id: ID! name: String color: Color tags: [String] }
        type Shelf { id: ID! }
        union Hit = Product | Shelf
        enum Color { RED GREEN }
        input Where { name: String color: Color }
        """;

    private const string New = """
        type Query { product(id: ID!, locale: String!): Product search(where: Where): [Hit] }
        type Product { id: ID! name: String! color: Color tags: [Int] }
        union Hit = Product
        enum Color { RED BLUE }
        input Where { name: String color: Color limit: Int! }
        """;

    [Fact]
    public void Changes_have_a_severity_a_kind_a_coordinate_and_a_sentence()
    {
        var changes = SchemaComparer.Compare(SchemaBuilder.Build(Old), SchemaBuilder.Build(New));
        var removed = Assert.Single(changes, change => change.Kind == SchemaChangeKind.FieldRemoved);
        Assert.Equal((SchemaChangeSeverity.Breaking, "Query.old", "The field Query.old was removed."), (removed.Severity, removed.Coordinate, removed.Message));
        var argument = Assert.Single(changes, change => change.Kind == SchemaChangeKind.RequiredArgAdded);
        Assert.Equal(("Query.product(locale:)", "Query.product"), (argument.Coordinate, argument.AffectedCoordinate));
        Assert.Equal(SchemaChangeSeverity.Safe, Assert.Single(changes, change => change.Coordinate == "Product.name").Severity);
        Assert.Equal(SchemaChangeSeverity.Dangerous, Assert.Single(changes, change => change.Coordinate == "Color.BLUE").Severity);
    }

    [Fact]
    public void A_schema_has_no_changes_to_itself() => Assert.Empty(SchemaComparer.Compare(SchemaBuilder.Build(Old), SchemaBuilder.Build(Old)));

    [Theory]
    [InlineData("type Query { a: Int } type Mutation { a: Int }", "type Query { a: Int }", SchemaChangeKind.RootTypeChanged, SchemaChangeSeverity.Breaking)]
    [InlineData("type Query { a: Int }", "type Query { a: Int } type Mutation { a: Int }", SchemaChangeKind.RootTypeAdded, SchemaChangeSeverity.Safe)]
    [InlineData("type Query { a(i: I): Int } input I { a: Int }", "type Query { a(i: I): Int } input I @oneOf { a: Int }", SchemaChangeKind.OneOfAdded, SchemaChangeSeverity.Breaking)]
    [InlineData("type Query { a(i: I): Int } input I @oneOf { a: Int }", "type Query { a(i: I): Int } input I { a: Int }", SchemaChangeKind.OneOfRemoved, SchemaChangeSeverity.Safe)]
    [InlineData("type Query { a: Int }", "type Query { a: Int @deprecated }", SchemaChangeKind.DeprecationAdded, SchemaChangeSeverity.Safe)]
    [InlineData("type Query { a: Int @deprecated }", "type Query { a: Int }", SchemaChangeKind.DeprecationRemoved, SchemaChangeSeverity.Safe)]
    public void Changes_that_graphql_js_does_not_look_for_are_found(string old, string @new, SchemaChangeKind kind, SchemaChangeSeverity severity) =>
        Assert.Equal(severity, Assert.Single(SchemaComparer.Compare(SchemaBuilder.Build(old), SchemaBuilder.Build(@new)), change => change.Kind == kind).Severity);

    [Theory]
    [InlineData("{ product(id: 1) { id } }", true, true, "Query.product(locale:)")]
    [InlineData("{ old }", true, true, "Query.old")]
    [InlineData("{ search { ... on Shelf { id } } }", true, true, "Shelf")]
    [InlineData("query ($w: Where) { search(where: $w) { __typename } }", true, false, "Where.limit")]
    [InlineData("{ search(where: { name: \"x\" }) { __typename } }", true, true, "Where.limit")]
    [InlineData("{ search { __typename } }", true, false, "Hit")]
    [InlineData("{ search { ... on Product { tags } } }", true, false, "Product.tags")]
    [InlineData("{ __typename }", false, false, null)]
    public void Impact_names_the_operations_that_break_and_why(string query, bool breaks, bool isRefused, string? coordinate)
    {
        var impacts = ImpactAnalysis.Find(SchemaBuilder.Build(Old), SchemaBuilder.Build(New), Parser.Parse(query));
        if (!breaks)
        {
            Assert.Empty(impacts);
            return;
        }

        var impact = Assert.Single(impacts);
        Assert.True(impact.Breaks);
        Assert.Equal(isRefused, impact.Errors.Count > 0);
        Assert.Contains(impact.Changes, change => change.Coordinate == coordinate);
    }

    [Fact]
    public void Impact_is_laid_to_the_operations_that_have_it()
    {
        var document = Parser.Parse("query Fine { search { __typename ... on Product { id } } } query Broken { ...F } fragment F on Query { old }");
        var impacts = ImpactAnalysis.Find(SchemaBuilder.Build(Old), SchemaBuilder.Build(New), document);
        Assert.Equal(["Broken"], impacts.Where(impact => impact.Errors.Count > 0).Select(impact => impact.OperationName));
    }

    [Fact]
    public void An_operation_that_was_wrong_before_is_not_laid_to_the_change()
    {
        var impacts = ImpactAnalysis.Find(SchemaBuilder.Build(Old), SchemaBuilder.Build(New), Parser.Parse("{ never }"));
        Assert.Empty(impacts);
    }
}
