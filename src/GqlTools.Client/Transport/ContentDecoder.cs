using System.IO.Compression;
using System.Net.Http.Headers;

namespace GqlTools.Client.Transport;

/// <summary>Unpacks compressed answers (RFC 9110, section 8.4).</summary>
internal static class ContentDecoder
{
    /// <summary>What <see cref="Decode"/> can unpack.</summary>
    public const string AcceptEncoding = "gzip, deflate, br";

    /// <summary>The content as it was before it was packed, however often.</summary>
    public static Stream Decode(Stream content, HttpContentHeaders headers)
    {
        // Most answers have none; asking this way makes no collection to find that out.
        if (!headers.NonValidated.Contains("Content-Encoding")) return content;
        foreach (var encoding in headers.ContentEncoding.Reverse())
        {
            content = encoding.ToLowerInvariant() switch
            {
                "gzip" or "x-gzip" => new GZipStream(content, CompressionMode.Decompress),
                "deflate" => new ZLibStream(content, CompressionMode.Decompress),
                "br" => new BrotliStream(content, CompressionMode.Decompress),
                // "none" is no encoding, but what servers of event streams say to keep proxies from packing them.
                "identity" or "none" => content,
                _ => throw new InvalidDataException($"The answer is packed with '{encoding}', which was not offered ({AcceptEncoding})."),
            };
        }

        return content;
    }
}
