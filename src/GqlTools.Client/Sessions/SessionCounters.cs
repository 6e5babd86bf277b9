namespace GqlTools.Client.Sessions;

/// <summary>What a session counts beside its connections.</summary>
internal sealed class SessionCounters
{
    private long _requests;
    private long _errors;
    private long _retries;
    private long _coalesced;
    private long _cacheHits;
    private long _cacheMisses;

    public long Requests => Interlocked.Read(ref _requests);

    public long Errors => Interlocked.Read(ref _errors);

    public long Retries => Interlocked.Read(ref _retries);

    public long Coalesced => Interlocked.Read(ref _coalesced);

    public long CacheHits => Interlocked.Read(ref _cacheHits);

    public long CacheMisses => Interlocked.Read(ref _cacheMisses);

    public LatencyWindow Latency { get; } = new();

    public void CountRequest() => Interlocked.Increment(ref _requests);

    public void CountError() => Interlocked.Increment(ref _errors);

    public void CountRetry() => Interlocked.Increment(ref _retries);

    public void CountCoalesced() => Interlocked.Increment(ref _coalesced);

    public void CountCacheHit() => Interlocked.Increment(ref _cacheHits);

    public void CountCacheMiss() => Interlocked.Increment(ref _cacheMisses);
}
