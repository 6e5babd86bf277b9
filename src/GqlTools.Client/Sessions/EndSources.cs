using System.Collections.Concurrent;

namespace GqlTools.Client.Sessions;

/// <summary>
/// Cancellation sources with a timer, used again: their timers and registrations would be a tenth of what a request allocates. One that was cancelled
/// is never used again; nor is one of a clock other than the system's, which cannot be set a second time.
/// </summary>
internal sealed class EndSources(TimeProvider clock)
{
    /// <summary>As many as a busy session has in flight, and some more.</summary>
    private const int Kept = 2 * GqlSessionOptions.DefaultMaximumConcurrency;

    private readonly ConcurrentQueue<CancellationTokenSource> _kept = new();

    public CancellationTokenSource Rent(TimeSpan timeout)
    {
        if (clock != TimeProvider.System) return new CancellationTokenSource(timeout, clock);
        if (!_kept.TryDequeue(out var source)) source = new CancellationTokenSource();
        source.CancelAfter(timeout);
        return source;
    }

    public void Return(CancellationTokenSource source)
    {
        if (clock == TimeProvider.System && source.TryReset() && _kept.Count < Kept) _kept.Enqueue(source);
        else source.Dispose();
    }
}
