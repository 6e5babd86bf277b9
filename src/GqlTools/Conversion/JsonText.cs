using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace GqlTools.Conversion;

/// <summary>Makes strings of JSON strings, exactly: half a surrogate pair written as an escape stays, bytes that are no UTF-8 are an error. Tells what is wrong with JSON.</summary>
internal static class JsonText
{
    /// <summary>Strict: bytes that are no UTF-8 throw a <see cref="DecoderFallbackException"/>.</summary>
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The longest run of characters decoded on the stack.</summary>
    private const int MaxStackChars = 256;

    /// <summary>The string or property name the reader stands on.</summary>
    /// <param name="reader">Stands on a string or a property name.</param>
    /// <exception cref="DecoderFallbackException">The bytes are no UTF-8.</exception>
    public static string Read(ref Utf8JsonReader reader)
    {
        if (reader.HasValueSequence)
            return ReadSequence(ref reader);
        if (reader.ValueIsEscaped)
            return Unescape(reader.ValueSpan);
        return StrictUtf8.GetString(reader.ValueSpan);
    }

    /// <summary>What is wrong, without the place that the message ends with: it is counted from 0.</summary>
    public static string Problem(JsonException exception) => exception.Message.Split(" LineNumber: ")[0];

    private static string ReadSequence(ref Utf8JsonReader reader)
    {
        int length = checked((int)reader.ValueSequence.Length);
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            reader.ValueSequence.CopyTo(rented);
            ReadOnlySpan<byte> utf8 = rented.AsSpan(0, length);
            return reader.ValueIsEscaped ? Unescape(utf8) : StrictUtf8.GetString(utf8);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static string Unescape(ReadOnlySpan<byte> utf8)
    {
        char[]? rented = utf8.Length > MaxStackChars ? ArrayPool<char>.Shared.Rent(utf8.Length) : null;
        Span<char> chars = rented ?? stackalloc char[MaxStackChars];
        try
        {
            int written = 0;
            while (!utf8.IsEmpty)
            {
                int backslash = utf8.IndexOf((byte)'\\');
                ReadOnlySpan<byte> plain = backslash < 0 ? utf8 : utf8[..backslash];
                written += StrictUtf8.GetChars(plain, chars[written..]);
                if (backslash < 0)
                    break;
                chars[written++] = UnescapeOne(utf8[(backslash + 1)..], out int escapeLength);
                utf8 = utf8[(backslash + 1 + escapeLength)..];
            }
            return new string(chars[..written]);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>The UTF-16 code unit of one escape of RFC 8259, section 7; the reader has checked its form.</summary>
    private static char UnescapeOne(ReadOnlySpan<byte> escape, out int length)
    {
        length = 1;
        switch (escape[0])
        {
            case (byte)'b': return '\b';
            case (byte)'f': return '\f';
            case (byte)'n': return '\n';
            case (byte)'r': return '\r';
            case (byte)'t': return '\t';
            case (byte)'u':
                Span<byte> codeUnit = stackalloc byte[sizeof(char)];
                for (int i = 0; i < codeUnit.Length; i++)
                    codeUnit[i] = (byte)(HexDigit(escape[1 + 2 * i]) << 4 | HexDigit(escape[2 + 2 * i]));
                length = 5;
                return (char)BinaryPrimitives.ReadUInt16BigEndian(codeUnit);
            default: return (char)escape[0];
        }
    }

    private static int HexDigit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
