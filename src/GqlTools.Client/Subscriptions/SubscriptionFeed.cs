using System.Threading.Channels;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Subscriptions;

/// <summary>
/// The events of one caller's subscriptions, as they come.
/// <para>
/// It is pulled, never pumped: the one thread that owns it adds subscriptions and takes events when it is ready for them; answers are read then, on that
/// thread. What is not taken stays in the buffer of its subscription, and what happens when that is full is the caller's choice. Disposing ends all
/// subscriptions with the server and waits until nothing works for them.
/// </para>
/// </summary>
/// <typeparam name="T">What <c>data</c> becomes.</typeparam>
public sealed class SubscriptionFeed<T> : IAsyncDisposable
{
    private readonly GqlSession _session;
    private readonly Func<IJsonValueReader<T>> _dataReader;
    private readonly SubscriptionOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly TimeProvider _clock;
    private readonly Channel<Subscription> _ready = Channel.CreateUnbounded<Subscription>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<(Subscription Subscription, Task Starting)> _subscriptions = [];
    private readonly long _started;
    private long _lastEvent;
    private long _count;
    private int _pending;
    private bool _isOver;

    /// <summary>Makes a feed without subscriptions.</summary>
    /// <param name="session">Where the subscriptions go.</param>
    /// <param name="dataReader">Makes a reader for each event.</param>
    /// <param name="options">What all its subscriptions are told; null for the defaults.</param>
    /// <param name="cancellationToken">Ends a wait for an event.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.OptionInvalid"/>.</exception>
    public SubscriptionFeed(GqlSession session, Func<IJsonValueReader<T>> dataReader, SubscriptionOptions? options = null, CancellationToken cancellationToken = default)
    {
        _session = session;
        _dataReader = dataReader;
        _options = options ?? SubscriptionOptions.Default;
        _options.Validate();
        _cancellation = cancellationToken;
        _clock = session.Options.TimeProvider;
        _started = _lastEvent = _clock.GetTimestamp();
    }

    /// <summary>Subscriptions whose end was not taken yet.</summary>
    public int Pending => _pending;

    /// <summary>
    /// Starts a subscription, unless a limit of the options has ended the feed. What goes wrong on the network becomes an event, not an exception here.
    /// </summary>
    /// <param name="request">What to subscribe to.</param>
    /// <exception cref="GqlException">What is wrong locally, or the session is closed.</exception>
    public async ValueTask AddAsync(GqlRequest request)
    {
        if (HasReachedLimit()) return;
        var prepared = await _session.PrepareForStreamAsync(request, _options, _cancellation).ConfigureAwait(false);
        // Before there was anything to wait for, nothing was silent.
        _lastEvent = _clock.GetTimestamp();
        _subscriptions.Add(_session.Subscribe(prepared, _options, subscription => _ready.Writer.TryWrite(subscription)));
        _pending++;
    }

    /// <summary>Takes the next event if it is there, and no limit of the options has ended the feed.</summary>
    /// <param name="taken">The event.</param>
    public bool TryTake(out SubscriptionEvent<T> taken)
    {
        taken = default;
        while (!HasReachedLimit() && _ready.Reader.TryRead(out var subscription))
        {
            if (subscription.Inbox.TryTake(out var message) && TryRead(subscription, message, out var read))
            {
                taken = new SubscriptionEvent<T>(subscription.Request.Request, read);
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes the next event, waiting for it.</summary>
    /// <returns>The event; null once all subscriptions have ended, or a limit of the options is reached.</returns>
    /// <exception cref="OperationCanceledException">The feed's token was cancelled.</exception>
    public async ValueTask<SubscriptionEvent<T>?> TakeAsync()
    {
        while (true)
        {
            _cancellation.ThrowIfCancellationRequested();
            // What has come is taken before the silence is measured: the caller may have been away for longer than that.
            if (TryTake(out var taken)) return taken;
            if (_isOver || _pending == 0) return null;
            if (!await WaitAsync(TimeLeft()).ConfigureAwait(false)) _isOver = true;
        }
    }

    /// <summary>Ends all subscriptions with the server, and waits until nothing works for them.</summary>
    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        var stopping = new Task[_subscriptions.Count];
        for (var index = 0; index < stopping.Length; index++) stopping[index] = _session.UnsubscribeAsync(_subscriptions[index].Subscription, _subscriptions[index].Starting);
        _subscriptions.Clear();
        await Task.WhenAll(stopping).ConfigureAwait(false);
    }

    private bool TryRead(Subscription subscription, in InboxMessage message, out GqlEvent<T> read)
    {
        read = default;
        switch (message.Kind)
        {
            case InboxMessageKind.Event:
                _count++;
                _lastEvent = message.ReceivedAt;
                read = ReadAnswer(subscription, message);
                return true;
            case InboxMessageKind.Gap:
                read = GqlEvent<T>.OfGap(message.Gap!);
                return true;
            case InboxMessageKind.Verbose:
                read = GqlEvent<T>.OfVerbose(message.Text!);
                return true;
            default:
                _pending--;
                if (message.Failure is null) return false;
                read = GqlEvent<T>.OfError(message.Failure);
                return true;
        }
    }

    private GqlEvent<T> ReadAnswer(Subscription subscription, in InboxMessage message)
    {
        try
        {
            var response = message.Read(subscription.Request, _dataReader(), _session.Options.AnswerLimits);
            response.Duration = _clock.GetElapsedTime(subscription.StartedAt, message.ReceivedAt);
            return GqlEvent<T>.OfResponse(response);
        }
        catch (GqlException exception)
        {
            return GqlEvent<T>.OfError(exception.During(_session.Options.EndpointText, subscription.Request.Operation.Name, []));
        }
    }

    private bool HasReachedLimit()
    {
        if (_count >= _options.MaximumCount || _clock.GetElapsedTime(_started) >= _options.Timeout) _isOver = true;
        return _isOver;
    }

    private TimeSpan TimeLeft()
    {
        var total = _options.Timeout - _clock.GetElapsedTime(_started) ?? TimeSpan.MaxValue;
        var idle = _options.IdleTimeout - _clock.GetElapsedTime(_lastEvent) ?? TimeSpan.MaxValue;
        return total < idle ? total : idle;
    }

    private async ValueTask<bool> WaitAsync(TimeSpan limit)
    {
        var waiting = _ready.Reader.WaitToReadAsync(_cancellation);
        if (limit == TimeSpan.MaxValue || waiting.IsCompleted) return await waiting.ConfigureAwait(false);
        if (limit <= TimeSpan.Zero) return false;
        try
        {
            return await waiting.AsTask().WaitAsync(limit, _clock, _cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
