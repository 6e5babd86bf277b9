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
/// A request is checked locally first, then waits for its turn, then goes its own way as an <see cref="Exchange"/>: nothing of it is kept here, and whatever
/// becomes of it, its neighbours go on. When the session opens, takes requests and closes is its <see cref="SessionLife"/>.
/// </para>
/// </summary>
public sealed partial class GqlSession : IAsyncDisposable
{
    private const string ConnectionTestQuery = "{ __typename }";

    private readonly SessionLife _life;
    private readonly HttpTransport _transport;
    private readonly RequestScheduler _scheduler;
    private readonly ResiliencePipeline _retry;
    private readonly ExchangeContext _exchanges;
    private readonly SessionCounters _counters = new();
    private readonly Coalescer? _coalescer;
    private readonly IdempotencyKeyEdit? _idempotencyKeys;

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
        _life = new SessionLife(Name, options, () => ProbeAsync(CancellationToken.None), _scheduler.Close);
        _retry = Exchange.CreateRetryPipeline(options);
        var token = options.TokenProvider is { } provider
            ? new SessionToken(provider, options.EndpointText, options.TimeProvider, fresh => _transport.Authentication = fresh, _life.Aborted)
            : null;
        _subscriptions = new SubscriptionHub(options, _transport, token);
        _exchanges = new ExchangeContext(options, _transport, _subscriptions, _scheduler, _counters, new EndSources(options.TimeProvider, _life.Aborted), _life.Aborted) { Token = token };
        _coalescer = Coalescer.For(options, _counters);
        _idempotencyKeys = options.IdempotencyKeyIn == IdempotencyKeyPlace.Header ? null : new IdempotencyKeyEdit(options.IdempotencyKeyIn, Documents);
        Schema = new SessionSchema(options.Schema, options.EndpointText, SendUncheckedAsync);
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
    public GqlSessionState State => _life.State;

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
    public Task OpenAsync(CancellationToken cancellationToken = default) => _life.OpenAsync(cancellationToken);

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
        _coalescer is null
            ? SendAsync(request, dataReader, Options.ValidateDocuments, cancellationToken)
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
        _life.Accept(again: shared is not null);
        _counters.CountRequest();
        try
        {
            using var exchange = new Exchange(_exchanges, prepared, cancellationToken, shared);
            await exchange.EnterAsync().ConfigureAwait(false);
            if (State != GqlSessionState.Open) await _life.EnsureOpenAsync(cancellationToken).ConfigureAwait(false);
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
            _life.Release();
        }
    }

    /// <summary>Makes the round trip that opening makes: <c>{ __typename }</c>, without retries.</summary>
    /// <param name="cancellationToken">Ends this test alone.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="GqlException">Whatever is wrong with server, TLS or credentials.</exception>
    public async Task<GqlResponse<JsonElement>> TestConnectionAsync(CancellationToken cancellationToken = default)
    {
        _life.Accept();
        try
        {
            return await ProbeAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _life.Release();
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
    public Task CloseAsync(TimeSpan drainLimit) => _life.CloseAsync(drainLimit, ShutDownAsync);

    /// <summary>Closes without waiting for requests.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync(TimeSpan.Zero).ConfigureAwait(false);

    /// <summary>Name, endpoint and state.</summary>
    public override string ToString() => $"{Name} ({Options.EndpointText}, {State})";

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

    private async Task ShutDownAsync(TimeSpan drainLimit)
    {
        await _subscriptions.EndSubscriptionsAsync().ConfigureAwait(false);
        await _life.DrainAsync(drainLimit).ConfigureAwait(false);
        if (_exchanges.Token is { } token) await token.EndAsync().ConfigureAwait(false);
        await _subscriptions.DisposeAsync().ConfigureAwait(false);
        _transport.Dispose();
    }
}
