using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Language.Tests.Validation;

public class LintRulesTests
{
    private static readonly Schema Schema = SchemaBuilder.Build("""
        type Query { a: Query b: Int @deprecated(reason: "Use a.") c(x: Int @deprecated, in: In): Int }
        enum E { A B @deprecated }
        input In { e: E old: Int @deprecated }
        """);

    [Theory]
    [InlineData("{ a { a { b } } }", 3, false)]
    [InlineData("{ a { a { b } } }", 2, true)]
    [InlineData("{ a { ...F } } fragment F on Query { a { b } }", 3, false)]
    [InlineData("{ a { ...F } } fragment F on Query { a { b } }", 2, true)]
    [InlineData("{ ...F } fragment F on Query { a { ...F } }", 5, true)]
    [InlineData("{ __schema { types { fields { name } } } }", 1, false)]
    public void Depth_is_limited_through_fragments(string text, int limit, bool isRefused) =>
        Assert.Equal(isRefused, Rules(text, LintRules.DepthLimit(limit)).Contains("DepthLimit"));

    [Theory]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public void Aliases_are_limited(int limit, bool isRefused) =>
        Assert.Equal(isRefused, Rules("{ x: b y: b b }", LintRules.AliasLimit(limit)).Contains("AliasLimit"));

    [Theory]
    [InlineData(7, false)]
    [InlineData(6, true)]
    public void Fields_are_limited_after_fragments_are_put_in_place(long limit, bool isRefused) =>
        Assert.Equal(isRefused, Rules("{ a { ...F } b ...F } fragment F on Query { a { b } }", LintRules.FragmentCost(limit - 1)).Contains("FragmentCost"));

    [Fact]
    public void Fragments_that_double_are_counted_without_being_written_out()
    {
        const int Steps = 60;
        var fragments = string.Join(' ', Enumerable.Range(0, Steps).Select(i => $"fragment F{i} on Query {{ a {{ ...F{i + 1} }} x: a {{ ...F{i + 1} }} }}"));
        Assert.Contains("FragmentCost", Rules($"{{ ...F0 }} {fragments} fragment F{Steps} on Query {{ b }}", LintRules.FragmentCost(1_000_000)));
    }

    [Fact]
    public void Use_of_what_is_deprecated_is_told_with_its_reason()
    {
        var errors = DocumentValidator.Validate(
            Schema, Parser.Parse("{ b a { a { __typename } } c(x: 1, in: { e: B, old: 2 }) }"), new ValidationOptions { Rules = [LintRules.NoDeprecated] });
        Assert.Equal(["E.B", "In.old", "Query.b", "Query.c(x:)"], errors.Select(error => error.Coordinate).Order());
        Assert.Contains(errors, error => error.Message == "The field Query.b is deprecated: Use a.");
    }

    [Fact]
    public void Limits_below_one_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => LintRules.DepthLimit(0));

    private static IEnumerable<string> Rules(string text, ValidationRule rule) =>
        DocumentValidator.Validate(Schema, Parser.Parse(text), new ValidationOptions { Rules = [rule] }).Select(error => error.Rule);
}
