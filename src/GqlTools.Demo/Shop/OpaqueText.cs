using System.Globalization;
using System.Text;

namespace GqlTools.Demo.Shop;

/// <summary>Global ids and cursors: a kind and a number in base64, so that no client is tempted to compute with them.</summary>
internal static class OpaqueText
{
    private const string CursorPrefix = "cursor";
    private const int MaximumLength = 64;

    public static string Id(ShopKind kind, int index) => Write(kind.ToString(), index);

    public static string Cursor(int index) => Write(CursorPrefix, index);

    public static bool TryReadId(string text, out ShopKind kind, out int index)
    {
        kind = default;
        return TryRead(text, out var prefix, out index) && Enum.TryParse(prefix, out kind);
    }

    public static bool TryReadCursor(string text, out int index) => TryRead(text, out var prefix, out index) && prefix == CursorPrefix;

    private static string Write(string prefix, int index) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{prefix}:{index}")));

    private static bool TryRead(string text, out string prefix, out int index)
    {
        prefix = "";
        index = 0;
        if (text.Length > MaximumLength)
            return false;
        Span<byte> bytes = stackalloc byte[MaximumLength];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
            return false;
        var plain = Encoding.ASCII.GetString(bytes[..length]);
        var colon = plain.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !int.TryParse(plain.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out index))
            return false;
        prefix = plain[..colon];
        return true;
    }
}
