namespace GqlTools.Client.Streaming;

/// <summary>What one message of a stream means. All protocols speak in these, so that whoever hands events to subscriptions knows one shape.</summary>
/// <param name="Kind">What it means.</param>
public readonly record struct StreamEvent(StreamEventKind Kind)
{
    /// <summary>The operation that it concerns, as the client numbered it; 0 where it concerns none.</summary>
    public long Id { get; init; }

    /// <summary>
    /// JSON in UTF-8, a slice of the message itself: it is good only until the message's memory is used again. Empty where there is none.
    /// </summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The code to close the WebSocket with; 0 where it stays open.</summary>
    public int CloseCode { get; init; }

    /// <summary>Why it is closed, in words that fit a close frame; null where it stays open.</summary>
    public string? Reason { get; init; }
}
