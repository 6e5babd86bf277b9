using GqlTools.Client.Authentication;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Client.Transport;

namespace GqlTools.Client.Subscriptions;

/// <summary>
/// A session's subscriptions, and the way that they take.
/// <para>
/// With <see cref="SubscriptionProtocol.Auto"/> the first subscription tries one way after the other, and what takes it is the way of all; meanwhile the others
/// wait for it to find out. A way is left for the next only when it has said that nothing was started, so that no subscription runs twice.
/// </para>
/// </summary>
internal sealed class SubscriptionHub : IAsyncDisposable
{
    private readonly object _lock = new();
    private readonly SubscriptionContext _context;
    private readonly SocketVitals _vitals = new();
    private readonly ISubscriptionRoute[] _routes;
    private readonly HashSet<Subscription> _active = [];
    private TaskCompletionSource? _choosing;
    private ISubscriptionRoute? _chosen;
    private bool _closed;

    public SubscriptionHub(GqlSessionOptions options, HttpTransport transport, SessionToken? token)
    {
        _context = new SubscriptionContext(options, Counters, token);
        _routes = CreateRoutes(transport);
        if (_routes.Length == 1) _chosen = _routes[0];
    }

    public SubscriptionContext Context => _context;

    public SubscriptionCounters Counters { get; } = new();

    public SubscriptionStatistics Statistics
    {
        get
        {
            var socket = _chosen as SocketRoute;
            return new SubscriptionStatistics
            {
                Protocol = Counters.Started == 0 ? null : Volatile.Read(ref _chosen)?.Name,
                Socket = socket?.State ?? SocketState.None,
                Active = Counters.Active,
                Started = Counters.Started,
                Events = Counters.Events,
                Gaps = Counters.Gaps,
                Dropped = Counters.Dropped,
                Reconnects = Counters.Reconnects,
                IsHeldBack = socket?.IsHeldBack ?? false,
                LastPing = _vitals.LastPing,
                RoundTrip = _vitals.RoundTrip,
            };
        }
    }

    /// <summary>Takes a subscription on. It is to be started then.</summary>
    public void Register(Subscription subscription)
    {
        Counters.CountStart();
        bool closed;
        lock (_lock)
        {
            // Whatever is accepted has its turn, be it while the session closes.
            closed = _closed && !subscription.IsOperation;
            if (!closed) _active.Add(subscription);
        }

        if (closed) subscription.Abandon(Closed());
    }

    /// <summary>Carries a query or mutation to the WebSocket, and waits for its one answer.</summary>
    /// <param name="request">The operation.</param>
    /// <param name="cancellationToken">Ends it with the server, too.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="GqlException">There is no answer; its evidence tells whether the server can know of the operation.</exception>
    public async ValueTask<InboxMessage> AskAsync(PreparedRequest request, CancellationToken cancellationToken)
    {
        using var announced = new SemaphoreSlim(0);
        Subscription operation = null!;
        operation = new Subscription(request, SubscriptionOptions.Default, _context, _ => announced.Release(), _ => Forget(operation)) { IsOperation = true };
        Register(operation);
        var starting = StartAsync(operation, static _ => Task.CompletedTask);
        try
        {
            while (true)
            {
                await announced.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (!operation.Inbox.TryTake(out var message)) continue;
                if (message.Kind == InboxMessageKind.Event) return message;
                if (message.Kind == InboxMessageKind.End)
                    throw message.Failure ?? new GqlException(FailureKind.AnswerTruncated, "The server ended the operation on the WebSocket without an answer.");
            }
        }
        finally
        {
            await StopAsync(operation, starting).ConfigureAwait(false);
        }
    }

    /// <summary>Starts a subscription and carries it to its way; what goes wrong, ends it.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="ensureOpen">Waits for the session to be open.</param>
    public async Task StartAsync(Subscription subscription, Func<CancellationToken, Task> ensureOpen)
    {
        try
        {
            await ensureOpen(subscription.Stopped).ConfigureAwait(false);
            await StartAsync(subscription).ConfigureAwait(false);
        }
        catch (GqlException exception)
        {
            subscription.End(exception);
        }
        catch (OperationCanceledException) when (subscription.Stopped.IsCancellationRequested)
        {
            // Whoever stopped it does the rest.
        }
        catch (Exception exception)
        {
            subscription.End(new GqlException(FailureKind.SubscriptionRefused, $"The subscription could not be started: {exception.Message}", exception));
        }
    }

    /// <summary>Ends a subscription for its reader: the server is told, and nothing works for it once this is done.</summary>
    public async Task StopAsync(Subscription subscription, Task starting)
    {
        subscription.Stop();
        lock (_lock) _active.Remove(subscription);
        await starting.ConfigureAwait(false);
        if (subscription.Route is { } route) await route.LeaveAsync(subscription).ConfigureAwait(false);
        subscription.Dispose();
    }

    /// <summary>
    /// Takes no more, and ends all subscriptions: the session closes, and they have no end of their own. Queries and mutations on the WebSocket go on.
    /// </summary>
    public Task EndSubscriptionsAsync()
    {
        lock (_lock) _closed = true;
        return EndAsync(static subscription => !subscription.IsOperation);
    }

