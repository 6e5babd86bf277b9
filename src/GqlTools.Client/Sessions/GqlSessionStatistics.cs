using GqlTools.Client.Scheduling;
using GqlTools.Client.Subscriptions;

namespace GqlTools.Client.Sessions;

/// <summary>A session's counters at one moment.</summary>
public sealed record GqlSessionStatistics
{
    /// <summary>Connections that came about since the session was made.</summary>
    public long ConnectionsOpened { get; init; }

    /// <summary>Connections that are up now.</summary>
    public long ConnectionsCurrent { get; init; }

    /// <summary>Requests accepted, those included that cost no exchange of their own.</summary>
    public long Requests { get; init; }

    /// <summary>Requests that are with the server now.</summary>
    public int InFlight { get; init; }

    /// <summary>Requests that wait for their turn.</summary>
    public int Queued { get; init; }

    /// <summary>Requests that failed, or whose answer has GraphQL errors.</summary>
    public long Errors { get; init; }

    /// <summary>Attempts after a request's first one.</summary>
    public long Retries { get; init; }

    /// <summary>Requests that shared the exchange of an identical one and cost none of their own.</summary>
    public long Coalesced { get; init; }

    /// <summary>Queries that the session's cache answered.</summary>
    public long CacheHits { get; init; }

    /// <summary>Queries that it could not answer; 0 without a cache.</summary>
    public long CacheMisses { get; init; }

    /// <summary>What the cache holds, in bytes.</summary>
    public long CachedBytes { get; init; }

    /// <summary>Attempts that the server refused for a limit's sake.</summary>
    public long Refused { get; init; }

    /// <summary>Requests that may be in flight now: the session's maximum, or less while the server refuses or cannot keep up.</summary>
    public int Concurrency { get; init; }

    /// <summary>The limits that the server tells of; empty for none.</summary>
    public IReadOnlyList<RateLimitStatus> RateLimits { get; init; } = [];

    /// <summary>Why the first of the queue does not go yet.</summary>
    public WaitReason WaitReason { get; init; }

    /// <summary>How long it still waits at least; null where the end of another request decides.</summary>
    public TimeSpan? WaitsFor { get; init; }

    /// <summary>Whether the session leaves a failing server alone.</summary>
    public CircuitState Circuit { get; init; }

    /// <summary>Bytes read from the network, TLS and framing included.</summary>
    public long BytesIn { get; init; }

    /// <summary>Bytes written to the network, TLS and framing included.</summary>
    public long BytesOut { get; init; }

    /// <summary>Tokens that the session's token provider gave.</summary>
    public long TokensReceived { get; init; }

    /// <summary>What is left of the life of the provider's token, where the token says; null where it does not, or there is none.</summary>
    public TimeSpan? TokenExpiresIn { get; init; }

    /// <summary>How long answers take.</summary>
    public LatencyPercentiles Latency { get; init; }

    /// <summary>Its subscriptions, and the WebSocket that carries them.</summary>
    public SubscriptionStatistics Subscriptions { get; init; } = new();
}
