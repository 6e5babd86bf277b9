using System.Text.Json;

namespace GqlTools.Demo.Http;

/// <summary>The parameters of a GraphQL-over-HTTP request. Elements belong to the JSON document the request was read from.</summary>
internal readonly record struct GraphQLRequest(string Query, string? OperationName, JsonElement Variables)
{
    /// <summary>Reads the parameters from a JSON object.</summary>
    /// <exception cref="RequestRefusedException">The value is no such object (422).</exception>
    public static GraphQLRequest Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Malformed($"A request is a JSON object, not {Named(json)}.");
        string? query = null, operationName = null;
        JsonElement variables = default;
        foreach (var member in json.EnumerateObject())
        {
            var value = member.Value;
            var isNull = value.ValueKind == JsonValueKind.Null;
            if (member.NameEquals("query"u8))
                query = value.ValueKind == JsonValueKind.String ? value.GetString() : throw Malformed($"'query' is a string, not {Named(value)}.");
            else if (member.NameEquals("operationName"u8) && !isNull)
                operationName = value.ValueKind == JsonValueKind.String ? value.GetString() : throw Malformed($"'operationName' is a string or null, not {Named(value)}.");
            else if (member.NameEquals("variables"u8) && !isNull)
                variables = value.ValueKind == JsonValueKind.Object ? value : throw Malformed($"'variables' is an object or null, not {Named(value)}.");
            else if (member.NameEquals("extensions"u8) && !isNull && value.ValueKind != JsonValueKind.Object)
                throw Malformed($"'extensions' is an object or null, not {Named(value)}.");
        }

        return query is null ? throw Malformed("The request has no 'query'.") : new GraphQLRequest(query, operationName, variables);
    }

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
