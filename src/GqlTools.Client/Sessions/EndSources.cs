using System.Collections.Concurrent;

namespace GqlTools.Client.Sessions;

/// <summary>
/// Cancellation sources with a timer, which the session's end cancels too. They are used again: their timers and registrations would be a tenth of what a
/// request allocates. One that was cancelled never is; nor is one of a clock other than the system's, which cannot be set a second time.
/// </summary>
internal sealed class EndSources(TimeProvider clock, CancellationToken abort)
{
    /// <summary>As many as a busy session has in flight, and some more.</summary>
    private const int Kept = 2 * GqlSessionOptions.DefaultMaximumConcurrency;

    private readonly ConcurrentQueue<CancellationTokenSource> _kept = new();

    public CancellationTokenSource Rent(TimeSpan timeout)
    {
        if (!_kept.TryDequeue(out var source)) return new EndSource(timeout, clock, abort);
        source.CancelAfter(timeout);
        return source;
    }

    public void Return(CancellationTokenSource source)
    {
        if (clock == TimeProvider.System && source.TryReset() && _kept.Count < Kept) _kept.Enqueue(source);
        else source.Dispose();
    }

    // Registered with the session once for all requests that use it.
    private sealed class EndSource : CancellationTokenSource
    {
        private readonly CancellationTokenRegistration _abort;

        public EndSource(TimeSpan timeout, TimeProvider clock, CancellationToken abort)
            : base(timeout, clock) =>
            _abort = abort.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), this);

        protected override void Dispose(bool disposing)
        {
            if (disposing) _abort.Dispose();
            base.Dispose(disposing);
        }
    }
}
