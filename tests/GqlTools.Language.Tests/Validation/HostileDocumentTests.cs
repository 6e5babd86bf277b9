using System.Diagnostics;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Language.Tests.Validation;

public class HostileDocumentTests
{
    private const int UsualStackKilobytes = 1_536;

    /// <summary>No measure of speed: work that grows out of bounds takes far longer, whatever the machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly Schema Schema = SchemaBuilder.Build("type Query { a: Query b: Query c(x: Int): Int d: [Query] l: U } type Other { a: Other c: Int } union U = Query | Other");

    [Fact]
    public void The_same_field_many_times_is_valid_and_quick() =>
        Assert.Empty(Validate("{ " + string.Concat(Enumerable.Repeat("c a { c } ", 20_000)) + "}"));

    [Fact]
    public void Fragments_that_double_with_each_step_are_quick()
    {
        const int Steps = 60;
        var fragments = Enumerable.Range(0, Steps).Select(i => $"fragment F{i} on Query {{ a {{ ...F{i + 1} }} b {{ ...F{i + 1} }} }}");
        Assert.Empty(Validate($"{{ ...F0 }} {string.Join(' ', fragments)} fragment F{Steps} on Query {{ c }}"));
    }

    [Fact]
    public void A_conflict_behind_fragments_that_double_is_found()
    {
        const int Steps = 30;
        var fragments = Enumerable.Range(0, Steps).Select(i => $"fragment F{i} on Query {{ a {{ ...F{i + 1} }} b {{ ...F{i + 1} }} }}");
        var errors = Validate($"{{ ...F0 }} {string.Join(' ', fragments)} fragment F{Steps} on Query {{ x: c x: a {{ c }} }}");
        Assert.Contains(errors, error => error.Rule == "OverlappingFieldsCanBeMerged");
    }

    [Fact]
    public void A_chain_of_many_fragments_ends_in_an_answer()
    {
        const int Steps = 20_000;
        var fragments = Enumerable.Range(0, Steps).Select(i => $"fragment F{i} on Query {{ ...F{i + 1} }}");
        Validate($"{{ ...F0 }} {string.Join(' ', fragments)} fragment F{Steps} on Query {{ c }}");
    }

    [Theory]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(UsualStackKilobytes)]
    public void The_deepest_document_of_the_parser_ends_in_an_answer_on_a_small_stack(int kilobytes)
    {
        const int Depth = ParserOptions.DefaultMaxDepth;
        string[] texts =
        [
            string.Concat(Enumerable.Repeat("{ a ", Depth - 1)) + "{ c " + new string('}', Depth),
            string.Concat(Enumerable.Repeat("{ ... ", Depth - 1)) + "{ c " + new string('}', Depth),
            "{ c(x: " + new string('[', Depth - 1) + new string(']', Depth - 1) + ") }",
            "query ($v: " + new string('[', Depth) + "Int" + new string(']', Depth) + ") { c }",
        ];
        var documents = texts.Select(text => Parser.Parse(text)).ToList();
        IReadOnlyList<ValidationError>[] answers = [];
        var thread = new Thread(() => answers = documents.Select(document => DocumentValidator.Validate(Schema, document)).ToArray(), kilobytes * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal(documents.Count, answers.Length);
        if (kilobytes >= UsualStackKilobytes)
            Assert.All(answers.Take(2), Assert.Empty);
        Assert.All(answers.Take(2), errors => Assert.True(errors.Count == 0 || errors[^1].Message.Contains("too deep", StringComparison.Ordinal)));
    }

    [Fact]
    public void Many_fragments_that_spread_all_others_end_in_an_answer()
    {
        const int Count = 300;
        var spreads = string.Join(' ', Enumerable.Range(0, Count).Select(i => $"...F{i}"));
        Validate($"{{ {spreads} }} {string.Join(' ', Enumerable.Range(0, Count).Select(i => $"fragment F{i} on Query {{ {spreads} a {{ {spreads} }} }}"))}");
    }

    [Fact]
    public void Many_conflicting_aliases_end_at_the_largest_number_of_errors()
    {
        var errors = Validate("{ " + string.Concat(Enumerable.Range(0, 3_000).Select(i => $"x: c(x: {i}) ")) + "}");
        Assert.Equal(ValidationOptions.DefaultMaximumErrors + 1, errors.Count);
        Assert.Equal("MaximumErrors", errors[^1].Rule);
    }

    [Fact]
    public void Many_operations_with_many_fragments_and_variables_end_in_an_answer()
    {
        const int Count = 400;
        var spreads = string.Join(' ', Enumerable.Range(0, Count).Select(i => $"...F{i}"));
        var operations = string.Join(' ', Enumerable.Range(0, Count).Select(i => $"query Q{i}($v: Int) {{ {spreads} }}"));
        Validate(operations + string.Join(' ', Enumerable.Range(0, Count).Select(i => $"fragment F{i} on Query {{ c(x: $v) }}")));
    }

    [Fact]
    public void A_spent_budget_refuses_the_document()
    {
        var document = Parser.Parse("{ a { c } a { c } a { c } }");
        var error = Assert.Single(DocumentValidator.Validate(Schema, document, new ValidationOptions { MaximumWork = 3 }));
        Assert.Contains("ValidationOptions.MaximumWork", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_unknown_names_with_long_suggestions_are_quick()
    {
        var schema = SchemaBuilder.Build("type Query { " + string.Concat(Enumerable.Range(0, 2_000).Select(i => $"someFieldWithALongName{i}: Int ")) + "}");
        var start = Stopwatch.GetTimestamp();
        DocumentValidator.Validate(schema, Parser.Parse("{ " + string.Concat(Enumerable.Range(0, 2_000).Select(i => $"someFieldWithALongNam{i} ")) + "}"));
        Assert.True(Stopwatch.GetElapsedTime(start) < Limit);
    }

    private static IReadOnlyList<ValidationError> Validate(string text)
    {
        var document = Parser.Parse(text);
        var start = Stopwatch.GetTimestamp();
        var errors = DocumentValidator.Validate(Schema, document);
        var elapsed = Stopwatch.GetElapsedTime(start);
        Assert.True(elapsed < Limit, $"{elapsed.TotalSeconds:F1} s");
        return errors;
    }
}
