namespace GqlTools.Client.Subscriptions;

/// <summary>The signs of life of a session's WebSocket, over all its connections.</summary>
internal sealed class SocketVitals
{
    private readonly object _lock = new();
    private long _pingAt;

    public DateTimeOffset? LastPing { get; private set; }

    public TimeSpan? RoundTrip { get; private set; }

    public void CountPing(TimeProvider clock)
    {
        lock (_lock)
        {
            _pingAt = clock.GetTimestamp();
            LastPing = clock.GetUtcNow();
        }
    }

    public void CountPong(TimeProvider clock)
    {
        lock (_lock)
        {
            if (_pingAt != 0) RoundTrip = clock.GetElapsedTime(_pingAt);
            _pingAt = 0;
        }
    }
}
