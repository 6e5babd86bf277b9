using System.Text;
using GqlTools.Client.Batching;
using GqlTools.Client.Operations;
using GqlTools.Client.Responses;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Tests.Batching;

public sealed class MergedDocumentTests
{
    public static TheoryData<string, string> Merges => new()
    {
        { "{ a }", "{ b0_a: a b1_a: a }" },
        { "{ x: a b(n: 1) { c } }", "{ b0_x: a b0_b: b(n: 1) { c } b1_x: a b1_b: b(n: 1) { c } }" },
        { "query Q($id: ID!) { a(id: $id) }", "query Q($b0_id: ID!, $b1_id: ID!) { b0_a: a(id: $b0_id) b1_a: a(id: $b1_id) }" },
        {
            "query($n: Int = 1, $s: [In!]) @cached { a(list: [{ n: $n }, $s]) @include(if: $n) { b(n: $n) { c @skip(if: $n) } } }",
            """
            query($b0_n: Int = 1, $b0_s: [In!], $b1_n: Int = 1, $b1_s: [In!]) @cached {
              b0_a: a(list: [{ n: $b0_n }, $b0_s]) @include(if: $b0_n) { b(n: $b0_n) { c @skip(if: $b0_n) } }
              b1_a: a(list: [{ n: $b1_n }, $b1_s]) @include(if: $b1_n) { b(n: $b1_n) { c @skip(if: $b1_n) } }
            }
            """
        },
        { "{ a { ...F } } fragment F on T { b ...G } fragment G on T { c }", "{ b0_a: a { ...F } b1_a: a { ...F } } fragment F on T { b ...G } fragment G on T { c }" },
        {
            "query($n: Int) { a { ...F ...H } } fragment F on T { ...G } fragment G on T { c(n: $n) } fragment H on T { d }",
            """
            query($b0_n: Int, $b1_n: Int) { b0_a: a { ...b0_F ...H } b1_a: a { ...b1_F ...H } }
            fragment b0_F on T { ...b0_G } fragment H on T { d } fragment b1_F on T { ...b1_G }
            fragment b0_G on T { c(n: $b0_n) } fragment b1_G on T { c(n: $b1_n) }
            """
        },
        {
            "query($n: Int) { ...R ... on Query @include(if: $n) { b } } fragment R on Query { a { ...F } ...S } fragment S on Query { s } fragment F on T { c }",
            """
            query($b0_n: Int, $b1_n: Int) {
              ...r0_R ... on Query @include(if: $b0_n) { b0_b: b } ...r1_R ... on Query @include(if: $b1_n) { b1_b: b }
            }
            fragment r0_R on Query { b0_a: a { ...F } ...r0_S } fragment r1_R on Query { b1_a: a { ...F } ...r1_S }
            fragment F on T { c } fragment r0_S on Query { b0_s: s } fragment r1_S on Query { b1_s: s }
            """
        },
        // On the root and below, the same fragment is two.
        { "{ ...F a { ...F } } fragment F on Query { b }", "{ ...r0_F b0_a: a { ...F } ...r1_F b1_a: a { ...F } } fragment r0_F on Query { b0_b: b } fragment F on Query { b } fragment r1_F on Query { b1_b: b }" },
        // A fragment that is named like one of ours does not meet it.
        { "{ a { ...b0_F } } fragment b0_F on T { b }", "{ b0_a: a { ...b0_b0_F } b1_a: a { ...b1_b0_F } } fragment b0_b0_F on T { b } fragment b1_b0_F on T { b }" },
        { "mutation M { pay again: pay }", "mutation M { b0_pay: pay b0_again: pay b1_pay: pay b1_again: pay }" },
        { "query A { a } query B { b }", "query A { b0_a: a b1_a: a }" },
        { "{ a { ...Missing } }", "{ b0_a: a { ...Missing } b1_a: a { ...Missing } }" },
    };

    public static TheoryData<string[], string> VariablesToMerge => new()
    {
        { ["", ""], "" },
        { ["{}", "{ }"], "" },
        { ["""{"id":1}""", """{ "id" : "2" , "x": {"id": [1, 2]} }"""], """{"b0_id":1,"b1_id":"2","b1_x":{"id": [1, 2]}}""" },
        { ["", """{"n":1.50e3}"""], """{"b1_n":1.50e3}""" },
        { ["""{"a\u0062":null}""", ""], """{"b0_a\u0062":null}""" },
    };

