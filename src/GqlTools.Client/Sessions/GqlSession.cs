using System.Text.Json;
using GqlTools.Client.Authentication;
using GqlTools.Client.Coalescing;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.PersistedDocuments;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Scheduling;
using GqlTools.Client.Schemas;
using GqlTools.Client.Subscriptions;
using GqlTools.Client.Transport;
using Polly;

namespace GqlTools.Client.Sessions;

/// <summary>
/// A permanent session with one GraphQL endpoint, for any number of callers at once.
/// <para>
/// Opening is one attempt that all callers share; who gives up waiting for it does not end it for the others, and a failed one leaves nothing
/// behind but the state Faulted. A request is checked locally first, then waits for its turn, then goes its own way as an
/// <see cref="Exchange"/>: nothing of it is kept here, and whatever becomes of it, its neighbours go on. Closing lets all accepted requests
/// finish, up to a limit, and then cancels the rest before the sockets go.
/// </para>
/// <para>
/// <c>_lock</c> guards the state, the shared attempts and the count of accepted requests; nothing is awaited under it.
/// </para>
/// </summary>
public sealed partial class GqlSession : IAsyncDisposable
{
    private const string ConnectionTestQuery = "{ __typename }";

    private readonly object _lock = new();
    private readonly HttpTransport _transport;
    private readonly RequestScheduler _scheduler;
    private readonly ResiliencePipeline _retry;
    private readonly ExchangeContext _exchanges;
    private readonly SessionCounters _counters = new();
    private readonly Coalescer? _coalescer;
    private readonly IdempotencyKeyEdit? _idempotencyKeys;
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile GqlSessionState _state;
    private bool _opened;
    private Task? _opening;
    private Task? _closing;
    private int _accepted;

    /// <summary>Makes a session. Nothing is sent before the first open or request.</summary>
    /// <param name="options">All that the session is told.</param>
    /// <exception cref="GqlException">An option is wrong: see <see cref="GqlSessionOptions.Validate"/>.</exception>
    public GqlSession(GqlSessionOptions options)
    {
        options.Validate();
        Options = options;
        Name = options.Name ?? options.Endpoint.Host;
        _transport = new HttpTransport(options);
        _scheduler = new RequestScheduler(options);
        _retry = Exchange.CreateRetryPipeline(options);
        _exchanges = new ExchangeContext(options, _transport, _scheduler, _counters, new EndSources(options.TimeProvider, _abort.Token), _abort.Token)
        {
            Token = options.TokenProvider is { } provider
                ? new SessionToken(provider, options.EndpointText, options.TimeProvider, token => _transport.Authentication = token, _abort.Token)
                : null,
        };
        _coalescer = Coalescer.For(options, _counters);
        _idempotencyKeys = options.IdempotencyKeyIn == IdempotencyKeyPlace.Header ? null : new IdempotencyKeyEdit(options.IdempotencyKeyIn, Documents);
        _subscriptions = new SubscriptionHub(options, _transport, _exchanges.Token);
        Schema = new SessionSchema(options.Schema, options.EndpointText, SendUncheckedAsync);
        _opened = options.SkipConnectionTest;
        _state = _opened ? GqlSessionState.Open : GqlSessionState.Opening;
    }

    /// <summary>What the session was told.</summary>
    public GqlSessionOptions Options { get; }

    /// <summary>The name it was given, else its endpoint's host.</summary>
    public string Name { get; }

    /// <summary>Where its requests go.</summary>
    public Uri Endpoint => Options.Endpoint;

    /// <summary>The documents that it has read.</summary>
    public DocumentCache Documents { get; } = new();

    /// <summary>Where the session stands in its life.</summary>
    public GqlSessionState State => _state;

    /// <summary>Its counters at this moment.</summary>
    public GqlSessionStatistics Statistics
    {
        get
        {
            var scheduler = _scheduler.Status;
            return new GqlSessionStatistics
            {
                ConnectionsOpened = _transport.Meter.Opened,
                ConnectionsCurrent = _transport.Meter.Current,
                Requests = _counters.Requests + _counters.Coalesced + _counters.CacheHits,
                InFlight = scheduler.Inside,
                Queued = scheduler.Waiting,
                Errors = _counters.Errors,
                Retries = _counters.Retries,
                Coalesced = _counters.Coalesced,
                CacheHits = _counters.CacheHits,
                CacheMisses = _counters.CacheMisses,
                CachedBytes = _coalescer?.CachedBytes ?? 0,
                Refused = scheduler.Refused,
                Concurrency = scheduler.Concurrency,
                RateLimits = scheduler.RateLimits,
                WaitReason = scheduler.Reason,
                WaitsFor = scheduler.WaitsFor,
                Circuit = scheduler.Circuit,
                BytesIn = _transport.Meter.BytesIn,
                BytesOut = _transport.Meter.BytesOut,
                Latency = _counters.Latency.Percentiles(),
                TokensReceived = _exchanges.Token?.Renewals ?? 0,
                TokenExpiresIn = _exchanges.Token?.ExpiresIn,
                Subscriptions = _subscriptions.Statistics,
            };
        }
    }

