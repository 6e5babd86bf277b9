namespace GqlTools.Client.Scheduling;

/// <summary>
/// Turns the server's times into the scheduler's, whatever the two clocks say. How far the server's clock is ahead of the scheduler's is known to lie
/// between two bounds.
/// <para>
/// A <c>Date</c> is cut to the second, may have been kept for a second, and is as old as the answer's way: the server's clock is never behind it, and
/// hardly two seconds ahead of it.
/// </para>
/// <para>
/// Between the bounds nothing is certain, but most machines' clocks are right: if this one's own is within them, the server's is taken to agree with
/// it, for one request that goes ahead (see <see cref="WindowQuota"/>).
/// </para>
/// </summary>
internal sealed class ServerClock(TimeProvider clock)
{
    /// <summary>One second is cut off, and for one more a server may send the same text.</summary>
    private static readonly TimeSpan DateError = TimeSpan.FromSeconds(2);

    private DateTimeOffset? _least;
    private DateTimeOffset _most = DateTimeOffset.MaxValue;

    /// <summary>Learns from an answer.</summary>
    /// <param name="date">Its <c>Date</c>; null where it has none.</param>
    /// <param name="sentAt">When its request was let go, on the scheduler's clock.</param>
    /// <param name="now">The scheduler's time.</param>
    public void Observe(DateTimeOffset? date, TimeSpan sentAt, TimeSpan now)
    {
        if (date is not { } known) return;
        if (_least is null || known - now > _least) _least = known - now;
        if (known + DateError - sentAt < _most) _most = known + DateError - sentAt;
    }

    /// <summary>The scheduler's time from which it may be <paramref name="instant"/> on the server's clock.</summary>
    public TimeSpan Earliest(DateTimeOffset instant, TimeSpan now)
    {
        var own = Own(now);
        return instant - (_least is { } least && (own < least || own > _most) ? least : own);
    }

    /// <summary>The scheduler's time from which it is certainly <paramref name="instant"/> on the server's clock.</summary>
    public TimeSpan Latest(DateTimeOffset instant, TimeSpan now) => instant - (_least ?? Own(now));

    // The scheduler's zero on this machine's own clock.
    private DateTimeOffset Own(TimeSpan now) => clock.GetUtcNow() - now;
}