    public static TheoryData<string, string[]> DataToSplit => new()
    {
        { """{"b0_a":1,"b1_a":2}""", ["""{"a":1}""", """{"a":2}"""] },
        { """{"b1_a":[{"b0_a":1}],"b0_x_y":"z","b1_b":null,"b0_a":1.50}""", ["""{"x_y":"z","a":1.50}""", """{"a":[{"b0_a":1}],"b":null}"""] },
        { """{"b1___typename":"Query"}""", ["{}", """{"__typename":"Query"}"""] },
        { """{"b2_a":1,"a":2,"b_a":3,"bx_a":4}""", ["{}", "{}"] },
    };

    [Theory]
    [MemberData(nameof(Merges))]
    public void An_operation_stands_once_for_each_input(string document, string expected)
    {
        var merged = Merge(document, 2);

        Assert.Equal(Printer.Print(Parser.Parse(expected)), Printer.Print(merged.Document.Syntax));
        Assert.Equal(Printer.Minify(merged.Document.Text), merged.Document.Text);
    }

    [Theory]
    [InlineData("query($n: Int) @cost(limit: $n) { a }", "a directive on the operation uses a variable, and would have to be there once for each input")]
    [InlineData("{ a { ... @defer { b } } }", "it has @defer or @stream")]
    [InlineData("{ a { ...F } } fragment F on T { list @stream(initialCount: 1) }", "it has @defer or @stream")]
    public void What_cannot_be_merged_says_why(string document, string expected)
    {
        var parsed = GqlDocument.Parse(document);

        Assert.Equal(expected, MergedDocument.ObstacleTo(parsed, parsed.Operations[0]));
        Assert.Throws<InvalidOperationException>(() => MergedDocument.From(parsed, parsed.Operations[0], 2));
    }

    [Theory]
    [MemberData(nameof(VariablesToMerge))]
    public void Variables_get_the_names_of_their_inputs_and_keep_their_values_byte_for_byte(string[] variables, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(MergedDocument.MergeVariables([.. variables.Select(Bytes)]).Span));

    [Theory]
    [MemberData(nameof(DataToSplit))]
    public void Data_goes_to_its_inputs_under_the_operations_own_names(string data, string[] expected) =>
        Assert.Equal(expected, Merge("{ a }", 2).SplitData(Bytes(data)).Select(part => Encoding.UTF8.GetString(part.Span)));

    [Fact]
    public void Errors_go_to_their_inputs_with_the_paths_and_places_of_the_operation_itself()
    {
        const string text = "query Q($id: ID) {\n  a(id: $id) {\n    ...F\n  }\n}\nfragment F on T {\n  b(x: 1)\n  other: c(id: $id)\n}";
        var merged = Merge(text, 3);
        var first = PlaceOf(merged, "b2_a: a");
        var shared = PlaceOf(merged, "other: c", occurrence: 3);
        GqlError[] errors =
        [
            new("in a", [first], ["b2_a", 3L, "b2_a"], null),
            new("in the fragment", [shared], ["b0_a", "other"], null),
            new("somewhere", [new GqlErrorLocation(9, 9)], ["b1_a"], null),
            new("of all", [], null, null),
            new("of a field that is none of ours", [], ["a"], null),
        ];

        var (ofInputs, ofNone) = merged.SplitErrors(errors);

        Assert.Equal("in the fragment", Assert.Single(ofInputs[0]).Message);
        Assert.Equal(new GqlErrorLocation(8, 3), Assert.Single(ofInputs[0][0].Locations));
        Assert.Equal(["a", "other"], ofInputs[0][0].Path!);
        Assert.Empty(Assert.Single(ofInputs[1]).Locations);
        Assert.Equal(["a", 3L, "b2_a"], Assert.Single(ofInputs[2]).Path!);
        Assert.Equal(new GqlErrorLocation(2, 3), Assert.Single(ofInputs[2][0].Locations));
        Assert.Equal(["of all", "of a field that is none of ours"], ofNone.Select(error => error.Message));
    }

    private static MergedDocument Merge(string document, int count)
    {
        var parsed = GqlDocument.Parse(document);
        return MergedDocument.From(parsed, parsed.Operations[0], count);
    }

    private static GqlErrorLocation PlaceOf(MergedDocument merged, string shown, int occurrence = 1)
    {
        var minified = Printer.Minify(shown);
        var index = -1;
        for (; occurrence > 0; occurrence--) index = merged.Document.Text.IndexOf(minified, index + 1, StringComparison.Ordinal);
        var place = new SourceText(merged.Document.Text).GetPosition(index);
        return new GqlErrorLocation(place.Line, place.Column);
    }

    private static ReadOnlyMemory<byte> Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
