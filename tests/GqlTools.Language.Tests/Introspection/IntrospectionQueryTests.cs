using System.Text.Json;
using GqlTools.Language.Execution;
using GqlTools.Language.Introspection;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Language.Tests.Introspection;

public class IntrospectionQueryTests
{
    private static readonly Schema Schema = SchemaBuilder.Build("""
        "Described." schema { query: Query }
        directive @tag(name: String! = "x") repeatable on FIELD_DEFINITION
        type Query { a(x: [[Int!]!]! = [[1]], old: Int @deprecated): [[U!]!]! @deprecated(reason: "no") s: S }
        union U = Query
        scalar S @specifiedBy(url: "https://example.org")
        input One @oneOf { a: Int b: E }
        enum E { "first" A B @deprecated }
        """);

    [Fact]
    public async Task The_query_is_valid_and_its_answer_builds_the_same_schema()
    {
        var data = await AskAsync(IntrospectionQuery.Create());
        Assert.Equal(SchemaPrinter.Print(Schema), SchemaPrinter.Print(IntrospectionReader.Read(data)));
    }

    [Fact]
    public async Task The_minimal_query_is_answered_with_what_old_servers_know()
    {
        var schema = IntrospectionReader.Read(await AskAsync(IntrospectionQuery.Create(IntrospectionCapabilities.Minimal)));
        Assert.False(((InputObjectType)schema.FindType("One")!).IsOneOf);
        Assert.Equal("no", schema.Query!.Fields.Find("a")!.DeprecationReason);
    }

    [Fact]
    public async Task The_probe_finds_all_that_this_engine_admits()
    {
        var response = await AskAsync(IntrospectionQuery.Probe);
        Assert.Equal(
            IntrospectionCapabilities.September2025 with { DirectiveDeprecation = true }, IntrospectionCapabilities.FromProbe(response.GetProperty("data")));
    }

    [Fact]
    public void A_type_depth_that_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => IntrospectionQuery.Create(typeDepth: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => IntrospectionQuery.Create(typeDepth: 101));
    }

    private static async Task<JsonElement> AskAsync(string text)
    {
        var document = Parser.Parse(text);
        Assert.Empty(DocumentValidator.Validate(Schema, document));
        var result = await Executor.ExecuteAsync(new ExecutionRequest { Schema = Schema, Document = document, CancellationToken = TestContext.Current.CancellationToken });
        Assert.Empty(result.Errors);
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer))
            result.WriteTo(writer);
        using var json = JsonDocument.Parse(buffer.ToArray());
        return json.RootElement.Clone();
    }
}
