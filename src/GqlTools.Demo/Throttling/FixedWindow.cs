namespace GqlTools.Demo.Throttling;

/// <summary>Counts what was used in the current of a row of windows of equal length, which begin at whole multiples of it since 1970.</summary>
/// <remarks>Not safe for several threads at once: its owner locks.</remarks>
internal sealed class FixedWindow(long limit, TimeSpan length, TimeProvider clock)
{
    private long _number = -1;
    private long _used;

    public long Limit => limit;

    public TimeSpan Length => length;

    public long Used => Current()._used;

    public long Remaining => Math.Max(0, limit - Used);

    /// <summary>When the next window begins: at a whole second if the length is one of whole seconds.</summary>
    public DateTimeOffset ResetsAt => DateTimeOffset.UnixEpoch + (Current()._number + 1) * length;

    public TimeSpan ResetsIn => ResetsAt - clock.GetUtcNow();

    /// <summary>Uses some, even beyond the limit; ask <see cref="Remaining"/> first.</summary>
    public void Use(long amount) => Current()._used += amount;

    /// <summary>How long it takes until so much could have been used, the rest of the current window included.</summary>
    public TimeSpan TimeFor(long amount)
    {
        var beyond = amount - Remaining;
        return beyond <= 0 ? TimeSpan.Zero : ResetsIn + (beyond - 1) / limit * length;
    }

    private FixedWindow Current()
    {
        var number = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / length.Ticks;
        if (number != _number)
        {
            _number = number;
            _used = 0;
        }

        return this;
    }
}
