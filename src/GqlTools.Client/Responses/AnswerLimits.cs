namespace GqlTools.Client.Responses;

/// <summary>How much of an answer is read before it is refused.</summary>
public sealed record AnswerLimits
{
    /// <summary>The limits of a session that sets none: 256 MiB and 512 levels.</summary>
    public static AnswerLimits Default { get; } = new();

    /// <summary>Bytes of one answer after decompression. Default 256 MiB (268,435,456).</summary>
    public long MaximumBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Levels of nested objects and lists in one answer, the answer object itself being the first. Default 512.</summary>
    public int MaximumDepth { get; init; } = 512;
}
