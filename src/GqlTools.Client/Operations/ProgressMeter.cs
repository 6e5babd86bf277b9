namespace GqlTools.Client.Operations;

/// <summary>
/// Counts what is done and says when it is time to tell: not in the first second, in which most work ends, and then a few times a second. Counting costs
/// one look at the clock. One thread at a time uses a meter.
/// </summary>
/// <param name="clock">The clock of rate and updates.</param>
public sealed class ProgressMeter(TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private long _toldAt;
    private bool _told;

    /// <summary>How long nothing is told at first.</summary>
    public static TimeSpan FirstUpdate { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The time between two updates.</summary>
    public static TimeSpan UpdateInterval { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>What is done by this run.</summary>
    public long Count { get; private set; }

    /// <summary>What earlier runs have done of the same. It counts towards the total and not for the rate.</summary>
    public long Before { get; set; }

    /// <summary>How much of <see cref="Count"/> failed.</summary>
    public long Failed { get; private set; }

    /// <summary>How much there is to do; null where nobody knows.</summary>
    public long? Total { get; set; }

    /// <summary>Counts one.</summary>
    /// <param name="failed">Whether it failed.</param>
    public void Add(bool failed)
    {
        Count++;
        if (failed) Failed++;
    }

    /// <summary>Whether an update is due. Says so once for each.</summary>
    public bool IsDue()
    {
        var due = _told ? clock.GetElapsedTime(_toldAt) >= UpdateInterval : clock.GetElapsedTime(_started) >= FirstUpdate;
        if (!due) return false;
        _toldAt = clock.GetTimestamp();
        return _told = true;
    }

    /// <summary>How it goes.</summary>
    public ProgressReading Read()
    {
        var seconds = clock.GetElapsedTime(_started).TotalSeconds;
        var rate = seconds > 0 ? Count / seconds : 0;
        TimeSpan? left = Total is { } total && rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, total - Before - Count) / rate) : null;
        return new ProgressReading(Before + Count, Failed, Total, rate, left);
    }
}
