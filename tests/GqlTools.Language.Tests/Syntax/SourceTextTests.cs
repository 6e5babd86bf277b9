using GqlTools.Language.Syntax;

namespace GqlTools.Language.Tests.Syntax;

public sealed class SourceTextTests
{
    [Theory]
    [InlineData("", 0, 1, 1)]
    [InlineData("abc", 0, 1, 1)]
    [InlineData("abc", 3, 1, 4)]
    [InlineData("a\nb", 1, 1, 2)]
    [InlineData("a\nb", 2, 2, 1)]
    [InlineData("a\r\nb", 2, 1, 3)]
    [InlineData("a\r\nb", 3, 2, 1)]
    [InlineData("a\rb\r", 4, 3, 1)]
    [InlineData("\n\n\n", 2, 3, 1)]
    [InlineData("\U0001F600x", 2, 1, 3)]
    public void An_offset_has_a_line_and_a_column_in_code_units(string text, int offset, int line, int column) =>
        Assert.Equal(new SourcePosition(line, column), new SourceText(text).GetPosition(offset));

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void An_offset_outside_of_the_text_is_refused(int offset)
    {
        var source = new SourceText("abc");

        Assert.Throws<ArgumentOutOfRangeException>(() => source.GetPosition(offset));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.GetExcerpt(offset));
    }

    [Fact]
    public void Lines_come_without_their_terminators()
    {
        var source = new SourceText("a\r\n\rb\n");

        Assert.Equal(4, source.LineCount);
        Assert.Equal(["a", "", "b", ""], Enumerable.Range(1, 4).Select(source.GetLine));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.GetLine(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.GetLine(5));
    }

    [Theory]
    [InlineData("ab\ncd", 4, "2 | cd\n  |  ^")]
    [InlineData("", 0, "1 | \n  | ^")]
    [InlineData("a\tb", 2, "1 | a b\n  |   ^")]
    [InlineData("ab\r\n", 3, "1 | ab\n  |   ^")]
    public void An_excerpt_shows_the_line_and_a_caret_under_the_column(string text, int offset, string excerpt) =>
        Assert.Equal(excerpt, new SourceText(text).GetExcerpt(offset));

    [Fact]
    public void A_source_needs_a_text_and_a_name()
    {
        Assert.Throws<ArgumentNullException>(() => new SourceText(null!));
        Assert.Throws<ArgumentException>(() => new SourceText("{ a }", string.Empty));
        Assert.Equal("shop.graphql", new SourceText("{ a }", "shop.graphql").ToString());
    }

    [Fact]
    public void A_node_made_by_hand_has_no_place()
    {
        var node = new NameNode("a");

        Assert.Equal((0, 0, default), (node.Location.Line, node.Location.Column, node.Location.Position));
        Assert.Equal("Name", node.ToString());
        Assert.Equal("IntValue at line 1, column 2", ((ListValueNode)Parser.ParseValue("[1]")).Values[0].ToString());
    }
}
