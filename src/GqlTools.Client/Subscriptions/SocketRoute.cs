using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Streaming;
using GqlTools.Client.Streaming.WebSockets;

namespace GqlTools.Client.Subscriptions;

/// <summary>
/// The one WebSocket that carries all subscriptions of a session.
/// <para>
/// It lives while it has members: the first one starts its life (one task, <see cref="LiveAsync"/>), which dials, serves the connection, and after a loss dials
/// again; everybody who comes meanwhile just becomes a member, so there is one attempt for all, and who leaves ends it for nobody else. The
/// acknowledgement starts all members with the server. When the last one has left and nobody came for a moment (Linger), the connection is closed
/// with 1000 and the life ends.
/// </para>
/// <para>
/// <c>_lock</c> guards the members and what the life does with them; it may be held when a connection's own lock is taken, never the other way round, and
/// nothing is awaited under it.
/// </para>
/// </summary>
internal sealed partial class SocketRoute(SocketDialer dialer, SubscriptionContext context, SocketVitals vitals) : ISubscriptionRoute, ISocketUser
{
    private readonly object _lock = new();
    private readonly Dictionary<long, Member> _members = [];
    private long _lastId;
    private Task _life = Task.CompletedTask;
    private bool _isAlive;
    private CancellationTokenSource _end = new();
    private SocketConnection? _open;
    private volatile string? _protocol;
    private SocketConnection? _serving;
    private int _attempt;
    private bool _wasAcknowledged;
    private bool _closedIdle;
    private bool _closed;
    private int _lingering;

    /// <inheritdoc/>
    public string Name
    {
        get
        {
            var place = dialer.SharesConnection ? "on the session's HTTP/2 connection" : "of its own";
            return _protocol is { } protocol ? $"{protocol} on a WebSocket {place}" : $"a WebSocket {place}";
        }
    }

    /// <summary>Where the WebSocket stands.</summary>
    public SocketState State { get; private set; }

    /// <summary>Whether a member that takes nothing holds back all of them.</summary>
    public bool IsHeldBack => Volatile.Read(ref _open)?.IsHeldBack ?? false;

    private SubscriptionConnectionOptions Options => context.Connection;

