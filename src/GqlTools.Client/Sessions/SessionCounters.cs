namespace GqlTools.Client.Sessions;

/// <summary>What a session counts beside its connections.</summary>
internal sealed class SessionCounters
{
    private long _requests;
    private long _errors;
    private long _retries;

    public long Requests => Interlocked.Read(ref _requests);

    public long Errors => Interlocked.Read(ref _errors);

    public long Retries => Interlocked.Read(ref _retries);

    public LatencyWindow Latency { get; } = new();

    public void CountRequest() => Interlocked.Increment(ref _requests);

    public void CountError() => Interlocked.Increment(ref _errors);

    public void CountRetry() => Interlocked.Increment(ref _retries);
}
