using System.Text;
using System.Text.Json;
using GqlTools.Language.Execution;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Tests.Execution;

/// <summary>Runs a query against a schema and answers with the JSON of the response, its double quotes written as single ones.</summary>
internal static class Run
{
    public static async Task<string> Json(
        Schema schema, string query, object? rootValue = null, IReadOnlyDictionary<string, object?>? variables = null, string? operationName = null)
    {
        var result = await Result(schema, query, rootValue, variables, operationName);
        return Json(result);
    }

    public static Task<string> Json(string sdl, string query, object? rootValue = null, IReadOnlyDictionary<string, object?>? variables = null) =>
        Json(SchemaBuilder.Build(sdl), query, rootValue, variables);

    public static ValueTask<ExecutionResult> Result(
        Schema schema, string query, object? rootValue = null, IReadOnlyDictionary<string, object?>? variables = null, string? operationName = null) =>
        Executor.ExecuteAsync(new ExecutionRequest
        {
            Schema = schema,
            Document = Parser.Parse(query),
            RootValue = rootValue,
            Variables = variables,
            OperationName = operationName,
            CancellationToken = TestContext.Current.CancellationToken,
        });

    public static string Json(ExecutionResult result)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            result.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray()).Replace('"', '\'');
    }

    /// <summary>A JSON object, written with single quotes, as variables or a root value.</summary>
    public static IReadOnlyDictionary<string, object?> Values(string json)
    {
        using var document = JsonDocument.Parse(json.Replace('\'', '"'));
        return (IReadOnlyDictionary<string, object?>)PlainValue.FromJson(document.RootElement)!;
    }
}