    /// <summary>
    /// Opens the session: one round trip that proves server, TLS and credentials, unless the options skip it. Callers share one attempt; an
    /// open session is left alone; a faulted one is tried again.
    /// </summary>
    /// <param name="cancellationToken">Ends this caller's wait, not the attempt.</param>
    /// <exception cref="GqlException">The attempt failed, or the session is closing or closed.</exception>
    public Task OpenAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            switch (_state)
            {
                case GqlSessionState.Open:
                    return Task.CompletedTask;
                case GqlSessionState.Closing or GqlSessionState.Closed:
                    throw ClosedFailure();
                default:
                    if (_opening is null)
                    {
                        _state = GqlSessionState.Opening;
                        _opening = Task.Run(TryOpenAsync, CancellationToken.None);
                    }

                    return _opening.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Sends one request and reads <c>data</c> as <see cref="JsonElement"/>.</summary>
    /// <param name="request">What to ask.</param>
    /// <param name="cancellationToken">Ends this request alone.</param>
    /// <returns>The answer; GraphQL errors stand on it and are no exception.</returns>
    /// <exception cref="GqlException">Whatever keeps a GraphQL answer from coming.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<GqlResponse<JsonElement>> SendAsync(GqlRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(request, static () => JsonElementReader.Instance, cancellationToken);

    /// <summary>Sends one request and reads <c>data</c> with a reader of the caller's.</summary>
    /// <typeparam name="T">What <c>data</c> becomes.</typeparam>
    /// <param name="request">What to ask.</param>
    /// <param name="dataReader">Makes a reader for each attempt.</param>
    /// <param name="cancellationToken">Ends this request alone.</param>
    /// <returns>The answer; GraphQL errors stand on it and are no exception.</returns>
    /// <exception cref="GqlException">Whatever keeps a GraphQL answer from coming.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<GqlResponse<T>> SendAsync<T>(
        GqlRequest request, Func<IJsonValueReader<T>> dataReader, CancellationToken cancellationToken = default) =>
        Options.Subscriptions.OperationsOverSocket ? SendOverSocketAsync(request, dataReader, cancellationToken)
        : _coalescer is null ? SendAsync(request, dataReader, Options.ValidateDocuments, cancellationToken)
        : CoalesceAsync(_coalescer, request, dataReader, cancellationToken);

