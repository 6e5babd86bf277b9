using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Coalescing;

/// <summary>
/// Spares a session the queries whose answer is on its way already, or was there a moment ago.
/// <para>
/// A query is looked for in the cache, then among the exchanges under way, and only then becomes an exchange, which belongs to nobody who waits for it
/// (<see cref="SharedExchange"/>). Its answer is read once, to bytes; each caller's own reader makes its own objects of them.
/// </para>
/// <para>
/// An epoch ends with every mutation of the session that has ended in any way, and with new credentials: whoever asks after it must not be given what
/// was asked before it, be it kept or still on its way.
/// </para>
/// <para>
/// <c>_lock</c> guards the table of exchanges; nothing is awaited under it. The cache has a lock of its own.
/// </para>
/// </summary>
internal sealed class Coalescer(GqlSessionOptions options, SessionCounters counters)
{
    private readonly object _lock = new();
    private readonly Dictionary<RequestKey, SharedExchange> _underWay = [];
    private readonly ResponseCache? _cache = options.CacheLifetime > TimeSpan.Zero
        ? new ResponseCache(options.CacheLifetime, options.MaximumCacheBytes, options.TimeProvider)
        : null;

    private readonly string _endpoint = options.EndpointText;
    private long _epoch;

    /// <summary>What the cache holds, in bytes.</summary>
    public long CachedBytes => _cache?.Bytes ?? 0;

    /// <summary>The coalescer that the options ask for; null where they ask for none.</summary>
    public static Coalescer? For(GqlSessionOptions options, SessionCounters counters) =>
        options.Deduplicate || options.CacheLifetime > TimeSpan.Zero ? new Coalescer(options, counters) : null;

    /// <summary>Ends the epoch: nothing that was asked before may answer what is asked from now on.</summary>
    public void StartEpoch()
    {
        Interlocked.Increment(ref _epoch);
        _cache?.Clear();
    }

    /// <summary>Answers a query, with an exchange or without one.</summary>
    /// <param name="request">A query.</param>
    /// <param name="dataReader">Makes the caller's own value.</param>
    /// <param name="send">Makes the exchange.</param>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    public async Task<GqlResponse<T>> SendAsync<T>(
        PreparedRequest request,
        Func<IJsonValueReader<T>> dataReader,
        Func<SharedExchange, CancellationToken, Task<GqlResponse<ReadOnlyMemory<byte>>>> send,
        CancellationToken cancellationToken)
    {
        var epoch = Interlocked.Read(ref _epoch);
        var key = new RequestKey(request, epoch);
        if (FromCache(key, request.Request) is { } cached) return cached.ReadFor(request, dataReader(), options.AnswerLimits);

        var timeout = request.Request.Timeout ?? options.OperationTimeout;
        var exchange = Join(key, timeout, out var end, out var first);
        if (first) _ = exchange.RunAsync(send, response => Settle(key, epoch, exchange, response));
        var response = await exchange.WaitAsync(timeout, end, cancellationToken).ConfigureAwait(false);
        return response.ReadFor(request, dataReader(), options.AnswerLimits);
    }

    private GqlResponse<ReadOnlyMemory<byte>>? FromCache(in RequestKey key, GqlRequest request)
    {
        if (_cache is null) return null;
        if (!request.NoCache && _cache.TryGet(key, out var response, out var age))
        {
            counters.CountCacheHit();
            return response.AsCached(age);
        }

        counters.CountCacheMiss();
        return null;
    }

    private SharedExchange Join(in RequestKey key, TimeSpan timeout, out TimeSpan end, out bool first)
    {
        lock (_lock)
        {
            if (_underWay.TryGetValue(key, out var exchange) && exchange.TryJoin(timeout, out end))
            {
                first = false;
                counters.CountCoalesced();
                return exchange;
            }

            first = true;
            exchange = new SharedExchange(options.TimeProvider, _endpoint);
            exchange.TryJoin(timeout, out end);
            if (options.Deduplicate) _underWay[key] = exchange;
            return exchange;
        }
    }

    private void Settle(in RequestKey key, long epoch, SharedExchange exchange, GqlResponse<ReadOnlyMemory<byte>>? response)
    {
        if (_cache is not null && response is { HasData: true, Errors.Count: 0, IsTrusted: true })
        {
            _cache.Add(key, response);
            // Had the epoch ended a moment before, its end did not see this answer; its key would never be asked for again.
            if (Interlocked.Read(ref _epoch) != epoch) _cache.Clear();
        }

        lock (_lock)
        {
            if (_underWay.TryGetValue(key, out var known) && known == exchange) _underWay.Remove(key);
        }
    }
}
