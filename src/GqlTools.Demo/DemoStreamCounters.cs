namespace GqlTools.Demo;

/// <summary>What a <see cref="DemoServer"/> has seen of subscriptions, sockets, uploads and persisted documents. A part of <see cref="DemoServerCounters"/>.</summary>
public sealed class DemoStreamCounters
{
    private readonly Action _changed;
    private readonly Tally _socketsOpened = new();
    private readonly Tally _socketsOpen = new();
    private readonly Tally _streamsOpened = new();
    private readonly Tally _streamsOpen = new();
    private readonly Tally _subscriptionsStarted = new();
    private readonly Tally _subscriptionsActive = new();
    private readonly Tally _eventsSent = new();
    private readonly Tally _pingsReceived = new();
    private readonly Tally _pongsReceived = new();
    private readonly Tally _persistedQueryHits = new();
    private readonly Tally _persistedQueryMisses = new();
    private readonly Tally _persistedQueriesStored = new();
    private readonly Tally _filesUploaded = new();
    private readonly Tally _bytesUploaded = new();

    internal DemoStreamCounters(Action changed) => _changed = changed;

    /// <summary>WebSockets accepted, over HTTP/1.1 and HTTP/2.</summary>
    public long SocketsOpened => _socketsOpened.Value;

    /// <summary>WebSockets open now.</summary>
    public long SocketsOpen => _socketsOpen.Value;

    /// <summary>Answers that stream (server-sent events or multipart) begun.</summary>
    public long StreamsOpened => _streamsOpened.Value;

    /// <summary>Answers that stream under way now.</summary>
    public long StreamsOpen => _streamsOpen.Value;

    /// <summary>Subscription operations that began, over whatever protocol.</summary>
    public long SubscriptionsStarted => _subscriptionsStarted.Value;

    /// <summary>Subscription operations that have not ended.</summary>
    public long SubscriptionsActive => _subscriptionsActive.Value;

    /// <summary>Events that subscriptions gave out.</summary>
    public long EventsSent => _eventsSent.Value;

    /// <summary>Ping messages of GraphQL protocols (not of WebSocket) that clients sent.</summary>
    public long PingsReceived => _pingsReceived.Value;

    /// <summary>Pong messages of GraphQL protocols that clients sent.</summary>
    public long PongsReceived => _pongsReceived.Value;

    /// <summary>Requests whose document was found by its hash.</summary>
    public long PersistedQueryHits => _persistedQueryHits.Value;

    /// <summary>Requests whose document was not found by its hash.</summary>
    public long PersistedQueryMisses => _persistedQueryMisses.Value;

    /// <summary>Requests that brought hash and document, so that the next may bring the hash alone.</summary>
    public long PersistedQueriesStored => _persistedQueriesStored.Value;

    /// <summary>Files read to their end.</summary>
    public long FilesUploaded => _filesUploaded.Value;

    /// <summary>Bytes of files that were read.</summary>
    public long BytesUploaded => _bytesUploaded.Value;

    internal void SocketOpened() => Add((_socketsOpened, 1), (_socketsOpen, 1));

    internal void SocketClosed() => Add((_socketsOpen, -1));

    internal void StreamOpened() => Add((_streamsOpened, 1), (_streamsOpen, 1));

    internal void StreamClosed() => Add((_streamsOpen, -1));

    internal void SubscriptionStarted() => Add((_subscriptionsStarted, 1), (_subscriptionsActive, 1));

    internal void SubscriptionEnded() => Add((_subscriptionsActive, -1));

    internal void EventSent() => Add((_eventsSent, 1));

    internal void PingReceived() => Add((_pingsReceived, 1));

    internal void PongReceived() => Add((_pongsReceived, 1));

    internal void PersistedQueryHit() => Add((_persistedQueryHits, 1));

    internal void PersistedQueryMissed() => Add((_persistedQueryMisses, 1));

    internal void PersistedQueryStored() => Add((_persistedQueriesStored, 1));

    internal void FileUploaded() => Add((_filesUploaded, 1));

    internal void UploadRead(long bytes) => Add((_bytesUploaded, bytes));

    private void Add(params ReadOnlySpan<(Tally Tally, long Amount)> changes)
    {
        foreach (var (tally, amount) in changes)
            tally.Add(amount);
        _changed();
    }
}
