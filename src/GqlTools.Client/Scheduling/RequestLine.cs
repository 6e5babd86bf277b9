using GqlTools.Client.Requests;

namespace GqlTools.Client.Scheduling;

/// <summary>
/// Those who wait for their turn: first come, first served, but before all who were never sent stand those who were, in the order in which they were admitted.
/// Used under the scheduler's lock.
/// </summary>
internal sealed class RequestLine
{
    private readonly LinkedList<Waiter> _waiters = new();

    /// <summary>How many wait.</summary>
    public int Count => _waiters.Count;

    /// <summary>Whose turn is next; null where nobody waits.</summary>
    public Waiter? First => _waiters.First?.Value;

    /// <summary>Somebody comes whose request was never sent.</summary>
    public Waiter Join(PreparedRequest request)
    {
        var waiter = new Waiter(request, Waiter.Unsent);
        _waiters.AddLast(waiter.Place);
        return waiter;
    }

    /// <summary>Somebody comes back for another attempt.</summary>
    /// <param name="request">The request.</param>
    /// <param name="number">The number of its last admission.</param>
    public Waiter Rejoin(PreparedRequest request, long number)
    {
        var waiter = new Waiter(request, number);
        var next = _waiters.First;
        while (next is not null && next.Value.Number < number) next = next.Next;
        if (next is null) _waiters.AddLast(waiter.Place);
        else _waiters.AddBefore(next, waiter.Place);
        return waiter;
    }

    /// <summary>Somebody leaves.</summary>
    /// <returns>Whether he was still there.</returns>
    public bool Remove(Waiter waiter)
    {
        if (waiter.Place.List is null) return false;
        _waiters.Remove(waiter.Place);
        return true;
    }

    /// <summary>One who waits; whoever completes it lets him in or turns him away, and he goes on elsewhere.</summary>
    internal sealed class Waiter : TaskCompletionSource<Admission>
    {
        /// <summary>The number of one that was never sent, so that it stands behind all that were.</summary>
        public const long Unsent = long.MaxValue;

        public Waiter(PreparedRequest request, long number)
            : base(TaskCreationOptions.RunContinuationsAsynchronously)
        {
            Request = request;
            Number = number;
            Place = new LinkedListNode<Waiter>(this);
        }

        public PreparedRequest Request { get; }

        public long Number { get; }

        public bool WasSent => Number != Unsent;

        /// <summary>Where he stands.</summary>
        public LinkedListNode<Waiter> Place { get; }
    }
}
