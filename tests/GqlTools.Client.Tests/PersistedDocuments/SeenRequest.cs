using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace GqlTools.Client.Tests.PersistedDocuments;

/// <summary>A request as a server saw it.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Parameters">The members of its JSON body, or what its URI says, with JSON read.</param>
/// <param name="Headers">Its header fields.</param>
internal sealed record SeenRequest(string Method, IReadOnlyDictionary<string, JsonElement> Parameters, IReadOnlyDictionary<string, string> Headers)
{
    public string? Query => Parameters.TryGetValue("query", out var query) ? query.GetString() : null;

    public string? Hash =>
        Parameters.TryGetValue("extensions", out var extensions) && extensions.TryGetProperty("persistedQuery", out var persisted)
            ? persisted.GetProperty("sha256Hash").GetString()
            : null;

    /// <summary>The names of its parameters, in order.</summary>
    public string Names => string.Join(",", Parameters.Keys);

    public static async Task<SeenRequest> ReadAsync(HttpRequest request)
    {
        var headers = request.Headers.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        if (request.Method == "GET")
        {
            var parameters = request.Query.ToDictionary(
                parameter => parameter.Key,
                parameter => parameter.Key is "variables" or "extensions" ? Parse(parameter.Value.ToString()) : JsonSerializer.SerializeToElement(parameter.Value.ToString()));
            return new SeenRequest("GET", parameters, headers);
        }

        using var body = await JsonDocument.ParseAsync(request.Body);
        return new SeenRequest(request.Method, body.RootElement.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.Clone()), headers);
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
