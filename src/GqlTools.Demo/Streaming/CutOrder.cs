using GqlTools.Demo.Faults;

namespace GqlTools.Demo.Streaming;

/// <summary>When a stream is cut without a word, and how much goes with it.</summary>
/// <param name="AfterEvents">After so many events; null for never.</param>
/// <param name="After">So long after it began; null for never.</param>
/// <param name="StreamOnly">True resets its HTTP/2 stream alone; else its whole connection gets a TCP reset.</param>
internal sealed record CutOrder(int? AfterEvents, TimeSpan? After, bool StreamOnly)
{
    public static readonly string[] Arguments = ["cutAfter", "cutMilliseconds", "cut"];

    public static CutOrder None { get; } = new(null, null, false);

    public static CutOrder Of(FaultCall call) => new(
        call.Number("cutAfter"),
        call.Number("cutMilliseconds") is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
        call.Word("cut", "connection") switch
        {
            "connection" => false,
            "stream" => true,
            var other => throw new FormatException($"What is cut is the 'connection' or the 'stream', not '{other}'."),
        });
}
