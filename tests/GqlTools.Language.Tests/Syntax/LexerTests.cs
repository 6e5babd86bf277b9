using GqlTools.Language.Syntax;

namespace GqlTools.Language.Tests.Syntax;

public sealed class LexerTests
{
    [Theory]
    [InlineData("\"simple\"", "simple")]
    [InlineData("\" white space \"", " white space ")]
    [InlineData("\"quote \\\"\"", "quote \"")]
    [InlineData("\"\\b\\f\\n\\r\\t\\/\\\\\"", "\b\f\n\r\t/\\")]
    [InlineData("\"\\u0041\\u{42}\\u{000000000043}\"", "ABC")]
    [InlineData("\"\\u{1F600}\"", "\U0001F600")]
    [InlineData("\"\\uD83D\\uDE00\"", "\U0001F600")]
    [InlineData("\"\\uAbCd\"", "\uABCD")]
    [InlineData("\"raw \U0001F600 and \0\"", "raw \U0001F600 and \0")]
    [InlineData("\"a\" # \U0001F600", "a")]
    public void A_string_stands_for_its_characters(string text, string value) =>
        Assert.Equal(value, Assert.IsType<StringValueNode>(Parser.ParseValue(text)).Value);

    [Theory]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("\"\"\"simple\"\"\"", "simple")]
    [InlineData("\"\"\"  one line  \"\"\"", "  one line  ")]
    [InlineData("\"\"\"   \"\"\"", "")]
    [InlineData("\"\"\"a \\\"\"\" b\"\"\"", "a \"\"\" b")]
    [InlineData("\"\"\"\\\"\"\"\"\"\"", "\"\"\"")]
    [InlineData("\"\"\"a \\n \\u0041 \\\\ \"\"\"", "a \\n \\u0041 \\\\ ")]
    [InlineData("\"\"\"a\r\nb\rc\nd\"\"\"", "a\nb\nc\nd")]
    [InlineData("\"\"\"\n    Hello,\n      World!\n\n    Yours,\n      GraphQL.\n  \"\"\"", "Hello,\n  World!\n\nYours,\n  GraphQL.")]
    [InlineData("\"\"\"first\n    second\n      third\"\"\"", "first\nsecond\n  third")]
    [InlineData("\"\"\"\n\n  a\n \t\n  b\n\n\"\"\"", "a\n\nb")]
    [InlineData("\"\"\"\n  \n\t\n\"\"\"", "")]
    [InlineData("\"\"\"\n\ta\n\t\tb\"\"\"", "a\n\tb")]
    public void A_block_string_loses_its_indentation_and_nothing_else(string text, string value)
    {
        var node = Assert.IsType<StringValueNode>(Parser.ParseValue(text));

        Assert.True(node.Block);
        Assert.Equal(value, node.Value);
    }

    [Theory]
    [InlineData("00", 2, "after 0")]
    [InlineData("01", 2, "after 0")]
    [InlineData("+1", 1, "\"+\"")]
    [InlineData(".5", 1, "\"0.5\"")]
    [InlineData("1.", 3, "expected a digit")]
    [InlineData("1.a", 3, "expected a digit, found \"a\"")]
    [InlineData("-", 2, "expected a digit")]
    [InlineData("-A", 2, "expected a digit, found \"A\"")]
    [InlineData("1e", 3, "expected a digit")]
    [InlineData("1e+", 4, "expected a digit")]
    [InlineData("1.2.3", 4, "found \".\"")]
    [InlineData("0x10", 2, "found \"x\"")]
    [InlineData("12abc", 3, "found \"a\"")]
    [InlineData("1_000", 2, "found \"_\"")]
    [InlineData("..", 1, "three dots")]
    [InlineData(".", 1, "\".\"")]
    [InlineData("?", 1, "\"?\"")]
    [InlineData("'a'", 1, "double quotes")]
    [InlineData("\0", 1, "U+0000")]
    [InlineData("\u203B", 1, "U+203B")]
    [InlineData("\U0001F600", 1, "U+1F600")]
    [InlineData("\"", 2, "ends within a string")]
    [InlineData("\"no end", 8, "ends within a string")]
    [InlineData("\"two\nlines\"", 5, "triple quotes")]
    [InlineData("\"bad \\z esc\"", 6, "no escape")]
    [InlineData("\"bad \\", 6, "no escape")]
    [InlineData("\"bad \\u1 esc\"", 6, "Unicode escape")]
    [InlineData("\"bad \\u0XX1\"", 6, "Unicode escape")]
    [InlineData("\"bad \\u{}\"", 6, "Unicode escape")]
    [InlineData("\"bad \\u{110000}\"", 6, "Unicode escape")]
    [InlineData("\"bad \\u{FFFFFFFFFFFFFFFF}\"", 6, "Unicode escape")]
    [InlineData("\"bad \\u{D800}\"", 6, "Unicode escape")]
    [InlineData("\"bad \\uD83D esc\"", 6, "Unicode escape")]
    [InlineData("\"bad \\uDE00\"", 6, "Unicode escape")]
    [InlineData("\"bad \\uD83D\\u{DE00}\"", 6, "Unicode escape")]
    [InlineData("\"\"\"", 4, "ends within a block string")]
    [InlineData("\"\"\"a\\\"\"\"", 9, "ends within a block string")]
    public void What_is_no_token_is_an_error_at_its_column(string text, int column, string says)
    {
        var error = Assert.Throws<GraphQLSyntaxException>(() => Parser.ParseValue(text));

        Assert.Equal(column, error.Column);
        Assert.Contains(says, error.Problem, StringComparison.Ordinal);
    }

    // Attributes are stored as UTF-8, which has no half pairs: H and L stand for them.
    [Theory]
    [InlineData("\"a H b\"", 4)]
    [InlineData("\"a L\"", 4)]
    [InlineData("\"a HLL\"", 6)]
    [InlineData("\"\"\"a H\"\"\"", 6)]
    [InlineData("1 # H", 5)]
    [InlineData("L", 1)]
    public void Half_of_a_surrogate_pair_is_an_error(string template, int column)
    {
        var text = template.Replace('H', '\uD83D').Replace('L', '\uDE00');

        Assert.Equal(column, Assert.Throws<GraphQLSyntaxException>(() => Parser.ParseValue(text)).Column);
    }
}
