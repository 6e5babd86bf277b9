using System.Text.Json;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Streaming;

/// <summary>Finds values in JSON that has been read once and is known to be right, as slices of it.</summary>
internal static class JsonSlice
{
    /// <summary>The value under a name of the object that <paramref name="json"/> is.</summary>
    /// <returns>Empty where it is no object, has no such name, or has null there.</returns>
    public static ReadOnlyMemory<byte> Find(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> name)
    {
        if (json.IsEmpty) return default;
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        ReadOnlyMemory<byte> found = default;
        if (reader.TokenType != JsonTokenType.StartObject) return found;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isWanted = reader.TextIs(name);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var isNull = reader.TokenType == JsonTokenType.Null;
            reader.Skip();
            if (isWanted) found = isNull ? default : json[start..(int)reader.BytesConsumed];
        }

        return found;
    }
}
