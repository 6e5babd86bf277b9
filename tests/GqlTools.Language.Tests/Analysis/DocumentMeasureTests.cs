using GqlTools.Language.Analysis;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.Tests.Analysis;

public class DocumentMeasureTests
{
    // The shape of the example in GitHub's documentation of its limits: 100 repositories, 50 issues each, 60 labels each.
    private const string Issues = "query { viewer { repositories(first: 100) { edges { node { issues(first: 50) { edges { node { labels(first: 60) { edges { node { id } } } } } } } } } } }";

    [Fact]
    public void Points_are_requests_through_a_hundred_as_GitHub_counts_them()
    {
        // 1 for the repositories, 100 for their issues, 100 x 50 for the issues' labels: 5,101.
        var measure = Assert.Single(DocumentMeasure.MeasureAll(Parser.Parse(Issues)));
        Assert.Equal(51, measure.GitHubPoints);
        Assert.Equal(100 + (100 * 50) + (100 * 50 * 60), measure.GitHubNodes);
    }

    [Fact]
    public void Nodes_are_added_up_over_branches()
    {
        // 50 repositories; 10 pull requests with 10 comments each; 20 issues with 10 comments each; 10 followers.
        const string Text = """
            query { viewer { repositories(first: 50) { edges { repository: node {
              pullRequests(first: 10) { edges { node { comments(first: 10) { edges { node { body } } } } } }
              issues(first: 20) { edges { node { comments(first: 10) { edges { node { body } } } } } } } } }
              followers(first: 10) { edges { follower: node { login } } } } }
            """;
        var measure = Assert.Single(DocumentMeasure.MeasureAll(Parser.Parse(Text)));
        Assert.Equal(50 + (50 * 10) + (50 * 10 * 10) + (50 * 20) + (50 * 20 * 10) + 10, measure.GitHubNodes);
        Assert.Equal(2, measure.Aliases);
    }

    [Fact]
    public void The_smallest_query_costs_a_point()
    {
        var measure = Assert.Single(DocumentMeasure.MeasureAll(Parser.Parse("query Q { viewer { login } }")));
        Assert.Equal(("Q", 2, 2L, 2L, 1L, 0L, 1L), (measure.OperationName, measure.Depth, measure.Fields, measure.Cost, measure.Nodes, measure.GitHubNodes, measure.GitHubPoints));
    }

    [Theory]
    [InlineData(null, 20)]
    [InlineData(5, 5)]
    public void Page_sizes_come_from_variables_and_their_defaults(int? given, long expected)
    {
        var options = new MeasureOptions { Variables = given is null ? null : new Dictionary<string, object?> { ["n"] = given } };
        var measure = Assert.Single(DocumentMeasure.MeasureAll(Parser.Parse("query ($n: Int = 20) { items(first: $n) { nodes { id } } }"), options: options));
        Assert.Equal(expected, measure.GitHubNodes);
    }

    [Fact]
    public void The_schema_tells_lists_and_default_page_sizes()
    {
        var schema = SchemaBuilder.Build("type Query { all: [Item] page(first: Int = 3): Page open(first: Int): Page } type Item { id: ID } type Page { nodes: [Item] }");
        var document = Parser.Parse("query A { all { id } } query B { page { nodes { id } } } query C { open { nodes { id } } }");
        var measures = DocumentMeasure.MeasureAll(document, schema, new MeasureOptions { AssumedListSize = 7, AssumedPageSize = 11 });
        Assert.Equal([1 + 7, 1 + (3 * 2), 1 + (11 * 2)], measures.Select(measure => measure.Cost));
        Assert.Equal([0, 3, 11], measures.Select(measure => measure.GitHubNodes));
    }

    [Fact]
    public void What_is_left_out_for_certain_does_not_count()
    {
        var document = Parser.Parse("query ($no: Boolean!) { a @skip(if: true) b @include(if: $no) c @include(if: true) { d } }");
        Assert.Equal(3, DocumentMeasure.MeasureAll(document)[0].Fields);
        var options = new MeasureOptions { Variables = new Dictionary<string, object?> { ["no"] = false } };
        Assert.Equal(2, DocumentMeasure.MeasureAll(document, options: options)[0].Fields);
    }

    [Fact]
    public void Numbers_stop_at_the_largest_and_cycles_end()
    {
        var pages = string.Concat(Enumerable.Repeat("a(first: 1000) { ", 50)) + "b" + new string('}', 50);
        Assert.Equal(long.MaxValue, DocumentMeasure.MeasureAll(Parser.Parse("{ " + pages + " }"))[0].Nodes);
        Assert.Equal(1, DocumentMeasure.MeasureAll(Parser.Parse("{ ...F } fragment F on Q { a { ...F } }"))[0].Fields);
    }
}
