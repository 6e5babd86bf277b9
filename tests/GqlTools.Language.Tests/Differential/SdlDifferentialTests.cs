using System.Text.Json;
using System.Text.Json.Nodes;
using GqlTools.Language.Introspection;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Language.Tests.Differential;

public class SdlDifferentialTests
{
    private static List<(string Title, string Text)> Documents { get; } = Directory.GetFiles(Path.Combine(Reference.CorpusFolder, "sdl"), "*.graphql")
        .Order(StringComparer.Ordinal).SelectMany(Reference.ReadDocuments).ToList();

    [Fact]
    public async Task The_same_schema_documents_are_refused_and_the_others_print_and_introspect_the_same()
    {
        var answers = await Reference.AskAsync("sdl", Documents.Select(document => document.Text));
        Assert.Equal(Documents.Count, answers.GetArrayLength());
        var differences = new List<string>();
        foreach (var ((title, text), answer) in Documents.Zip(answers.EnumerateArray()))
        {
            foreach (var (part, expected, actual) in Compare(text, answer))
            {
                if (expected != actual)
                    differences.Add($"{title} ({part})\n{text}\n{Place.FirstDifference(expected, actual)}\n");
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {Documents.Count} differ:\n{string.Join('\n', differences)}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{Documents.Count} schema documents are judged, printed and introspected as graphql-js does it.");
    }

    [Fact]
    public void The_corpus_breaks_and_keeps_every_rule_for_schema_documents()
    {
        var judged = Documents.Select(document => (
            document.Title, Broken: DocumentValidator.ValidateSdl(Parser.Parse(document.Text)).Select(error => error.Rule).ToHashSet())).ToList();
        foreach (var rule in SpecifiedRules.Sdl)
        {
            var own = judged.Where(document => document.Title.StartsWith(rule.Name + ":", StringComparison.Ordinal)).ToList();
            Assert.True(own.Exists(document => document.Broken.Contains(rule.Name)), $"{rule.Name} is never broken");
            Assert.True(own.Exists(document => !document.Broken.Contains(rule.Name)), $"{rule.Name} is never kept");
        }
    }

    private static IEnumerable<(string Part, string Expected, string Actual)> Compare(string text, JsonElement answer)
    {
        var document = Parser.Parse(text);
        var errors = DocumentValidator.ValidateSdl(document);
        yield return ("rules", answer.TryGetProperty("errors", out var expected) ? Place.OfReference(expected) : string.Empty, Place.Of(errors));
        if (errors.Count > 0 || !answer.TryGetProperty("printed", out var printed))
            yield break;
        var schema = SchemaBuilder.Build(document);
        yield return (
            "schema rules",
            string.Join('\n', answer.GetProperty("schemaErrors").EnumerateArray().Select(Place.OfList).Order(StringComparer.Ordinal)),
            string.Join('\n', SchemaValidator.Validate(schema).Select(Where).Order(StringComparer.Ordinal)));
        yield return ("text", printed.GetString()!, SchemaPrinter.Print(schema));
        if (!answer.TryGetProperty("introspection", out var introspection))
            yield break;
        yield return ("introspection", Comparable(introspection.GetRawText()), Comparable(IntrospectionWriter.Write(schema)));
        yield return ("text of the introspected schema", answer.GetProperty("printedAgain").GetString()!, SchemaPrinter.Print(IntrospectionReader.Read(introspection)));
    }

    private static string Where(ValidationError error) => string.Join(' ', error.Locations.Select(location => $"{location.Line}:{location.Column}"));

    // The words with which built-in elements describe themselves are each implementation's own; so is the order of properties and whether
    // references repeat null.
    private static string Comparable(string json)
    {
        var schema = JsonNode.Parse(json)!["__schema"]!;
        foreach (var type in schema["types"]!.AsArray())
        {
            var name = type!["name"]!.GetValue<string>();
            if (name.StartsWith("__", StringComparison.Ordinal) || BuiltInScalars.Contains(name))
                RemoveDescriptions(type);

            // An experiment of graphql-js beyond the specification: variables of fragments.
            foreach (var value in (type["enumValues"] as JsonArray)?.Where(value => value!["name"]!.GetValue<string>() == "FRAGMENT_VARIABLE_DEFINITION").ToList() ?? [])
                type["enumValues"]!.AsArray().Remove(value);
        }

        foreach (var directive in schema["directives"]!.AsArray())
        {
            if (BuiltInDirectives.IsSpecified(directive!["name"]!.GetValue<string>()))
                RemoveDescriptions(directive);
        }

        return Sorted(schema).ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private static void RemoveDescriptions(JsonNode node)
    {
        if (node is JsonObject item)
        {
            item.Remove("description");
            foreach (var (_, value) in item.ToList())
            {
                if (value is not null)
                    RemoveDescriptions(value);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var value in items)
            {
                if (value is not null)
                    RemoveDescriptions(value);
            }
        }
    }

    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject item => new JsonObject(item.Where(pair => pair.Value is not null).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Sorted(pair.Value!)))),
        JsonArray items => new JsonArray(items.Select(value => value is null ? null : Sorted(value)).ToArray()),
        _ => node.DeepClone(),
    };
}
