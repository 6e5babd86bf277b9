namespace GqlTools.Client.Scheduling;

/// <summary>
/// Turns the server's times into the scheduler's, whatever the two clocks say. A <c>Date</c> is cut to the second and as old as the answer's way:
/// the server's clock is never behind it. So of all answers the one whose <c>Date</c> is furthest ahead is the closest to the truth, and no
/// time that is found with it comes too early.
/// </summary>
internal sealed class ServerClock(TimeProvider clock)
{
    private DateTimeOffset? _origin;

    /// <summary>Learns from an answer.</summary>
    /// <param name="date">Its <c>Date</c>; null where it has none.</param>
    /// <param name="now">The scheduler's time.</param>
    public void Observe(DateTimeOffset? date, TimeSpan now)
    {
        if (date is { } known && (_origin is null || known - now > _origin)) _origin = known - now;
    }

    /// <summary>The scheduler's time at <paramref name="instant"/> of the server's.</summary>
    public TimeSpan At(DateTimeOffset instant, TimeSpan now) => instant - (_origin ?? clock.GetUtcNow() - now);
}