    /// <inheritdoc/>
    public async Task StartAsync(Subscription subscription, bool probing)
    {
        CheckHeaderFields(subscription);

        // Not under the lock, as a provider may have to be asked.
        if (dialer.Service.AuthorizesOperations) await context.EnsureTokenAsync(subscription.Stopped).ConfigureAwait(false);
        Member member;
        lock (_lock)
        {
            subscription.Id = ++_lastId;
            member = new Member(subscription, probing);
            _members.Add(subscription.Id, member);
            if (_open is not null)
            {
                Begin(_open, member);
            }
            else if (!_isAlive)
            {
                _isAlive = true;
                _attempt = 0;
                _wasAcknowledged = false;
                _hasRenewed = false;
                _life = Task.Run(LiveAsync, CancellationToken.None);
            }
        }

        await member.Begun.Task.WaitAsync(subscription.Stopped).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task LeaveAsync(Subscription subscription)
    {
        lock (_lock)
        {
            if (!_members.Remove(subscription.Id)) return Task.CompletedTask;
            _open?.Unsubscribe(subscription.Id);
            return _members.Count > 0 ? Task.CompletedTask : LetGo(_open);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task life;
        lock (_lock)
        {
            life = _life;
            _closed = true;
            _open?.Close(CloseCodes.NormalClosure, "");
            _end.Cancel();
        }

        await life.ConfigureAwait(false);
        _end.Dispose();
    }

    void ISocketUser.OnAcknowledged(SocketConnection connection)
    {
        lock (_lock)
        {
            _attempt = 0;
            _wasAcknowledged = true;
            _hasRenewed = false;
            _open = connection;
            _protocol = connection.Protocol;
            State = SocketState.Open;
            foreach (var member in _members.Values.Where(static member => !member.IsRenewing)) Begin(connection, member);
            if (_members.Count == 0) _ = LetGo(connection);
        }
    }

    ValueTask ISocketUser.OnEventAsync(SocketConnection connection, StreamEvent received)
    {
        if (received.Kind == StreamEventKind.ConnectionError) return OnConnectionError(connection, received);
        var refusal = received.Kind == StreamEventKind.Error ? dialer.Service.Refused(received.Payload.Span) : null;
        Member? member;
        lock (_lock)
        {
            if (!_members.TryGetValue(received.Id, out member)) return ValueTask.CompletedTask;
            if (refusal is not null) member.IsRenewing = MayRenew(member, refusal);
            if (!member.IsRenewing && received.Kind is not (StreamEventKind.Next or StreamEventKind.Started))
            {
                _members.Remove(received.Id);
                if (_members.Count == 0) _ = LetGo(connection);
            }
        }

        switch (received.Kind)
        {
            case StreamEventKind.Started:
                member.Subscription.Begin();
                return ValueTask.CompletedTask;
            case StreamEventKind.Next:
                return member.Subscription.DeliverAsync(received.Payload, connection.Origin);
            case StreamEventKind.Result:
                return DeliverLastAsync(member.Subscription, received.Payload, connection.Origin);
            case StreamEventKind.Error when member.IsRenewing:
                _ = RenewAsync(member, refusal!);
                return ValueTask.CompletedTask;
            case StreamEventKind.Error when member.Subscription.IsOperation && refusal!.Errors.Count > 0:
                return DeliverLastAsync(member.Subscription, SubscriptionFailures.ToAnswer(received.Payload.Span), connection.Origin);
            case StreamEventKind.Error:
                member.Subscription.End(refusal);
                return ValueTask.CompletedTask;
            default:
                member.Subscription.End();
                return ValueTask.CompletedTask;
        }
    }

    private static async ValueTask DeliverLastAsync(Subscription subscription, ReadOnlyMemory<byte> answer, EventOrigin origin)
    {
        await subscription.DeliverAsync(answer, origin).ConfigureAwait(false);
        subscription.End();
    }

    // After the acknowledgement it is about a message that the server did not understand, which names no operation.
    private ValueTask OnConnectionError(SocketConnection connection, in StreamEvent received)
    {
        var failure = dialer.Service.Refused(received.Payload.Span);
        lock (_lock)
        {
            if (!connection.IsAcknowledged)
            {
                // Where another token may do, the life of the route decides.
                if (MayRenew(failure)) _refusal = failure;
                else EndAll(failure);
                connection.Close(CloseCodes.NormalClosure, "");
            }
            else if (_open == connection)
            {
                foreach (var member in _members.Values) member.Subscription.PostVerbose($"The server says, of no operation: {failure.Message}");
            }
        }

        return ValueTask.CompletedTask;
    }

    private void Begin(SocketConnection connection, Member member)
    {
        member.Sent = context.Token?.Current;
        connection.Subscribe(member.Subscription.Id, member.Subscription.TakeBody().Span);
        if (!connection.AcknowledgesStart) member.Subscription.Begin();
        member.Begun.TrySetResult();
    }

    // Under the lock. An attempt under way is left to finish, as others may be about to join it; the wait before the next one is not.
    private Task LetGo(SocketConnection? connection)
    {
        if (connection is null)
        {
            if (State == SocketState.Waiting) _end.Cancel();
            return Task.CompletedTask;
        }

        var turn = ++_lingering;
        _ = LingerAsync(connection, turn);
        return Task.CompletedTask;
    }

    private async Task LingerAsync(SocketConnection connection, int turn)
    {
        if (Options.Linger > TimeSpan.Zero) await Task.Delay(Options.Linger, context.Clock, CancellationToken.None).ConfigureAwait(false);
        lock (_lock)
        {
            if (_members.Count > 0 || _lingering != turn || _open != connection) return;
            // Who comes from now on gets another one.
            _open = null;
            _closedIdle = true;
            connection.Close(CloseCodes.NormalClosure, "");
        }
    }

    private async Task LiveAsync()
    {
        while (true)
        {
            var (failure, mayPass) = await ConnectAndServeAsync(_end.Token).ConfigureAwait(false);
            bool wasOpen;
            // Who comes while a token is awaited starts with the next connection.
            lock (_lock) (wasOpen, _open) = (_open is not null, null);
            var hasOtherToken = false;
            if (MayRenew(failure))
            {
                _hasRenewed = true;
                var still = await context.ReplaceTokenAsync(_sent, failure, _end.Token).ConfigureAwait(false);
                hasOtherToken = still is null;
                failure = still ?? failure;
            }

            TimeSpan delay;
            lock (_lock)
            {
                // Those who are left came after the last one had gone.
                var isNewcomers = _closedIdle || _end.IsCancellationRequested;
                _closedIdle = false;
                // Whether they go again is for their exchanges to say. Where only a token was refused, before anything was sent, they wait for the next connection.
                if (hasOtherToken ? wasOpen : mayPass && !isNewcomers) LoseOperations(failure);
                if (_closed || (!isNewcomers && !hasOtherToken && !MayTryAgain(failure, mayPass))) EndAll(failure);
                if (_end.IsCancellationRequested && !_closed)
                {
                    _end.Dispose();
                    _end = new CancellationTokenSource();
                }

                if (_members.Count == 0)
                {
                    _isAlive = false;
                    State = SocketState.None;
                    return;
                }

                if (isNewcomers) continue;
                if (hasOtherToken)
                {
                    LoseAll(failure, SubscriptionContext.OtherToken);
                    if (wasOpen) context.Counters.CountReconnect();
                    continue;
                }

                delay = ReconnectDelay.For(_attempt++, Options, failure.RetryAfter, context.Options.Random());
                State = SocketState.Waiting;
                LoseAll(failure, FormattableString.Invariant($"Attempt {_attempt} of {Options.MaximumRetryCount} in {delay.TotalSeconds:0.###} s."));
                context.Counters.CountReconnect();
            }

            await Task.Delay(delay, context.Clock, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(GqlException Failure, bool MayPass)> ConnectAndServeAsync(CancellationToken end)
    {
        State = SocketState.Connecting;
        (_refusal, _serving) = (null, null);
        try
        {
            await context.EnsureTokenAsync(end).ConfigureAwait(false);
            _sent = context.Token?.Current;
            using var connection = new SocketConnection(await dialer.DialAsync(end).ConfigureAwait(false), context, vitals, this);
            _serving = connection;
            using var closing = end.UnsafeRegister(static connection => ((SocketConnection)connection!).Close(CloseCodes.NormalClosure, ""), connection);
            var ended = await connection.RunAsync(dialer.Service.Payload()).ConfigureAwait(false);
            return _refusal is { } refusal ? (refusal, false) : (ended.ToFailure(dialer.Address), ended.Verdict.Reconnect);
        }
        catch (GqlException exception)
        {
            return (exception, ReconnectDelay.MayPass(exception));
        }
        catch (OperationCanceledException exception)
        {
            return (new GqlException(FailureKind.Cancelled, "Nobody needs the WebSocket any more.", exception), false);
        }
        catch (Exception exception)
        {
            // A defect of ours must not leave subscriptions waiting for ever.
            return (new GqlException(FailureKind.SocketClosed, $"The WebSocket with {dialer.Address} ended: {exception.Message}", exception), false);
        }
    }

    private bool MayTryAgain(GqlException failure, bool mayPass)
    {
        if (!mayPass || _attempt >= Options.MaximumRetryCount) return false;
        return !IsAnswer(failure) || !_members.Values.Any(static member => member.Probing);
    }

    // While other ways are to be tried, a refusal is an answer.
    private bool IsAnswer(GqlException failure) => !_wasAcknowledged && SubscriptionFailures.IsRefusal(failure);

    private void LoseAll(GqlException failure, string next)
    {
        foreach (var (id, member) in _members.ToArray())
        {
            if (!member.Subscription.Lose(failure.Message, next)) _members.Remove(id);
        }
    }

    private void EndAll(GqlException failure)
    {
        foreach (var member in _members.Values)
        {
            // Each has its own: a failure is given facts on its way up.
            member.End(SubscriptionFailures.Copy(failure, EvidenceOf(member)));
        }

        _members.Clear();
    }

    private sealed class Member(Subscription subscription, bool probing)
    {
        public Subscription Subscription { get; } = subscription;

        public bool Probing { get; } = probing;

        public CancellationToken Stopped { get; } = subscription.Stopped;

        /// <summary>The token that its last start was made with.</summary>
        public GqlAuthentication? Sent { get; set; }

        /// <summary>Whether it waits for another token to start with.</summary>
        public bool IsRenewing { get; set; }

        /// <summary>Whether it has got another token once.</summary>
        public bool HasRenewed { get; set; }

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Whoever started it is told, and else its reader.</summary>
        public void End(GqlException failure)
        {
            if (!Begun.TrySetException(failure)) Subscription.End(failure);
        }
    }
}
