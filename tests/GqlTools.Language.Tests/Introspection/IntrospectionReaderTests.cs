using GqlTools.Language.Introspection;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Tests.Introspection;

public class IntrospectionReaderTests
{
    private const string OldServer = """
        { "data": { "__schema": {
          "queryType": { "name": "Query" },
          "types": [
            { "kind": "OBJECT", "name": "Query", "fields": [
              { "name": "a", "type": { "kind": "NON_NULL", "ofType": { "kind": "LIST", "ofType": { "kind": "SCALAR", "name": "Int" } } }, "isDeprecated": true },
              { "name": "b", "args": [ { "name": "x", "type": { "kind": "SCALAR", "name": "Date" }, "defaultValue": "2020-01-01" } ], "type": { "kind": "INTERFACE", "name": "I" } } ] },
            { "kind": "INTERFACE", "name": "I", "fields": [ { "name": "a", "type": { "kind": "SCALAR", "name": "String" } } ], "interfaces": null },
            { "kind": "SCALAR", "name": "Date" } ],
          "directives": [ { "name": "skip", "onField": true, "onFragment": true } ] } } }
        """;

    [Fact]
    public void Missing_optional_parts_of_old_servers_are_tolerated_and_told()
    {
        var told = new List<string>();
        var schema = IntrospectionReader.Read(OldServer, told.Add);
        Assert.Equal("[Int]!", schema.Query!.Fields.Find("a")!.Type.ToString());
        Assert.Equal("No longer supported", schema.Query.Fields.Find("a")!.DeprecationReason);
        Assert.Equal("2020-01-01", Assert.IsType<StringValueNode>(schema.Query.Fields.Find("b")!.Arguments[0].DefaultValue).Value);
        Assert.Contains("Query.b.x", Assert.Single(told), StringComparison.Ordinal);
        Assert.Equal(4, schema.FindDirective("skip")!.Locations.Count);
    }

    [Theory]
    [InlineData("{}", "no \"__schema\" object")]
    [InlineData("""{"errors":[{"message":"no"}]}""", "introspection may be switched off")]
    [InlineData("""{"__schema":{}}""", "no list \"__schema.types\"")]
    [InlineData("""{"__schema":{"types":[{"name":"A","kind":"THING"}]}}""", "has the kind \"THING\"")]
    [InlineData("""{"__schema":{"types":[{"name":"A","kind":"OBJECT","fields":[{"name":"b","type":{"kind":"OBJECT","name":"B"}}]}]}}""", "refers to the type \"B\"")]
    [InlineData("""{"__schema":{"types":[{"name":"A","kind":"OBJECT","fields":[{"name":"b","type":{"kind":"LIST"}}]}]}}""", "larger type depth")]
    [InlineData("""{"__schema":{"queryType":{"name":"Q"},"types":[]}}""", "refers to the type \"Q\"")]
    public void What_makes_a_schema_unknowable_is_refused_with_its_name(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<SchemaException>(() => IntrospectionReader.Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Probe_of_a_server_tells_its_capabilities()
    {
        using var probe = System.Text.Json.JsonDocument.Parse("""
            { "type": { "fields": [ { "name": "isOneOf", "args": [] }, { "name": "inputFields", "args": [ { "name": "includeDeprecated" } ] } ] },
              "schema": { "fields": [ { "name": "description", "args": [] } ] }, "directive": null }
            """);
        var can = IntrospectionCapabilities.FromProbe(probe.RootElement);
        Assert.Equal(new IntrospectionCapabilities { OneOf = true, SchemaDescription = true }, can);
    }

    [Fact]
    public void Query_asks_only_for_what_the_server_knows()
    {
        var minimal = IntrospectionQuery.Create(IntrospectionCapabilities.Minimal);
        foreach (var newer in (string[])["isOneOf", "specifiedByURL", "isRepeatable"])
        {
            Assert.DoesNotContain(newer, minimal, StringComparison.Ordinal);
            Assert.Contains(newer, IntrospectionQuery.Create(), StringComparison.Ordinal);
        }

        Assert.NotEmpty(Parser.Parse(IntrospectionQuery.Create()).Definitions);
        Assert.NotEmpty(Parser.Parse(IntrospectionQuery.Probe).Definitions);
    }
}
