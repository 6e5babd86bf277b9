using System.Text;

namespace GqlTools.Client.Streaming.Multipart;

/// <summary>A piece of a multipart message. Its memory is the reader's: good until <see cref="MultipartReader.GetBuffer"/>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">The part's header fields as they came, or bytes of its body; empty at an end.</param>
public readonly record struct MultipartSegment(MultipartSegmentKind Kind, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The value of the first header field with this name, without the spaces around it; null where the part has none.</summary>
    /// <param name="name">The name, in any case.</param>
    public string? FindField(string name)
    {
        if (Kind != MultipartSegmentKind.Header) return null;
        foreach (var line in Encoding.Latin1.GetString(Bytes.Span).AsSpan().EnumerateLines())
        {
            var colon = line.IndexOf(':');
            if (colon > 0 && line[..colon].Trim().Equals(name, StringComparison.OrdinalIgnoreCase)) return line[(colon + 1)..].Trim().ToString();
        }

        return null;
    }
}
