using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace GqlTools.Client.Responses;

/// <summary>
/// Reads a value as a <see cref="JsonDocument"/>, whose memory goes back to a pool when the caller disposes it. For callers that are done with an
/// answer at once; <see cref="JsonElementReader"/> is for all others.
/// </summary>
public sealed class JsonDocumentReader : IJsonValueReader<JsonDocument>
{
    /// <summary>The one instance: the reader keeps nothing between calls, as an incomplete value is read again from its start.</summary>
    public static JsonDocumentReader Instance { get; } = new();

    /// <inheritdoc/>
    public bool TryRead(ref Utf8JsonReader reader, [MaybeNullWhen(false)] out JsonDocument value) =>
        JsonDocument.TryParseValue(ref reader, out value);
}
