using System.Text.Json;

namespace GqlTools.Demo.Http;

/// <summary>The parameters of a GraphQL-over-HTTP request. Elements belong to the JSON document the request was read from.</summary>
internal sealed record GraphQLRequest
{
    /// <summary>The document; null where it is named by <see cref="DocumentId"/> or by its hash among the extensions.</summary>
    public string? Query { get; init; }

    public string? OperationName { get; init; }

    public JsonElement Variables { get; init; }

    public JsonElement Extensions { get; init; }

    /// <summary>Names a document the server knows (GraphQL over HTTP, appendix Persisted Documents).</summary>
    public string? DocumentId { get; init; }

    /// <summary>The variables in place of <see cref="Variables"/> where files stand among them; null where none do.</summary>
    public IReadOnlyDictionary<string, object?>? VariablesWithFiles { get; init; }

    /// <summary>The raw values of the variables, by name; null for none.</summary>
    public IReadOnlyDictionary<string, object?>? VariableValues()
    {
        if (VariablesWithFiles is not null)
            return VariablesWithFiles;
        if (Variables.ValueKind != JsonValueKind.Object)
            return null;
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var variable in Variables.EnumerateObject())
            values[variable.Name] = variable.Value;
        return values;
    }

    /// <summary>Reads the parameters from a JSON object.</summary>
    /// <exception cref="RequestRefusedException">The value is no such object (422).</exception>
    public static GraphQLRequest Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Malformed($"A request is a JSON object, not {Named(json)}.");
        string? query = null, operationName = null, documentId = null;
        JsonElement variables = default, extensions = default;
        foreach (var member in json.EnumerateObject())
        {
            var value = member.Value;
            if (member.NameEquals("query"u8))
                query = Text(member, "a string");
            else if (value.ValueKind == JsonValueKind.Null)
                continue;
            else if (member.NameEquals("operationName"u8))
                operationName = Text(member, "a string or null");
            else if (member.NameEquals("documentId"u8))
                documentId = Text(member, "a string or null");
            else if (member.NameEquals("variables"u8))
                variables = Object(member);
            else if (member.NameEquals("extensions"u8))
                extensions = Object(member);
        }

        return new GraphQLRequest { Query = query, OperationName = operationName, Variables = variables, Extensions = extensions, DocumentId = documentId }.Checked();
    }

    /// <summary>The request, if it names a document in one way or another.</summary>
    /// <exception cref="RequestRefusedException">It does not (422).</exception>
    public GraphQLRequest Checked() =>
        Query is not null || DocumentId is not null || Extensions.ValueKind == JsonValueKind.Object ? this : throw Malformed("The request has no 'query'.");

    private static string Text(JsonProperty member, string expected) => member.Value.ValueKind == JsonValueKind.String
        ? member.Value.GetString()!
        : throw Malformed($"'{member.Name}' is {expected}, not {Named(member.Value)}.");

    private static JsonElement Object(JsonProperty member) => member.Value.ValueKind == JsonValueKind.Object
        ? member.Value
        : throw Malformed($"'{member.Name}' is an object or null, not {Named(member.Value)}.");

    private static RequestRefusedException Malformed(string message) => new(StatusCodes.Status422UnprocessableEntity, message);

    private static string Named(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        _ => value.GetRawText(),
    };
}
