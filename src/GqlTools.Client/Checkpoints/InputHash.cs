using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace GqlTools.Client.Checkpoints;

/// <summary>
/// The key of an input as a checkpoint keeps it: 128 bits of its SHA-256. Two of a billion keys have the same with a chance of one in 10^20.
/// </summary>
internal readonly record struct InputHash(ulong High, ulong Low)
{
    /// <summary>Hexadecimal digits of its text.</summary>
    public const int TextLength = 32;

    private const int HalfLength = TextLength / 2;

    public static InputHash Of(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        return new InputHash(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash),
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash[sizeof(ulong)..]));
    }

    public static bool TryRead(ReadOnlySpan<byte> text, out InputHash hash)
    {
        hash = default;
        if (text.Length != TextLength
            || !Utf8Parser.TryParse(text[..HalfLength], out ulong high, out var first, 'x')
            || !Utf8Parser.TryParse(text[HalfLength..], out ulong low, out var second, 'x')
            || first + second != TextLength)
        {
            return false;
        }

        hash = new InputHash(high, low);
        return true;
    }

    public void Write(Span<byte> text)
    {
        High.TryFormat(text, out _, "x16", null);
        Low.TryFormat(text[HalfLength..], out _, "x16", null);
    }
}
