namespace GqlTools.Client.Scheduling;

/// <summary>Why the first request of a session's line does not go yet.</summary>
public enum WaitReason
{
    /// <summary>Nothing waits.</summary>
    None,

    /// <summary>As many requests are in flight as may be.</summary>
    Concurrency,

    /// <summary>The pace that the session was given (RequestsPerSecond).</summary>
    Pace,

    /// <summary>A limit that the server tells of is used up until its window ends or its bucket refills.</summary>
    RateLimit,

    /// <summary>The server refused a request and asked for a pause, which holds for all.</summary>
    Pause,

    /// <summary>The server failed for long; one request tries whether it is back.</summary>
    Circuit,
}
