using GqlTools.Language.Sdl;

namespace GqlTools.Language.Tests.Execution;

public sealed class AbstractTypeTests
{
    private const string Sdl = """
        type Query { pet: Pet, pets: [Pet!], either: Either, dog: Dog }
        interface Pet { name: String }
        type Dog implements Pet { name: String, barks: Boolean }
        type Cat implements Pet { name: String, meows: Boolean }
        type Stone { name: String }
        union Either = Dog | Stone
        """;

    private const string Query = "{ pet { __typename name ... on Dog { barks } ... on Cat { meows } } }";

    [Fact]
    public async Task ResolveType_names_the_type()
    {
        var schema = SchemaBuilder.Build(Sdl, new SchemaBindings()
            .ResolveType("Pet", (value, context) => context.FieldName == "pet" && value is string ? "Cat" : null)
            .ResolveValue("Query.pet", _ => "value").ResolveValue("Cat.meows", _ => true).ResolveValue("Cat.name", context => context.Source));

        Assert.Equal("{'data':{'pet':{'__typename':'Cat','name':'value','meows':true}}}", await Run.Json(schema, Query));
    }

    [Fact]
    public async Task IsTypeOf_recognises_the_type()
    {
        var schema = SchemaBuilder.Build(Sdl, new SchemaBindings()
            .IsTypeOf("Dog", (value, _) => value is int).IsTypeOf("Cat", (value, _) => value is string)
            .ResolveValue("Query.pets", _ => new object[] { 1, "c" }));

        Assert.Equal("{'data':{'pets':[{'__typename':'Dog'},{'__typename':'Cat'}]}}", await Run.Json(schema, "{ pets { __typename } }"));
    }

    [Fact]
    public async Task A_class_named_after_the_type_or_derived_from_one_needs_neither() =>
        Assert.Equal(
            "{'data':{'pet':{'__typename':'Dog','name':'P','barks':true}}}",
            await Run.Json(Sdl, Query, new { pet = new Poodle("P", true) }));

    [Theory]
    [InlineData("Dog", null)]
    [InlineData(null, "The object type of \"v\" is unknown: give Pet a ResolveType, the object types an IsTypeOf, or the value a __typename (field Query.pet).")]
    [InlineData("Fish", "Pet was resolved to \"Fish\", a type the schema does not have (field Query.pet).")]
    [InlineData("Either", "Pet was resolved to Either, which is no object type (field Query.pet).")]
    [InlineData("Stone", "Pet was resolved to Stone, which does not belong to it (field Query.pet).")]
    public async Task A_type_that_cannot_be_is_an_error_of_the_field(string? typeName, string? message)
    {
        var schema = SchemaBuilder.Build(Sdl, new SchemaBindings().ResolveType("Pet", (_, _) => typeName).ResolveValue("Query.pet", _ => "v"));

        var result = await Run.Result(schema, "{ pet { __typename } }");

        Assert.Equal(message, result.Errors.SingleOrDefault()?.Message);
    }

    [Fact]
    public async Task An_object_that_is_not_of_its_type_is_an_error()
    {
        var schema = SchemaBuilder.Build(Sdl, new SchemaBindings().IsTypeOf("Dog", (_, _) => false).ResolveValue("Query.dog", _ => "v"));

        Assert.Equal("The field Query.dog resolved to \"v\", which is no Dog.", Assert.Single((await Run.Result(schema, "{ dog { name } }")).Errors).Message);
    }

    public record Dog(string Name, bool Barks);

    public sealed record Poodle(string Name, bool Barks) : Dog(Name, Barks);
}
