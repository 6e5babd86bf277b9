using GqlTools.Demo.Faults;

namespace GqlTools.Demo.Streaming.Answers;

/// <summary>How an answer that streams misbehaves: the arguments of the fault <c>stream</c> (see <see cref="FaultTable"/>). A feature of its request.</summary>
internal sealed record StreamScript
{
    public static readonly string[] Arguments = ["keepAliveMilliseconds", "endAfter", "pieceBytes", "boundary", "quoted", .. CutOrder.Arguments];

    public static StreamScript None { get; } = new();

    /// <summary>The pace of keep-alives; null for the server's.</summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>Ends the answer after so many events as if it broke off; null for never.</summary>
    public int? EndAfter { get; init; }

    /// <summary>Flushes after so many bytes; null for once an event.</summary>
    public int? PieceBytes { get; init; }

    /// <summary>The boundary of a multipart answer; null for the usual one.</summary>
    public string? Boundary { get; init; }

    /// <summary>Whether the header field quotes the boundary.</summary>
    public bool IsBoundaryQuoted { get; init; } = true;

    public CutOrder Cut { get; init; } = CutOrder.None;

    /// <exception cref="FormatException">An argument has a value it cannot have.</exception>
    public static StreamScript Of(FaultCall call) => new()
    {
        KeepAlive = call.Number("keepAliveMilliseconds") is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
        EndAfter = call.Number("endAfter"),
        PieceBytes = call.Number("pieceBytes"),
        Boundary = call.Word("boundary", "") is { Length: > 0 } boundary ? boundary : null,
        IsBoundaryQuoted = call.Word("quoted", "true") == "true",
        Cut = CutOrder.Of(call),
    };
}
