using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Responses;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.PersistedDocuments;

/// <summary>Reads manifests of persisted documents from JSON.</summary>
internal static class ManifestReader
{
    /// <summary>What an Apollo manifest has as <c>format</c>.</summary>
    private const string ApolloFormat = "apollo-persisted-query-manifest";

    private const int ApolloVersion = 1;

    private const string Expected = "Expected is Apollo's {\"format\": \"apollo-persisted-query-manifest\", \"version\": 1, \"operations\": [...]} or Relay's {\"<id>\": \"<text>\"}.";

    public static PersistedManifest Read(ReadOnlyMemory<byte> json, string name)
    {
        if (json.Span.StartsWith("\uFEFF"u8)) json = json[3..];
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw Invalid(name, $"is a JSON {root.ValueKind}. {Expected}");
            return root.TryGetProperty("format", out var format) && root.TryGetProperty("operations", out var operations)
                ? new PersistedManifest(name, PersistedManifestFormat.Apollo, ReadApollo(name, root, format, operations))
                : new PersistedManifest(name, PersistedManifestFormat.Relay, ReadRelay(name, root));
        }
        catch (JsonException exception)
        {
            var (line, column) = ((int?)exception.LineNumber + 1, (int?)exception.BytePositionInLine + 1);
            throw new GqlException(FailureKind.ManifestInvalid, $"{name} is no JSON at line {line}, byte {column}: {JsonText.Problem(exception)}", exception)
            {
                Line = line,
                Column = column,
            };
        }
    }

    private static List<PersistedDocument> ReadApollo(string name, JsonElement root, JsonElement format, JsonElement operations)
    {
        if (format.ValueKind != JsonValueKind.String || format.GetString() != ApolloFormat) throw Invalid(name, $"has the format {format.GetRawText()}. {Expected}");
        if (!root.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != ApolloVersion)
            throw Invalid(name, $"has not the version {ApolloVersion}, the only one that is known. {Expected}");
        if (operations.ValueKind != JsonValueKind.Array) throw Invalid(name, $"has operations that are no list. {Expected}");

        var documents = new List<PersistedDocument>();
        foreach (var (operation, index) in operations.EnumerateArray().Select(static (operation, index) => (operation, index)))
        {
            if (TextOf(operation, "id") is not { } id || TextOf(operation, "body") is not { } body)
                throw Invalid(name, $"has no text as 'id' and 'body' of operations[{index}]. {Expected}");
            Add(documents, new PersistedDocument(id, body, TextOf(operation, "name") ?? NameOf(body)), name);
        }

        return documents;
    }

    private static List<PersistedDocument> ReadRelay(string name, JsonElement root)
    {
        var documents = new List<PersistedDocument>();
        foreach (var entry in root.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.String) throw Invalid(name, $"has no text at '{entry.Name}'. {Expected}");
            var text = entry.Value.GetString()!;
            Add(documents, new PersistedDocument(entry.Name, text, NameOf(text)), name);
        }

        return documents;
    }

    private static void Add(List<PersistedDocument> documents, PersistedDocument document, string name)
    {
        if (document.Id.Length == 0) throw Invalid(name, "has a document with an empty id.");
        documents.Add(document);
    }

    private static string? TextOf(JsonElement operation, string member) =>
        operation.ValueKind == JsonValueKind.Object && operation.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string? NameOf(string text)
    {
        try
        {
            var operations = Parser.Parse(text).Definitions.OfType<OperationDefinitionNode>().Take(2).ToArray();
            return operations.Length == 1 ? operations[0].Name?.Value : null;
        }
        catch (GraphQLSyntaxException)
        {
            return null;
        }
    }

    private static GqlException Invalid(string name, string problem) => new(FailureKind.ManifestInvalid, $"{name} {problem}");
}
