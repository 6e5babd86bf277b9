namespace GqlTools.Client.Subscriptions;

/// <summary>What a session counts of its subscriptions.</summary>
internal sealed class SubscriptionCounters
{
    private int _active;
    private long _started;
    private long _events;
    private long _gaps;
    private long _dropped;
    private long _reconnects;

    public int Active => Volatile.Read(ref _active);

    public long Started => Interlocked.Read(ref _started);

    public long Events => Interlocked.Read(ref _events);

    public long Gaps => Interlocked.Read(ref _gaps);

    public long Dropped => Interlocked.Read(ref _dropped);

    public long Reconnects => Interlocked.Read(ref _reconnects);

    public void CountStart()
    {
        Interlocked.Increment(ref _started);
        Interlocked.Increment(ref _active);
    }

    public void CountEnd() => Interlocked.Decrement(ref _active);

    public void CountEvent() => Interlocked.Increment(ref _events);

    public void CountGap() => Interlocked.Increment(ref _gaps);

    public void CountDropped() => Interlocked.Increment(ref _dropped);

    public void CountReconnect() => Interlocked.Increment(ref _reconnects);
}
