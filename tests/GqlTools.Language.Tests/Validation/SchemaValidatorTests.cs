using GqlTools.Language.Sdl;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Language.Tests.Validation;

public class SchemaValidatorTests
{
    [Theory]
    [InlineData("type Mutation { a: Int }", "RootTypes", null, "needs a root type for queries")]
    [InlineData("schema { query: Q } enum Q { A }", "RootTypes", "Q", "must be an object type")]
    [InlineData("schema { query: Q mutation: Q } type Q { a: Int }", "RootTypes", "Q", "the root type of query and mutation operations")]
    [InlineData("type Query { __a: Int }", "ReservedNames", "Query.__a", "must not begin with \"__\"")]
    [InlineData("type Query { a: I } input I { a: Int }", "OutputTypes", "Query.a", "\"I\" is none")]
    [InlineData("type Query { a(x: Query): Int }", "InputTypes", "Query.a(x:)", "\"Query\" is none")]
    [InlineData("type Query { a(x: Int! @deprecated): Int }", "RequiredDeprecated", "Query.a(x:)", "cannot be deprecated")]
    [InlineData("type Query { a(x: [Int] = [1, \"b\"]): Int }", "DefaultValues", "Query.a(x:)", "at [1]. Int must be a whole number")]
    [InlineData("type Query", "EmptyTypes", "Query", "needs at least one field")]
    [InlineData("type Query implements I { b: Int } interface I { a: Int }", "Interfaces", "Query", "needs the field I.a of its interface")]
    [InlineData("type Query implements I { a: String } interface I { a: Int }", "Interfaces", "Query.a", "promises \"Int\"")]
    [InlineData("type Query { a: U } union U = Query | Query", "UnionMembers", "U", "more than once")]
    [InlineData("type Query { a(x: I): Int } input I @oneOf { a: Int! }", "OneOf", "I.a", "must be nullable")]
    [InlineData("type Query { a(x: I): Int } input I { i: I! }", "InputObjectCycles", "I", "needs itself through I.i")]
    [InlineData("type Query { a(x: I): Int } input I { i: I = {} }", "DefaultValueCycles", "I.i", "would never end")]
    public void Errors_name_the_rule_the_coordinate_and_what_is_wrong(string sdl, string rule, string? coordinate, string expected)
    {
        var error = Assert.Single(SchemaValidator.Validate(SchemaBuilder.Build(sdl)), item => item.Rule == rule);
        Assert.Equal(coordinate, error.Coordinate);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_made_in_code_is_validated_without_places()
    {
        var query = new ObjectType("Query", () => [new FieldDefinition("__bad", BuiltInScalars.Int)]);
        var error = Assert.Single(SchemaValidator.Validate(new Schema(new SchemaConfiguration { Query = query })));
        Assert.Equal("Query.__bad", error.Coordinate);
        Assert.Empty(error.Locations);
    }

    [Fact]
    public void A_default_value_that_leads_back_to_itself_does_not_overflow_the_stack()
    {
        var schema = SchemaBuilder.Build("type Query { a(x: I): Int } input I { i: I = {} }");
        _ = ((InputObjectType)schema.FindType("I")!).Fields[0].GetDefault();
        Assert.Single(SchemaValidator.Validate(schema));
    }

    [Fact]
    public void Input_objects_that_need_a_chain_of_ten_thousand_others_are_checked()
    {
        const int Count = 10_000;
        var inputs = string.Join('\n', Enumerable.Range(0, Count).Select(i => $"input I{i} {{ next: I{i + 1}! }}"));
        Assert.Empty(SchemaValidator.Validate(SchemaBuilder.Build($"type Query {{ a(x: I0): Int }}\n{inputs}\ninput I{Count} {{ a: Int }}")));
    }

    [Fact]
    public void All_contradictions_of_a_schema_document_are_told_at_once()
    {
        var exception = Assert.Throws<SchemaException>(() => SchemaBuilder.Build("type Query { a: Int a: Int b: Nothing } type Query { a: Int } extend enum E { A }"));
        Assert.Equal(
            ["KnownTypeNames", "PossibleTypeExtensions", "UniqueFieldDefinitionNames", "UniqueFieldDefinitionNames", "UniqueTypeNames"],
            exception.Errors.Select(error => error.Rule).Order());
    }
}
