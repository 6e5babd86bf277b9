using System.Text.Json;

namespace GqlTools.Client.Responses;

/// <summary>Reads a value as an immutable <see cref="JsonElement"/> that owns its bytes and may be shared between threads.</summary>
public sealed class JsonElementReader : IJsonValueReader<JsonElement>
{
    /// <summary>The one instance: the reader keeps nothing between calls, as an incomplete value is read again from its start.</summary>
    public static JsonElementReader Instance { get; } = new();

    /// <inheritdoc/>
    public bool TryRead(ref Utf8JsonReader reader, out JsonElement value)
    {
        var complete = JsonElement.TryParseValue(ref reader, out var element);
        value = element.GetValueOrDefault();
        return complete;
    }
}