    private async Task<GqlResponse<T>> SendAsync<T>(
        GqlRequest request,
        Func<IJsonValueReader<T>> dataReader,
        bool check,
        CancellationToken cancellationToken,
        PreparedRequest? prepared = null,
        SharedExchange? shared = null)
    {
        prepared ??= Prepare(request);
        if (check) await CheckAsync(prepared, cancellationToken).ConfigureAwait(false);
        Accept(again: shared is not null);
        _counters.CountRequest();
        try
        {
            using var exchange = new Exchange(_exchanges, prepared, cancellationToken, shared);
            await exchange.EnterAsync().ConfigureAwait(false);
            if (State != GqlSessionState.Open) await EnsureOpenAsync(cancellationToken).ConfigureAwait(false);
            var response = await exchange.RunAsync(_retry, dataReader).ConfigureAwait(false);
            if (response.Errors.Count > 0) _counters.CountError();
            return response;
        }
        catch
        {
            _counters.CountError();
            throw;
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Makes the round trip that opening makes: <c>{ __typename }</c>, without retries.</summary>
    /// <param name="cancellationToken">Ends this test alone.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="GqlException">Whatever is wrong with server, TLS or credentials.</exception>
    public async Task<GqlResponse<JsonElement>> TestConnectionAsync(CancellationToken cancellationToken = default)
    {
        Accept();
        try
        {
            return await ProbeAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Checks a request without sending it (its document, its operation, its variables).</summary>
    /// <param name="request">What to ask.</param>
    /// <returns>The request as it would be sent.</returns>
    /// <exception cref="GqlException">What is wrong with it.</exception>
    public PreparedRequest Prepare(GqlRequest request)
    {
        HeaderRules.Validate(request.Headers);
        if (request.IdempotencyKey is { } key)
        {
            if (_idempotencyKeys is { } edit) request = edit.Apply(request);
            else HeaderRules.ValidateIdempotencyKey(key);
        }

        return PreparedRequest.From(request, Documents, Options.PersistedDocuments);
    }

    /// <summary>Finds what a request would run, without its variables.</summary>
    /// <param name="request">What to ask.</param>
    /// <returns>The document, or null where only its id is known; and the operation, which is then taken for a mutation without variables.</returns>
    /// <exception cref="GqlException">
    /// <see cref="FailureKind.SyntaxError"/>, <see cref="FailureKind.OperationUnknown"/> or <see cref="FailureKind.DocumentUnknown"/>.
    /// </exception>
    public (GqlDocument? Document, GqlOperation Operation) Find(GqlRequest request)
    {
        var runs = RequestDocument.Of(request, Documents, Options.PersistedDocuments);
        return (runs.Document, runs.Operation);
    }

    /// <summary>Sends new credentials from the next attempt on; attempts under way keep the old ones.</summary>
    /// <param name="authentication">The credentials; null for none.</param>
    /// <exception cref="GqlException">
    /// <see cref="FailureKind.UnencryptedAuthentication"/>, where they would go over plain http unasked.
    /// </exception>
    public void ReplaceAuthentication(GqlAuthentication? authentication)
    {
        (Options with { Authentication = authentication }).Validate();
        _transport.Authentication = authentication;
        _coalescer?.StartEpoch();
    }

    /// <summary>
    /// Closes the session: takes no new requests, lets the accepted ones finish, cancels what is left after
    /// <paramref name="drainLimit"/>, then closes the sockets. All callers await the same shutdown.
    /// </summary>
    /// <param name="drainLimit">
    /// How long accepted requests may take; <see cref="TimeSpan.Zero"/> cancels them now, even where another caller is draining.
    /// </param>
    /// <returns>Completes when all is over. Never fails.</returns>
    public Task CloseAsync(TimeSpan drainLimit)
    {
        Task closing;
        lock (_lock)
        {
            if (_closing is null)
            {
                _state = GqlSessionState.Closing;
                if (_accepted == 0) _drained.TrySetResult();
                _closing = Task.Run(() => ShutDownAsync(drainLimit), CancellationToken.None);
            }
            else if (drainLimit == TimeSpan.Zero && _state == GqlSessionState.Closing)
            {
                Abort();
            }

            closing = _closing;
        }

        return closing;
    }

    /// <summary>Closes without waiting for requests.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync(TimeSpan.Zero).ConfigureAwait(false);

    /// <summary>Name, endpoint and state.</summary>
    public override string ToString() => $"{Name} ({Options.EndpointText}, {State})";

    private async Task TryOpenAsync()
    {
        try
        {
            await ProbeAsync(CancellationToken.None).ConfigureAwait(false);
            SettleOpening(opened: true);
        }
        catch
        {
            SettleOpening(opened: false);
            throw;
        }
    }

    private async Task<GqlResponse<JsonElement>> ProbeAsync(CancellationToken cancellationToken)
    {
        using var exchange = new Exchange(_exchanges, Prepare(new GqlRequest(ConnectionTestQuery) { IsOfSession = true }), cancellationToken);
        var response = await exchange.RunAsync(ResiliencePipeline.Empty, static () => JsonElementReader.Instance).ConfigureAwait(false);
        if (response.Errors.Count == 0) return response;
        throw new GqlException(FailureKind.GraphQLError, $"{Options.EndpointText} answers '{ConnectionTestQuery}' with an error: {response.Errors[0].Message}")
        {
            Endpoint = Options.EndpointText,
            Errors = response.Errors,
            StatusCode = response.StatusCode,
            Attempts = response.Attempts,
        };
    }

    private void SettleOpening(bool opened)
    {
        lock (_lock)
        {
            _opening = null;
            _opened = opened;
            if (_state == GqlSessionState.Opening) _state = opened ? GqlSessionState.Open : GqlSessionState.Faulted;
        }
    }

    // An accepted request of a closing session still has its turn, unless the session never came to be open.
    private Task EnsureOpenAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _state == GqlSessionState.Closing && _opened ? Task.CompletedTask : OpenAsync(cancellationToken);
        }
    }

    // A request that was accepted has its exchange accepted with it, even if the session is closing by then.
    private void Accept(bool again = false)
    {
        lock (_lock)
        {
            if (!again && _state is GqlSessionState.Closing or GqlSessionState.Closed) throw ClosedFailure();
            _accepted++;
        }
    }

    private void Release()
    {
        lock (_lock)
        {
            _accepted--;
            if (_accepted == 0 && _state == GqlSessionState.Closing) _drained.TrySetResult();
        }
    }

    private async Task ShutDownAsync(TimeSpan drainLimit)
    {
        await _subscriptions.EndSubscriptionsAsync().ConfigureAwait(false);
        if (drainLimit > TimeSpan.Zero || drainLimit == Timeout.InfiniteTimeSpan)
        {
            var limit = Task.Delay(drainLimit, Options.TimeProvider, _abort.Token);
            await Task.WhenAny(_drained.Task, limit).ConfigureAwait(false);
        }

        Abort();
        await _drained.Task.ConfigureAwait(false);
        if (_exchanges.Token is { } token) await token.EndAsync().ConfigureAwait(false);
        await _subscriptions.DisposeAsync().ConfigureAwait(false);
        _transport.Dispose();
        lock (_lock) _state = GqlSessionState.Closed;
    }

    private void Abort()
    {
        _scheduler.Close();
        _abort.Cancel();
    }

    private GqlException ClosedFailure() => new(
        FailureKind.SessionClosed,
        $"The session '{Name}' is {(_state == GqlSessionState.Closed ? "closed" : "closing")}; it takes no more requests. Open another one.")
    {
        Endpoint = Options.EndpointText,
    };
}
