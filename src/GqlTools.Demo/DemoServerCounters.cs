using System.Collections.Concurrent;

namespace GqlTools.Demo;

/// <summary>What a <see cref="DemoServer"/> has seen since it was made, restarts included. Every number may be read at any time.</summary>
public sealed class DemoServerCounters
{
    private readonly ConcurrentDictionary<string, Tally> _fields = new(StringComparer.Ordinal);
    private readonly Tally[] _connectionsAccepted = [.. Enum.GetValues<DemoEndpoint>().Select(_ => new Tally())];
    private readonly Tally _connectionsOpen = new();
    private readonly Tally _requestsReceived = new();
    private readonly Tally _requestsInFlight = new();
    private readonly Tally _queries = new();
    private readonly Tally _mutations = new();
    private readonly Tally _requestsThrottled = new();
    private readonly Tally _pointsCharged = new();
    private readonly Lock _waitersLock = new();
    private readonly List<Waiter> _waiters = [];
    private volatile bool _isWaitedFor;
    private long _peakRequestsInFlight;

    internal DemoServerCounters()
    {
        Streams = new DemoStreamCounters(Changed);
    }

    /// <summary>What was seen of everything that streams, and of uploads and persisted documents.</summary>
    public DemoStreamCounters Streams { get; }

    /// <summary>Connections accepted on all endpoints, those whose TLS handshake failed included.</summary>
    public long ConnectionsAccepted => _connectionsAccepted.Sum(tally => tally.Value);

    /// <summary>Connections open now.</summary>
    public long ConnectionsOpen => _connectionsOpen.Value;

    /// <summary>HTTP requests whose headers were read, whatever became of them.</summary>
    public long RequestsReceived => _requestsReceived.Value;

    /// <summary>HTTP requests being worked on now.</summary>
    public long RequestsInFlight => _requestsInFlight.Value;

    /// <summary>The most requests that were in flight at one time.</summary>
    public long PeakRequestsInFlight => Interlocked.Read(ref _peakRequestsInFlight);

    /// <summary>Query operations that were executed. A document that fails validation is not.</summary>
    public long QueriesExecuted => _queries.Value;

    /// <summary>Mutation operations that were executed, replays that an idempotency key turned away included.</summary>
    public long MutationsExecuted => _mutations.Value;

    /// <summary>Requests refused by the throttle in force (see <see cref="Throttling.ThrottleTable"/>), for whatever limit of it.</summary>
    public long RequestsThrottled => _requestsThrottled.Value;

    /// <summary>Points that executed operations were charged in the currency of the throttle in force; requests refused are not charged.</summary>
    public long PointsCharged => _pointsCharged.Value;

    /// <summary>All fields that keep count, by coordinate; see <see cref="FieldCount"/>.</summary>
    public IReadOnlyDictionary<string, long> FieldCounts => _fields.ToDictionary(pair => pair.Key, pair => pair.Value.Value);

    /// <summary>Connections accepted on one endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    public long ConnectionsAcceptedOn(DemoEndpoint endpoint) => _connectionsAccepted[(int)endpoint].Value;

    /// <summary>How often something happened to a field that keeps count, by its schema coordinate: a mutation applied
    /// (<c>Mutation.createOrder</c>; a replay is not applied), a slow field begun (<c>Query.slow</c>) or cancelled (<c>Query.slow cancelled</c>).</summary>
    /// <param name="coordinate">The coordinate, as in <c>Mutation.setStock</c>.</param>
    /// <returns>The count; 0 for a coordinate never seen.</returns>
    public long FieldCount(string coordinate) => _fields.TryGetValue(coordinate, out var tally) ? tally.Value : 0;

    /// <summary>Waits until the counters say something, so that a test needs no sleep: <c>WhenAsync(c => c.RequestsInFlight == 6, token)</c>.</summary>
    /// <param name="condition">What they are to say; looked at after each change, so it is quick and has no effects.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Ends when the condition has been true once.</returns>
    public Task WhenAsync(Func<DemoServerCounters, bool> condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var waiter = new Waiter(condition);
        lock (_waitersLock)
        {
            _waiters.Add(waiter);
            _isWaitedFor = true;
        }

        Changed();
        return waiter.Reached.Task.WaitAsync(cancellationToken);
    }

    internal void ConnectionOpened(DemoEndpoint endpoint)
    {
        _connectionsAccepted[(int)endpoint].Add(1);
        _connectionsOpen.Add(1);
        Changed();
    }

    internal void ConnectionClosed()
    {
        _connectionsOpen.Add(-1);
        Changed();
    }

    internal void RequestStarted()
    {
        _requestsReceived.Add(1);
        var now = _requestsInFlight.Add(1);
        var peak = Interlocked.Read(ref _peakRequestsInFlight);
        while (now > peak)
        {
            var seen = Interlocked.CompareExchange(ref _peakRequestsInFlight, now, peak);
            if (seen == peak)
                break;
            peak = seen;
        }

        Changed();
    }

    internal void RequestEnded()
    {
        _requestsInFlight.Add(-1);
        Changed();
    }

    internal void QueryExecuted() => _queries.Add(1);

    internal void MutationExecuted() => _mutations.Add(1);

    internal void RequestThrottled()
    {
        _requestsThrottled.Add(1);
        Changed();
    }

    internal void PointsWereCharged(long points) => _pointsCharged.Add(points);

    internal void FieldCounted(string coordinate)
    {
        _fields.GetOrAdd(coordinate, static _ => new Tally()).Add(1);
        Changed();
    }

    private void Changed()
    {
        if (!_isWaitedFor)
            return;
        lock (_waitersLock)
        {
            _waiters.RemoveAll(waiter => waiter.Condition(this) && waiter.Reached.TrySetResult());
            _isWaitedFor = _waiters.Count > 0;
        }
    }

    private sealed record Waiter(Func<DemoServerCounters, bool> Condition)
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
