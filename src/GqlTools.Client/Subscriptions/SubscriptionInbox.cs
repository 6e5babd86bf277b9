namespace GqlTools.Client.Subscriptions;

/// <summary>
/// What has come for one subscription and was not taken.
/// <para>
/// One producer at a time posts events, waiting where the buffer is full and the policy says so; notes (gaps, verbose lines, the end) always have room, as
/// there are few. One consumer takes. An inbox that has something stands once in the line that its consumer reads (<c>announce</c>), however much it
/// has: who has taken something puts it back into the line if there is more, so that many subscriptions of one consumer take turns.
/// </para>
/// </summary>
internal sealed class SubscriptionInbox(int capacity, OverflowPolicy policy, Action announce, Func<long, InboxMessage> describeDropped)
{
    private readonly object _lock = new();
    private readonly Queue<InboxMessage> _messages = new();

    // What comes before everything else: notes that stood before an event that was dropped, and the event that follows those dropped.
    private Queue<InboxMessage>? _ahead;
    private TaskCompletionSource? _room;
    private int _events;
    private long _dropped;
    private bool _announced;
    private bool _closed;

    /// <summary>Whether a producer waits for room.</summary>
    public bool IsHolding
    {
        get
        {
            lock (_lock) return _room is not null;
        }
    }

    /// <summary>Posts an event, once there is room for it.</summary>
    /// <returns>Whether the oldest event had to go for it, once it is in.</returns>
    public ValueTask<bool> PostEventAsync(in InboxMessage message)
    {
        Task room;
        lock (_lock)
        {
            if (_closed) return new(false);
            if (_events < capacity)
            {
                _events++;
                Add(message);
                return new(false);
            }

            if (policy == OverflowPolicy.DropOldest)
            {
                DropOldest();
                Add(message);
                return new(true);
            }

            _room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            room = _room.Task;
        }

        return PostLaterAsync(room, message);
    }

    /// <summary>Posts a note.</summary>
    public void PostNote(in InboxMessage message)
    {
        lock (_lock)
        {
            if (!_closed) Add(message);
        }
    }

    /// <summary>Takes the next message. To be called once for each announcement.</summary>
    /// <returns>False where there is none.</returns>
    public bool TryTake(out InboxMessage message)
    {
        TaskCompletionSource? room = null;
        var more = false;
        lock (_lock)
        {
            _announced = false;
            if (_ahead is { Count: > 0 }) message = _ahead.Dequeue();
            else if (_dropped > 0)
            {
                message = describeDropped(_dropped);
                _dropped = 0;
                // A reader as slow as that would be told of losses for ever, and would see no event, if the next one could go meanwhile.
                if (_messages.TryPeek(out var next) && next.Kind == InboxMessageKind.Event)
                {
                    (_ahead ??= new()).Enqueue(_messages.Dequeue());
                    _events--;
                }
            }
            else if (!_messages.TryDequeue(out message))
            {
                return false;
            }
            else if (message.Kind == InboxMessageKind.Event)
            {
                _events--;
                (room, _room) = (_room, null);
            }

            more = _messages.Count > 0 || _ahead is { Count: > 0 };
            _announced = more;
        }

        room?.SetResult();
        if (more) announce();
        return true;
    }

    /// <summary>Takes nothing more, and lets a producer that waits go on. What is there stays.</summary>
    public void Seal() => Close(keep: true);

    /// <summary>Takes nothing more, lets a producer that waits go on, and forgets what is there.</summary>
    public void Close() => Close(keep: false);

    private void Close(bool keep)
    {
        TaskCompletionSource? room;
        lock (_lock)
        {
            _closed = true;
            (room, _room) = (_room, null);
            if (!keep)
            {
                _messages.Clear();
                _ahead = null;
            }
        }

        room?.SetResult();
    }

    private async ValueTask<bool> PostLaterAsync(Task room, InboxMessage message)
    {
        await room.ConfigureAwait(false);
        return await PostEventAsync(message).ConfigureAwait(false);
    }

    private void Add(in InboxMessage message)
    {
        _messages.Enqueue(message);
        if (_announced) return;
        _announced = true;
        announce();
    }

    private void DropOldest()
    {
        while (_messages.TryDequeue(out var message) && message.Kind != InboxMessageKind.Event) (_ahead ??= new()).Enqueue(message);
        _dropped++;
    }
}
