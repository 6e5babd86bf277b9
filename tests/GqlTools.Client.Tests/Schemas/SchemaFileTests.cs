using GqlTools.Client.Failures;
using GqlTools.Client.Schemas;
using GqlTools.Language.Introspection;
using GqlTools.Language.Sdl;

namespace GqlTools.Client.Tests.Schemas;

public sealed class SchemaFileTests
{
    [Fact]
    public void A_schema_document_is_read() =>
        Assert.NotNull(SchemaFile.Parse("\uFEFF# a shop\ntype Query { product: Product } type Product { id: ID }", "shop.graphql").FindType("Product"));

    [Fact]
    public void An_introspection_result_is_read_whether_or_not_it_has_its_data_around_it()
    {
        var json = IntrospectionWriter.Write(SchemaBuilder.Build("type Query { a: Int }"));

        Assert.NotNull(SchemaFile.Parse(json, "schema.json").Query);
        Assert.NotNull(SchemaFile.Parse($$"""  {"data": {{json}} }""", "schema.json").Query);
    }

    [Fact]
    public void A_syntax_error_names_file_line_and_column()
    {
        var failure = Assert.Throws<GqlException>(() => SchemaFile.Parse("type Query {\n  a Int\n}", "/data/shop.graphql"));

        Assert.Equal((FailureKind.SchemaInvalid, 2, 5), (failure.Kind, failure.Line, failure.Column));
        Assert.Contains("/data/shop.graphql at line 2, column 5", failure.Message);
    }

    [Fact]
    public void A_type_that_is_not_there_is_named_with_file_and_line()
    {
        var failure = Assert.Throws<GqlException>(() => SchemaFile.Parse("type Query {\n  a: Produkt\n}\ntype Product { id: ID }", "shop.graphql"));

        Assert.Equal((FailureKind.SchemaInvalid, 2), (failure.Kind, failure.Line));
        Assert.Contains("shop.graphql", failure.Message);
        Assert.Contains("Produkt", failure.Message);
    }

    [Fact]
    public void Broken_json_names_file_and_line()
    {
        var failure = Assert.Throws<GqlException>(() => SchemaFile.Parse("{\n  \"__schema\": nothing\n}", "schema.json"));

        Assert.Equal((FailureKind.SchemaInvalid, 2), (failure.Kind, failure.Line));
        Assert.Contains("schema.json", failure.Message);
    }

    [Fact]
    public void Json_that_is_no_introspection_result_is_refused()
    {
        var failure = Assert.Throws<GqlException>(() => SchemaFile.Parse("""{"products":[]}""", "products.json"));

        Assert.Equal(FailureKind.SchemaInvalid, failure.Kind);
        Assert.Contains("__schema", failure.Message);
    }
}
