using GqlTools.Client.Failures;

namespace GqlTools.Client.Sessions;

/// <summary>
/// Bounds what is in flight. Those who wait are let in strictly in the order in which they came: a place that becomes free is handed to the
/// first in line, so nobody who comes later can take it.
/// </summary>
internal sealed class RequestGate(int limit)
{
    private readonly object _lock = new();
    private readonly LinkedList<TaskCompletionSource> _line = new();
    private int _inside;
    private bool _closed;

    public int Inside
    {
        get
        {
            lock (_lock) return _inside;
        }
    }

    public int Waiting
    {
        get
        {
            lock (_lock) return _line.Count;
        }
    }

    public ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> place;
        lock (_lock)
        {
            if (_closed) throw Closed();
            if (_inside < limit)
            {
                _inside++;
                return ValueTask.CompletedTask;
            }

            place = _line.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        return WaitAsync(place, cancellationToken);
    }

    public void Leave()
    {
        TaskCompletionSource? next = null;
        lock (_lock)
        {
            if (_line.First is { } first)
            {
                next = first.Value;
                _line.Remove(first);
            }
            else
            {
                _inside--;
            }
        }

        next?.SetResult();
    }

    /// <summary>Turns away all who wait and all who come.</summary>
    public void Close()
    {
        TaskCompletionSource[] waiting;
        lock (_lock)
        {
            _closed = true;
            waiting = [.. _line];
            _line.Clear();
        }

        foreach (var place in waiting) place.SetException(Closed());
    }

    private static GqlException Closed() =>
        new(FailureKind.Cancelled, "The session closed before this request's turn came; it was not sent.");

    private async ValueTask WaitAsync(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (gate, place) = ((RequestGate, LinkedListNode<TaskCompletionSource>))state!;
                gate.GiveUp(place, token);
            },
            (this, place));
        await place.Value.Task.ConfigureAwait(false);
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (place.List is null) return;
            _line.Remove(place);
        }

        place.Value.SetCanceled(cancellationToken);
    }
}
