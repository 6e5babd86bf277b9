namespace GqlTools.Client.Subscriptions;

/// <summary>A session's subscriptions at one moment.</summary>
public sealed record SubscriptionStatistics
{
    /// <summary>
    /// What subscriptions come by, such as <c>graphql-transport-ws on a WebSocket of its own</c>; null before the first has found out, or where no WebSocket is open.
    /// </summary>
    public string? Protocol { get; init; }

    /// <summary>Where the session's WebSocket stands.</summary>
    public SocketState Socket { get; init; }

    /// <summary>Subscriptions under way.</summary>
    public int Active { get; init; }

    /// <summary>Subscriptions since the session was made.</summary>
    public long Started { get; init; }

    /// <summary>Events that came.</summary>
    public long Events { get; init; }

    /// <summary>Places where events may be missing, those where a buffer was full included.</summary>
    public long Gaps { get; init; }

    /// <summary>Events that went because a buffer was full.</summary>
    public long Dropped { get; init; }

    /// <summary>Connections and streams that were lost and tried again.</summary>
    public long Reconnects { get; init; }

    /// <summary>Whether a full buffer holds back the WebSocket at this moment.</summary>
    public bool IsHeldBack { get; init; }

    /// <summary>When the server was last asked for a sign of life; null for never.</summary>
    public DateTimeOffset? LastPing { get; init; }

    /// <summary>How long the sign of life took to come; null where none has.</summary>
    public TimeSpan? RoundTrip { get; init; }
}
