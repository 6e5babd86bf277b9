using System.Buffers.Text;
using System.Text.Json;

namespace GqlTools.Client.Authentication;

/// <summary>
/// Reads when a token ends (<c>exp</c>, RFC 7519, section 4.1.4). Nothing is verified: whoever gave the token knows whether it is good, and all that
/// hangs on this is when to ask for another.
/// </summary>
internal static class JwtExpiry
{
    private const int Parts = 3;

    /// <summary>When the token ends; null for one that is no JSON Web Token, or does not say.</summary>
    /// <param name="token">The token.</param>
    public static DateTimeOffset? Read(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != Parts || Decode(parts[1]) is not { } payload) return null;
        try
        {
            using var claims = JsonDocument.Parse(payload);
            return claims.RootElement.ValueKind == JsonValueKind.Object
                && claims.RootElement.TryGetProperty("exp"u8, out var expiry)
                && expiry.ValueKind == JsonValueKind.Number
                && expiry.TryGetDouble(out var seconds)
                && seconds >= 0
                && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                    ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Base64url without padding (RFC 7515, section 2).
    private static byte[]? Decode(string part)
    {
        var text = part.Replace('-', '+').Replace('_', '/');
        var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(padded.Length)];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : null;
    }
}
