using GqlTools.Language.Syntax;

namespace GqlTools.Language.Tests.Syntax;

public sealed class VisitorTests
{
    [Fact]
    public void Nodes_are_entered_and_left_in_document_order()
    {
        var steps = new List<string>();

        var isComplete = Visitor.Walk(
            Parser.Parse("{ a(b: 1) { c } }"),
            node =>
            {
                steps.Add($"+{node.Kind}");
                return VisitStep.Continue;
            },
            node => steps.Add($"-{node.Kind}"));

        Assert.True(isComplete);
        Assert.Equal(
            "+Document +OperationDefinition +SelectionSet +Field +Name -Name +Argument +Name -Name +IntValue -IntValue -Argument +SelectionSet +Field "
            + "+Name -Name -Field -SelectionSet -Field -SelectionSet -OperationDefinition -Document",
            string.Join(' ', steps));
    }

    [Fact]
    public void Skip_passes_the_children_and_does_not_leave_the_node()
    {
        var left = new List<SyntaxKind>();

        Visitor.Walk(
            Parser.Parse("{ a { b } }"),
            node => node is FieldNode { Name.Value: "a" } ? VisitStep.Skip : VisitStep.Continue,
            node => left.Add(node.Kind));

        Assert.Equal([SyntaxKind.SelectionSet, SyntaxKind.OperationDefinition, SyntaxKind.Document], left);
    }

    [Fact]
    public void Stop_ends_the_walk_at_once()
    {
        var entered = 0;

        var isComplete = Visitor.Walk(Parser.Parse("{ a b c } { d }"), node =>
        {
            entered++;
            return node is FieldNode { Name.Value: "b" } ? VisitStep.Stop : VisitStep.Continue;
        });

        Assert.False(isComplete);
        Assert.Equal("Document OperationDefinition SelectionSet Field Name Field".Split(' ').Length, entered);
    }

    [Theory]
    [InlineData(KitchenSink.Executable)]
    [InlineData(KitchenSink.Schema)]
    public void Every_name_of_a_document_is_visited_once_and_in_order(string text)
    {
        var offsets = new List<int>();

        Visitor.Walk(Parser.Parse(text), node =>
        {
            if (node is NameNode)
                offsets.Add(node.Location.Start);
            return VisitStep.Continue;
        });

        Assert.Equal(offsets.Order().Distinct(), offsets);
        Assert.True(offsets.Count > 80, $"{offsets.Count} names");
    }

    [Fact]
    public void The_two_documents_contain_every_kind_of_node()
    {
        var kinds = new HashSet<SyntaxKind>();
        foreach (var text in new[] { KitchenSink.Executable, KitchenSink.Schema })
        {
            Visitor.Walk(Parser.Parse(text), node =>
            {
                kinds.Add(node.Kind);
                return VisitStep.Continue;
            });
        }

        Assert.Equal(Enum.GetValues<SyntaxKind>().Order(), kinds.Order());
    }
}
