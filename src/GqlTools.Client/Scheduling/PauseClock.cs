using GqlTools.Client.Resilience;

namespace GqlTools.Client.Scheduling;

/// <summary>
/// The pause that a server imposes by refusing: one for all. Where the server names none, it doubles with every round of refusals, until an
/// attempt that was sent after it is answered.
/// </summary>
internal sealed class PauseClock(RetryOptions options)
{
    /// <summary>Doublings beyond which a wait no longer grows: it is longer than any limit then.</summary>
    private const int MaximumDoublings = 16;

    private TimeSpan _until;
    private int _rounds;
    private long _roundBegins;

    /// <summary>How long it still lasts; zero for none.</summary>
    public TimeSpan Left(TimeSpan now) => _until > now ? _until - now : TimeSpan.Zero;

    /// <summary>The server named its end.</summary>
    public void Until(TimeSpan end)
    {
        if (end > _until) _until = end;
    }

    /// <summary>The server refused without a word on how long.</summary>
    /// <param name="attempt">The refused attempt.</param>
    /// <param name="lastAdmitted">The number of the latest attempt that is on its way: none up to it begins a new round.</param>
    /// <param name="least">The first pause at least, by what the server documents; null for the session's own patience.</param>
    /// <param name="now">The scheduler's time.</param>
    public void Back(in Admission attempt, long lastAdmitted, TimeSpan? least, TimeSpan now)
    {
        if (attempt.Number < _roundBegins) return;
        _roundBegins = lastAdmitted + 1;
        var factor = Math.Pow(2, Math.Min(_rounds++, MaximumDoublings));
        Until(now + (least is { } documented
            ? documented * factor
            : TimeSpan.FromTicks((long)Math.Min(options.BaseDelay.Ticks * factor, options.MaximumDelay.Ticks))));
    }

    /// <summary>The server answered.</summary>
    public void Answered(in Admission attempt)
    {
        if (attempt.Number >= _roundBegins) _rounds = 0;
    }
}
