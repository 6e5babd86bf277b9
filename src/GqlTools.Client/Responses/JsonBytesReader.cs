using System.Buffers;
using System.Text.Json;

namespace GqlTools.Client.Responses;

/// <summary>
/// Copies a value's JSON, so that several readers can each make their own value of it later. Names, strings and numbers stay byte for byte; white space
/// between tokens goes. Bytes are copied as they arrive and never looked at twice.
/// </summary>
public sealed class JsonBytesReader : IJsonValueReader<ReadOnlyMemory<byte>>
{
    /// <summary>Quotes, a colon and a comma: what may stand around the bytes of a token.</summary>
    private const int PunctuationBytes = 4;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private int _depth;
    private bool _commaBeforeNext;

    /// <inheritdoc/>
    public bool TryRead(ref Utf8JsonReader reader, out ReadOnlyMemory<byte> value)
    {
        while (reader.Read())
        {
            Copy(ref reader);
            if (_depth > 0 || reader.TokenType == JsonTokenType.PropertyName) continue;
            value = _bytes.WrittenSpan.ToArray();
            return true;
        }

        value = default;
        return false;
    }

    private void Copy(ref Utf8JsonReader reader)
    {
        var token = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        var to = _bytes.GetSpan(token.Length + PunctuationBytes);
        var written = 0;
        var opens = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        var closes = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
        var quoted = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
        if (_commaBeforeNext && !closes) to[written++] = (byte)',';
        if (quoted) to[written++] = (byte)'"';
        token.CopyTo(to[written..]);
        written += token.Length;
        if (quoted) to[written++] = (byte)'"';
        if (reader.TokenType == JsonTokenType.PropertyName) to[written++] = (byte)':';
        _bytes.Advance(written);
        _depth += opens ? 1 : closes ? -1 : 0;
        _commaBeforeNext = !opens && reader.TokenType != JsonTokenType.PropertyName;
    }
}
