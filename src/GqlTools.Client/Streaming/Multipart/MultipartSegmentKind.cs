namespace GqlTools.Client.Streaming.Multipart;

/// <summary>What a <see cref="MultipartSegment"/> is.</summary>
public enum MultipartSegmentKind
{
    /// <summary>A part begins: its header fields.</summary>
    Header,

    /// <summary>Some bytes of the part's body.</summary>
    Body,

    /// <summary>The part has ended.</summary>
    EndOfPart,

    /// <summary>The last part has ended; whatever follows means nothing.</summary>
    EndOfMessage,
}
