using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GqlTools.Client.Paging;

/// <summary>Looks into pages that are read as <see cref="JsonNode"/> (see <see cref="Responses.JsonNodeReader"/>).</summary>
public sealed class JsonNodeNavigator : IPageNavigator<JsonNode?>
{
    /// <summary>The one instance.</summary>
    public static JsonNodeNavigator Instance { get; } = new();

    /// <inheritdoc/>
    public bool TryGetEntry(JsonNode? value, string name, out JsonNode? entry)
    {
        entry = null;
        return value is JsonObject entries && entries.TryGetPropertyValue(name, out entry);
    }

    /// <inheritdoc/>
    public bool TryGetElements(JsonNode? value, [NotNullWhen(true)] out IReadOnlyList<JsonNode?>? elements)
    {
        elements = value is JsonArray list ? [.. list] : null;
        return elements is not null;
    }

    /// <inheritdoc/>
    public string? GetText(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number => value.ToJsonString(),
        _ => null,
    };

    /// <inheritdoc/>
    public bool IsTrue(JsonNode? value) => value?.GetValueKind() == JsonValueKind.True;

    /// <inheritdoc/>
    public void SetEntry(JsonNode? value, string name, JsonNode? entry)
    {
        Free(entry);
        value![name] = entry;
    }

    /// <inheritdoc/>
    public void SetElements(JsonNode? value, string name, IReadOnlyList<JsonNode?> elements)
    {
        foreach (var element in elements) Free(element);
        value![name] = new JsonArray([.. elements]);
    }

    // A node stands in one place only.
    private static void Free(JsonNode? node)
    {
        switch (node?.Parent)
        {
            case JsonObject entries:
                entries.Remove(node.GetPropertyName());
                break;
            case JsonArray list:
                list.Remove(node);
                break;
        }
    }
}
