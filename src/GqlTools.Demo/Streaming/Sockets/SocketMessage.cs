using System.Text.Json;

namespace GqlTools.Demo.Streaming.Sockets;

/// <summary>The shape that messages of both protocols have: a type, and perhaps an id and a payload.</summary>
internal static class SocketMessage
{
    public static string? TypeOf(JsonElement message) => Text(message, "type"u8);

    public static string? IdOf(JsonElement message) => Text(message, "id"u8) is { Length: > 0 } id ? id : null;

    public static void Write(Utf8JsonWriter writer, string type, string? id = null, Action<Utf8JsonWriter>? writePayload = null)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        if (id is not null)
            writer.WriteString("id"u8, id);
        if (writePayload is not null)
        {
            writer.WritePropertyName("payload"u8);
            writePayload(writer);
        }

        writer.WriteEndObject();
    }

    private static string? Text(JsonElement message, ReadOnlySpan<byte> name) =>
        message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