    /// <summary>Ends what is left, and closes what it came by.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync(static _ => true).ConfigureAwait(false);
        foreach (var route in _routes) await route.DisposeAsync().ConfigureAwait(false);
    }

    private async Task EndAsync(Func<Subscription, bool> which)
    {
        Subscription[] ending;
        lock (_lock) ending = [.. _active.Where(which)];
        foreach (var subscription in ending) subscription.Abandon(Closed());
        foreach (var subscription in ending)
        {
            if (subscription.Route is { } route) await route.LeaveAsync(subscription).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets a subscription that has ended.</summary>
    public void Forget(Subscription subscription)
    {
        lock (_lock) _active.Remove(subscription);
    }

    private static GqlException Closed() => new(FailureKind.SessionClosed, "The session was closed, and the subscription ended with it.");

    private async Task StartAsync(Subscription subscription)
    {
        while (true)
        {
            TaskCompletionSource? mine = null;
            Task? others;
            lock (_lock)
            {
                others = _choosing?.Task;
                if (_chosen is null && others is null) _choosing = mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            if (mine is not null)
            {
                await ChooseAsync(subscription, mine).ConfigureAwait(false);
                return;
            }

            if (_chosen is { } chosen)
            {
                await StartAsync(chosen, subscription, probing: false).ConfigureAwait(false);
                return;
            }

            // Who tried may have failed, or given up: then it is another's turn.
            await others!.WaitAsync(subscription.Stopped).ConfigureAwait(false);
        }
    }

    private async Task ChooseAsync(Subscription subscription, TaskCompletionSource choosing)
    {
        try
        {
            await TryAllAsync(subscription).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock) _choosing = null;
            choosing.SetResult();
        }
    }

    private async Task TryAllAsync(Subscription subscription)
    {
        var refusals = new List<(ISubscriptionRoute Route, GqlException Failure)>();
        foreach (var route in _routes)
        {
            try
            {
                await StartAsync(route, subscription, probing: route != _routes[^1]).ConfigureAwait(false);
                Volatile.Write(ref _chosen, route);
                return;
            }
            catch (GqlException exception) when (SubscriptionFailures.IsRefusal(exception))
            {
                refusals.Add((route, exception));
                subscription.PostVerbose($"Not by {route.Name}: {exception.Message}");
            }
        }

        throw NoRoute(refusals);
    }

    private static async Task StartAsync(ISubscriptionRoute route, Subscription subscription, bool probing)
    {
        subscription.Route = route;
        await route.StartAsync(subscription, probing).ConfigureAwait(false);
    }

    private GqlException NoRoute(List<(ISubscriptionRoute Route, GqlException Failure)> refusals)
    {
        // What a GraphQL server says itself is the best that is known.
        var telling = refusals.Select(static refusal => refusal.Failure).FirstOrDefault(static failure => failure.Errors.Count > 0);
        return new GqlException(
            FailureKind.SubscriptionRefused,
            $"{_context.Address} takes the subscription in no way: {string.Join(" ", refusals.Select(static refusal => $"By {refusal.Route.Name}: {refusal.Failure.Message}"))} Is there another URI for subscriptions (SubscriptionUri)?",
            refusals[^1].Failure)
        {
            Errors = telling?.Errors ?? [],
            Line = telling?.Line,
            Column = telling?.Column,
        };
    }

    private ISubscriptionRoute[] CreateRoutes(HttpTransport transport)
    {
        var options = _context.Options;
        SocketRoute Socket(bool shares, SubscriptionProtocol protocol) => new(new SocketDialer(options, transport, shares, protocol), _context, _vitals);
        StreamRoute Stream(SubscriptionProtocol protocol) => new(protocol, _context, transport);

        if (options.Subscriptions.Protocol is SubscriptionProtocol.AppSync or SubscriptionProtocol.Phoenix) return [Socket(shares: false, options.Subscriptions.Protocol)];
        var target = options.Subscriptions.Uri ?? options.Endpoint;
        var isEncrypted = target.Scheme == Uri.UriSchemeHttps || target.Scheme == Uri.UriSchemeWss;
        // Without TLS, HTTP/2 is only spoken to who is known to.
        var isHttp2 = options.HttpVersion.Version.Major >= 2 && (isEncrypted || options.HttpVersion.Policy != HttpVersionPolicy.RequestVersionOrLower);
        var wanted = options.Subscriptions.Protocol is SubscriptionProtocol.GraphQLTransportWs or SubscriptionProtocol.GraphQLWs ? options.Subscriptions.Protocol : SubscriptionProtocol.Auto;
        ISubscriptionRoute[] shared = isHttp2 ? [Socket(shares: true, wanted)] : [];
        // Of two subprotocols old servers accept the first unread, and close; so the old one is offered once more, alone.
        ISubscriptionRoute[] own = wanted == SubscriptionProtocol.Auto
            ? [Socket(shares: false, wanted), Socket(shares: false, SubscriptionProtocol.GraphQLWs)]
            : [Socket(shares: false, wanted)];
        ISubscriptionRoute[] streams = [Stream(SubscriptionProtocol.Sse), Stream(SubscriptionProtocol.Multipart)];
        if (options.Subscriptions.OperationsOverSocket || SubscriptionConnectionOptions.IsSocket(target)) return [.. shared, .. own];
        return options.Subscriptions.Protocol switch
        {
            SubscriptionProtocol.Sse => [streams[0]],
            SubscriptionProtocol.Multipart => [streams[1]],
            SubscriptionProtocol.Auto => isHttp2 ? [.. shared, .. streams, .. own] : [.. own, .. streams],
            _ => [.. shared, .. own],
        };
    }
}
