using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Language.Tests.Validation;

public class DocumentValidatorTests
{
    private static readonly Schema Schema = SchemaBuilder.Build("""
        type Query { product(id: ID!, style: Style): Product products(first: Int): [Product!]! find(where: Where!): Item any: Item version: String }
        type Mutation { rename(id: ID!): Product }
        interface Item { id: ID! }
        type Product implements Item { id: ID! name: String price: Float }
        type Shelf implements Item { id: ID! width: Int }
        enum Style { SHORT LONG }
        input Where @oneOf { id: ID name: String }
        """);

    [Theory]
    [InlineData("{ product(id: 1) { nme } }", "FieldsOnCorrectType", "The type \"Product\" has no field \"nme\". Did you mean \"name\"?")]
    [InlineData("{ any { width } }", "FieldsOnCorrectType", "Did you mean to use an inline fragment on \"Shelf\"?")]
    [InlineData("{ product(idd: 1, id: 1) { id } }", "KnownArgumentNames", "The field \"Query.product\" has no argument \"idd\". Did you mean \"id\"?")]
    [InlineData("{ product { id } }", "ProvidedRequiredArguments", "The argument \"Query.product(id:)\" of type \"ID!\" is required; give it.")]
    [InlineData("{ product(id: 1) }", "ScalarLeafs", "select some of its fields: \"product { ... }\".")]
    [InlineData("{ version { a } }", "ScalarLeafs", "has no fields to select")]
    [InlineData("{ product(id: 1, style: LNG) { id } }", "ValuesOfCorrectType", "Did you mean the enum value \"LONG\"?")]
    [InlineData("{ product(id: 1, style: \"LONG\") { id } }", "ValuesOfCorrectType", "Did you mean the enum value \"LONG\"?")]
    [InlineData("{ version @inclde(if: true) }", "KnownDirectives", "There is no directive \"@inclde\". Did you mean \"@include\"?")]
    [InlineData("query ($a: Strin) { version }", "KnownTypeNames", "Did you mean \"String\"")]
    [InlineData("{ any { ...Parts } } fragment Part on Item { id }", "KnownFragmentNames", "Did you mean \"Part\"?")]
    [InlineData("query Q($id: ID!) { product(id: $di) { id } }", "NoUndefinedVariables", "The variable \"$di\" is not defined by the operation \"Q\".")]
    [InlineData("subscription { a }", "KnownOperationTypes", "This schema has no subscription operations.")]
    [InlineData("{ x: version x: any { id } }", "OverlappingFieldsCanBeMerged", "\"version\" and \"any\" are different fields")]
    [InlineData("query ($s: String) { find(where: { name: $s }) { id } }", "VariablesInAllowedPosition", "declare it as \"String!\"")]
    public void Errors_name_the_rule_and_say_what_would_be_right(string text, string rule, string expected)
    {
        var error = Validate(text).First(item => item.Rule == rule);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Locations);
    }

    [Fact]
    public void Errors_have_coordinates_and_a_text_with_line_and_column()
    {
        var error = Assert.Single(Validate("{\n  product(id: 1) {\n    nme\n  }\n}"));
        Assert.Equal("Product.nme", error.Coordinate);
        Assert.EndsWith("(line 3, column 5)", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ product(id: 1) { nme } }")]
    [InlineData("{ product(id: 1, style: LNG) { id } }")]
    [InlineData("{ any { width } }")]
    [InlineData("{ find(where: { nme: \"x\" }) { id } }")]
    public void Suggestions_can_be_hidden(string text)
    {
        var errors = Validate(text, new ValidationOptions { HideSuggestions = true });
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.DoesNotContain("Did you mean", error.Message, StringComparison.Ordinal));
        Assert.Contains(Validate(text), error => error.Message.Contains("Did you mean", StringComparison.Ordinal));
    }

    // graphql-js overlooks this one where the OneOf object itself is required; the specification (section 5.8.5) does not.
    [Fact]
    public void A_nullable_variable_in_a_required_one_of_object_is_refused() =>
        Assert.Contains(Validate("query ($s: ID) { find(where: { id: $s }) { id } }"), error => error.Rule == "VariablesInAllowedPosition");

    [Theory]
    [InlineData(3, 3)]
    [InlineData(2, 3)]
    [InlineData(1, 2)]
    public void Errors_beyond_the_limit_are_one_last_error(int limit, int expected)
    {
        var errors = Validate("{ a b c }", new ValidationOptions { MaximumErrors = limit });
        Assert.Equal(expected, errors.Count);
        Assert.Equal(limit < 3, errors[^1].Rule == "MaximumErrors");
    }

    [Fact]
    public void Rules_of_ones_own_run_beside_those_of_the_specification()
    {
        var noVersion = new ValidationRule("NoVersion", context => context.OnEnter<FieldNode>(SyntaxKind.Field, field =>
        {
            if (context.Field?.Coordinate == "Query.version")
                context.Report("Do not ask for the version.", field);
        }));
        var errors = Validate("{ version nothing }", new ValidationOptions { Rules = [.. SpecifiedRules.All, noVersion] });
        Assert.Equal(["FieldsOnCorrectType", "NoVersion"], errors.Select(error => error.Rule).Order());
    }

    [Fact]
    public void One_schema_and_the_rules_serve_many_threads()
    {
        var document = Parser.Parse("query Q($id: ID!) { product(id: $id) { ...P } } fragment P on Product { id nme }");
        Parallel.For(0, 200, _ => Assert.Single(DocumentValidator.Validate(Schema, document)));
    }

    private static IReadOnlyList<ValidationError> Validate(string text, ValidationOptions? options = null) =>
        DocumentValidator.Validate(Schema, Parser.Parse(text), options);
}
