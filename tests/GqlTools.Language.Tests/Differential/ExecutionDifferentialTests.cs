using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GqlTools.Language.Execution;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Tests.Differential;

public partial class ExecutionDifferentialTests
{
    private const int LeastQueries = 150;

    private static string Folder { get; } = Path.Combine(Reference.CorpusFolder, "execution");

    private static string SchemaText { get; } = File.ReadAllText(Path.Combine(Folder, "schema.graphql"));

    [Fact]
    public async Task Queries_answer_the_same_data_and_the_same_errors()
    {
        var root = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "root.json"), TestContext.Current.CancellationToken))!;
        var queries = Directory.GetFiles(Folder, "*.graphql").Where(path => Path.GetFileName(path) != "schema.graphql").Order(StringComparer.Ordinal)
            .SelectMany(Reference.ReadDocuments).Select(document => Query.Read(document.Title, document.Text)).Concat(CoercionMatrix()).ToList();
        Assert.True(queries.Count >= LeastQueries, $"{queries.Count} queries");
        var answers = await Reference.AskAsync("execute", new
        {
            schema = SchemaText,
            root,
            queries = queries.Select(query => new { text = query.Text, variables = query.Variables, operationName = query.OperationName }),
        });
        Assert.Equal(queries.Count, answers.GetArrayLength());
        using var source = JsonDocument.Parse(root.ToJsonString());
        var schema = SchemaWithResolvers();
        var differences = new List<string>();
        foreach (var (query, answer) in queries.Zip(answers.EnumerateArray()))
        {
            var (expected, actual) = (Comparable(answer), await RunAsync(schema, query, source.RootElement));
            if (expected != actual)
                differences.Add($"{query.Title}\n{query.Text}\n{query.Variables?.ToJsonString()}\n{Place.FirstDifference(expected, actual)}\n");
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {queries.Count} differ:\n{string.Join('\n', differences)}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{queries.Count} queries are answered as graphql-js answers them.");
    }

    // Every type with values that fit and values that do not, as a variable.
    private static IEnumerable<Query> CoercionMatrix()
    {
        (string Type, string Field)[] types =
        [
            ("Int", "echoInt"), ("Float", "echoFloat"), ("String", "echoString"), ("Boolean", "echoBoolean"), ("ID", "echoId"), ("Mood", "echoMood"),
            ("Any", "echoAny"), ("[Int]", "echoList"), ("[Int!]!", "echoStrictList"), ("[[Int]]", "echoMatrix"), ("Box", "echoBox"), ("Pick", "echoPick"),
        ];
        string[] values =
        [
            "1", "-1", "0", "1.5", "2147483648", "\"\"", "\"1\"", "\"SAD\"", "true", "null", "[]", "[1]", "[1,null]", "[[1],[2]]", "[\"a\"]", "{}",
            "{\"size\":1}", "{\"number\":1}", "{\"size\":1,\"number\":2}",
        ];
        foreach (var (type, field) in types)
        {
            foreach (var value in values)
                yield return new Query($"matrix: {type} {value}", $"query ($v: {type}) {{ {field}(v: $v) }}", new JsonObject { ["v"] = JsonNode.Parse(value) }, null);
        }
    }

    private static Schema SchemaWithResolvers()
    {
        var bindings = new SchemaBindings();
        foreach (var type in SchemaBuilder.Build(SchemaText).Types.OfType<ObjectType>().Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            foreach (var field in type.Fields)
            {
                bindings.ResolveValue(field.Coordinate, field.Name.StartsWith("echo", StringComparison.Ordinal)
                    ? context => Echo(JsonSerializer.SerializeToNode(context.Arguments))!.ToJsonString(Relaxed)
                    : context => Member((JsonElement)context.Source!, context.FieldName));
            }
        }

        return SchemaBuilder.Build(SchemaText, bindings);
    }

    private static JsonNode? Echo(JsonNode? arguments) => arguments switch
    {
        JsonObject item => new JsonObject(item.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Echo(pair.Value)))),
        JsonArray items => new JsonArray(items.Select(Echo).ToArray()),
        _ => Normal(arguments),
    };

    private static JsonElement? Member(JsonElement source, string name)
    {
        if (source.ValueKind != JsonValueKind.Object || !source.TryGetProperty(name, out var member))
            return null;
        if (member.ValueKind == JsonValueKind.Object && member.TryGetProperty("!error", out var error))
            throw new InvalidOperationException(error.GetString());
        return member;
    }

    private static async Task<string> RunAsync(Schema schema, Query query, JsonElement root)
    {
        var result = await Executor.ExecuteAsync(new ExecutionRequest
        {
            Schema = schema,
            Document = Parser.Parse(query.Text),
            OperationName = query.OperationName,
            Variables = query.Variables?.ToDictionary(pair => pair.Key, pair => (object?)(pair.Value is null ? null : JsonSerializer.SerializeToElement(pair.Value))),
            RootValue = root,
            CancellationToken = TestContext.Current.CancellationToken,
        });
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer))
            result.WriteTo(writer);
        var answer = JsonNode.Parse(Encoding.UTF8.GetString(buffer.ToArray()))!.AsObject();
        foreach (var error in answer["errors"]?.AsArray() ?? [])
        {
            error!["places"] = new JsonArray(error["locations"]?.AsArray().Select(place => (JsonNode)new JsonArray(place!["line"]!.DeepClone(), place["column"]!.DeepClone())).ToArray() ?? []);
            error["path"] = error["path"]?.DeepClone();
            error.AsObject().Remove("message");
            error.AsObject().Remove("locations");
        }

        using var document = JsonDocument.Parse(answer.ToJsonString());
        return Comparable(document.RootElement);
    }

    // The data as it is, the errors in the order of their text: in which order fields fail is left open by the specification.
    private static string Comparable(JsonElement answer)
    {
        var errors = answer.TryGetProperty("errors", out var found)
            ? found.EnumerateArray().Select(error => Sorted(JsonNode.Parse(error.GetRawText())!).ToJsonString()).Order(StringComparer.Ordinal).ToArray()
            : [];
        var data = answer.TryGetProperty("data", out var value) ? Normal(JsonNode.Parse(value.GetRawText()))?.ToJsonString(Indented) ?? "null" : "none";
        return $"data: {data}\nerrors:\n{string.Join('\n', errors)}";
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static JsonObject Sorted(JsonNode node) =>
        new JsonObject(node.AsObject().OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));

    // JSON texts within the data are the echoed arguments; numbers are compared by value.
    private static JsonNode? Normal(JsonNode? node) => node switch
    {
        null => null,
        JsonObject item => new JsonObject(item.Select(pair => KeyValuePair.Create(pair.Key, pair.Key.StartsWith("echo", StringComparison.Ordinal) ? pair.Value?.DeepClone() : Normal(pair.Value)))),
        JsonArray items => new JsonArray(items.Select(Normal).ToArray()),
        _ when node.GetValueKind() == JsonValueKind.Number => JsonValue.Create(node.GetValue<double>()),
        _ => node.DeepClone(),
    };

    private sealed partial record Query(string Title, string Text, JsonObject? Variables, string? OperationName)
    {
        public static Query Read(string title, string text)
        {
            var variables = VariablesLine().Match(text);
            var operation = OperationLine().Match(text);
            return new Query(
                title,
                text,
                variables.Success ? JsonNode.Parse(variables.Groups[1].Value)!.AsObject() : null,
                operation.Success ? operation.Groups[1].Value : null);
        }

        [GeneratedRegex("^# variables: (.*)$", RegexOptions.Multiline)]
        private static partial Regex VariablesLine();

        [GeneratedRegex("^# operation: (\\w+)$", RegexOptions.Multiline)]
        private static partial Regex OperationLine();
    }
}
