namespace GqlTools.Client.Subscriptions;

/// <summary>The signs of life of a session's WebSocket, over all its connections.</summary>
internal sealed class SocketVitals
{
    private readonly object _lock = new();
    private long _pingAt;
    private DateTimeOffset? _lastPing;
    private TimeSpan? _roundTrip;

    // Values of two words: without the lock a reader could meet half of each.
    public DateTimeOffset? LastPing
    {
        get
        {
            lock (_lock) return _lastPing;
        }
    }

    public TimeSpan? RoundTrip
    {
        get
        {
            lock (_lock) return _roundTrip;
        }
    }

    public void CountPing(TimeProvider clock)
    {
        lock (_lock)
        {
            _pingAt = clock.GetTimestamp();
            _lastPing = clock.GetUtcNow();
        }
    }

    public void CountPong(TimeProvider clock)
    {
        lock (_lock)
        {
            if (_pingAt != 0) _roundTrip = clock.GetElapsedTime(_pingAt);
            _pingAt = 0;
        }
    }
}
