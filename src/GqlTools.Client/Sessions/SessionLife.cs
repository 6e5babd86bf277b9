using GqlTools.Client.Failures;

namespace GqlTools.Client.Sessions;

/// <summary>
/// The life of a session: when it is opened, what it accepts, and how it ends.
/// <para>
/// Opening is one attempt that all callers share; who gives up waiting for it does not end it for the others, and a failed one leaves nothing behind but the state
/// Faulted (C1). Closing lets all accepted requests finish, up to a limit, and then gives up the rest (C10).
/// </para>
/// <para>
/// <c>_lock</c> guards the state, the shared attempts and the count of accepted requests; nothing is awaited under it.
/// </para>
/// </summary>
#pragma warning disable CA1001 // The source has no timer and no wait handle: nothing to dispose, and its token is asked to the end.
internal sealed class SessionLife
#pragma warning restore CA1001
{
    private readonly object _lock = new();
    private readonly string _name;
    private readonly GqlSessionOptions _options;
    private readonly Func<Task> _probe;
    private readonly Action _turnAway;
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile GqlSessionState _state;
    private bool _opened;
    private Task? _opening;
    private Task? _closing;
    private int _accepted;

    /// <summary>Begins a life.</summary>
    /// <param name="name">The session's name, for messages.</param>
    /// <param name="options">What the session was told.</param>
    /// <param name="probe">The round trip that opening is.</param>
    /// <param name="turnAway">Turns away who waits in the session's line: comes before requests in flight are cancelled, or they would make room for those.</param>
    public SessionLife(string name, GqlSessionOptions options, Func<Task> probe, Action turnAway)
    {
        _name = name;
        _options = options;
        _probe = probe;
        _turnAway = turnAway;
        _opened = options.SkipConnectionTest;
        _state = _opened ? GqlSessionState.Open : GqlSessionState.Opening;
    }

    public GqlSessionState State => _state;

    /// <summary>Cancelled when the session gives up its requests.</summary>
    public CancellationToken Aborted => _abort.Token;

    /// <summary>Opens the session, or waits until it is.</summary>
    /// <param name="cancellationToken">Ends this caller's wait, not the attempt.</param>
    /// <exception cref="GqlException">The attempt failed, or the session is closing or closed.</exception>
    public Task OpenAsync(CancellationToken cancellationToken)
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

    /// <summary>The same for a request that is accepted: in a closing session it still has its turn, unless the session never came to be open.</summary>
    public Task EnsureOpenAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _state == GqlSessionState.Closing && _opened ? Task.CompletedTask : OpenAsync(cancellationToken);
        }
    }

    /// <summary>Accepts a request, for which a drain waits until it is released.</summary>
    /// <param name="again">Whether it was accepted before: then its exchange is accepted with it, even if the session is closing by now.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.SessionClosed"/>.</exception>
    public void Accept(bool again = false)
    {
        lock (_lock)
        {
            if (!again && _state is GqlSessionState.Closing or GqlSessionState.Closed) throw ClosedFailure();
            _accepted++;
        }
    }

    /// <summary>An accepted request has ended.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _accepted--;
            if (_accepted == 0 && _state == GqlSessionState.Closing) _drained.TrySetResult();
        }
    }

    /// <summary>Takes no new requests and runs the one shutdown that all callers share.</summary>
    /// <param name="drainLimit">How long accepted requests may take; zero gives them up now, even where another caller is draining.</param>
    /// <param name="shutDown">The shutdown.</param>
    public Task CloseAsync(TimeSpan drainLimit, Func<TimeSpan, Task> shutDown)
    {
        lock (_lock)
        {
            if (_closing is null)
            {
                _state = GqlSessionState.Closing;
                if (_accepted == 0) _drained.TrySetResult();
                _closing = Task.Run(() => EndAsync(drainLimit, shutDown), CancellationToken.None);
            }
            else if (drainLimit == TimeSpan.Zero && _state == GqlSessionState.Closing)
            {
                Abort();
            }

            return _closing;
        }
    }

    /// <summary>Waits until nothing that was accepted is left, of which it gives up what is still there after the limit.</summary>
    public async Task DrainAsync(TimeSpan limit)
    {
        if (limit > TimeSpan.Zero || limit == Timeout.InfiniteTimeSpan)
            await Task.WhenAny(_drained.Task, Task.Delay(limit, _options.TimeProvider, _abort.Token)).ConfigureAwait(false);

        Abort();
        await _drained.Task.ConfigureAwait(false);
    }

    private async Task TryOpenAsync()
    {
        try
        {
            await _probe().ConfigureAwait(false);
            SettleOpening(opened: true);
        }
        catch
        {
            SettleOpening(opened: false);
            throw;
        }
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

    private async Task EndAsync(TimeSpan drainLimit, Func<TimeSpan, Task> shutDown)
    {
        await shutDown(drainLimit).ConfigureAwait(false);
        lock (_lock) _state = GqlSessionState.Closed;
    }

    private void Abort()
    {
        _turnAway();
        _abort.Cancel();
    }

    private GqlException ClosedFailure() => new(
        FailureKind.SessionClosed,
        $"The session '{_name}' is {(_state == GqlSessionState.Closed ? "closed" : "closing")}; it takes no more requests. Open another one.")
    {
        Endpoint = _options.EndpointText,
    };
}
