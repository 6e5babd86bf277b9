using System.Text.Json;
using System.Text.Json.Nodes;

namespace GqlTools.Client.Responses;

/// <summary>Reads a value as a <see cref="JsonNode"/>, which can be changed; JSON null is null.</summary>
public sealed class JsonNodeReader : IJsonValueReader<JsonNode?>
{
    /// <summary>The one instance: the reader keeps nothing between calls, as an incomplete value is read again from its start.</summary>
    public static JsonNodeReader Instance { get; } = new();

    /// <inheritdoc/>
    public bool TryRead(ref Utf8JsonReader reader, out JsonNode? value)
    {
        value = null;
        if (!JsonElement.TryParseValue(ref reader, out var element)) return false;
        value = element.Value.ValueKind switch
        {
            JsonValueKind.Object => JsonObject.Create(element.Value),
            JsonValueKind.Array => JsonArray.Create(element.Value),
            _ => JsonValue.Create(element.Value),
        };
        return true;
    }
}
