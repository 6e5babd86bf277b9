using System.Buffers;
using System.Text.Json;

namespace GqlTools.Client.PersistedDocuments;

/// <summary>The request extension of automatic persisted queries, as Apollo Server and those after it read it.</summary>
internal static class PersistedQueryExtension
{
    /// <summary>Its name in <c>extensions</c>.</summary>
    public const string Name = "persistedQuery";

    /// <summary>The only version there is.</summary>
    private const int Version = 1;

    /// <summary>Writes <c>extensions</c> as JSON in UTF-8.</summary>
    /// <param name="hash">The document's hash.</param>
    /// <param name="others">The caller's extensions; null for none.</param>
    public static ReadOnlyMemory<byte> Write(string hash, JsonElement? others)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteStartObject(Name);
        writer.WriteNumber("version"u8, Version);
        writer.WriteString("sha256Hash"u8, hash);
        writer.WriteEndObject();
        if (others is { ValueKind: JsonValueKind.Object } given)
        {
            foreach (var entry in given.EnumerateObject()) entry.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenMemory;
    }
}
