using System.Text;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.PersistedDocuments;

namespace GqlTools.Client.Tests.PersistedDocuments;

/// <summary>Manifests in both shapes, and finding documents in them.</summary>
public sealed class PersistedManifestTests
{
    public const string Apollo = """
        {
          "format": "apollo-persisted-query-manifest", "version": 1,
          "operations": [
            { "id": "a1", "name": "Viewer", "type": "query", "body": "query Viewer { viewer { login } }" },
            { "id": "a2", "name": "Rename", "type": "mutation", "body": "mutation Rename($name: String!) {\n  rename(name: $name)\n}" }
          ]
        }
        """;

    public const string Relay = """{ "r1": "query Viewer { viewer { login } }", "r2": "{ hello }", "r3": "query A { a } query B { b }" }""";

    [Fact]
    public void An_apollo_manifest_has_ids_names_and_texts()
    {
        var manifest = Parse(Apollo);

        Assert.Equal(PersistedManifestFormat.Apollo, manifest.Format);
        Assert.Equal(
            [new PersistedDocument("a1", "query Viewer { viewer { login } }", "Viewer"), new PersistedDocument("a2", "mutation Rename($name: String!) {\n  rename(name: $name)\n}", "Rename")],
            manifest.Documents);
    }

    [Fact]
    public void A_relay_manifest_has_ids_and_texts_and_the_names_in_them()
    {
        var manifest = Parse(Relay);

        Assert.Equal(PersistedManifestFormat.Relay, manifest.Format);
        Assert.Equal([("r1", "Viewer"), ("r2", null), ("r3", null)], manifest.Documents.Select(document => (document.Id, document.Name)));
    }

    [Fact]
    public void A_document_is_found_by_its_id_and_by_its_operations_name()
    {
        Assert.Equal("a2", Parse(Apollo).Find("a2").Id);
        Assert.Equal("a2", Parse(Apollo).Find("Rename").Id);
    }

    [Theory]
    [InlineData("query Viewer { viewer { login } }")]
    [InlineData("# mine\nquery Viewer\n{\n\tviewer { login, }\n}\n")]
    public void A_text_is_found_by_what_it_says(string text)
    {
        var manifest = Parse(Apollo);
        var document = GqlDocument.Parse(text);

        Assert.Equal("a1", manifest.Find(document, "Viewer").Id);
        Assert.Equal("a1", manifest.Find(document, "Viewer").Id);
    }

    [Fact]
    public void What_is_not_there_is_an_error_with_the_nearest_names()
    {
        var manifest = Parse(Apollo);

        var byId = Assert.Throws<GqlException>(() => manifest.Find("Veiwer"));
        var byText = Assert.Throws<GqlException>(() => manifest.Find(GqlDocument.Parse("query Viewers { viewer { login } }"), "Viewers"));
        var changed = Assert.Throws<GqlException>(() => manifest.Find(GqlDocument.Parse("query Viewer { viewer { name } }"), "Viewer"));

        Assert.All([byId, byText, changed], failure => Assert.Equal(FailureKind.DocumentUnknown, failure.Kind));
        Assert.Equal("queries.json has no document with the id or name 'Veiwer'. Did you mean \"Viewer\"? It has 2 documents.", byId.Message);
        Assert.EndsWith("the server would refuse it. Did you mean \"Viewer\"?", byText.Message, StringComparison.Ordinal);
        Assert.Contains("It has an operation 'Viewer' with another text", changed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_in_syntax_that_is_not_known_here_does_not_spoil_the_others()
    {
        var manifest = Parse("""{ "new": "query { a @@ }", "old": "{ a }" }""");

        Assert.Equal("old", manifest.Find(GqlDocument.Parse("{a}"), null).Id);
        Assert.Equal("new", manifest.Find("new").Id);
    }

    [Theory]
    [InlineData("[]", "is a JSON Array.")]
    [InlineData("{ \"a\": ", "is no JSON at line 1")]
    [InlineData("""{ "a": 1 }""", "has no text at 'a'.")]
    [InlineData("""{ "": "{ a }" }""", "has a document with an empty id.")]
    [InlineData("""{ "format": "other", "version": 1, "operations": [] }""", "has the format \"other\".")]
    [InlineData("""{ "format": "apollo-persisted-query-manifest", "version": 2, "operations": [] }""", "has not the version 1")]
    [InlineData("""{ "format": "apollo-persisted-query-manifest", "version": 1, "operations": {} }""", "has operations that are no list.")]
    [InlineData("""{ "format": "apollo-persisted-query-manifest", "version": 1, "operations": [{ "id": "x" }] }""", "has no text as 'id' and 'body' of operations[0].")]
    public void What_is_no_manifest_is_refused_with_its_name_and_place(string json, string problem)
    {
        var failure = Assert.Throws<GqlException>(() => Parse(json));

        Assert.Equal(FailureKind.ManifestInvalid, failure.Kind);
        Assert.StartsWith($"queries.json {problem}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_manifest()
    {
        Assert.Single(Parse("\uFEFF{ \"a\": \"{ a }\" }").Documents);
    }

    public static PersistedManifest Parse(string json) => PersistedManifest.Parse(Encoding.UTF8.GetBytes(json), "queries.json");
}
