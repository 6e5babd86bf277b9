namespace GqlTools.Client.Sessions;

/// <summary>The latest latencies, for percentiles that say how the server is doing now rather than since the session began.</summary>
internal sealed class LatencyWindow
{
    /// <summary>How many are kept: enough for a p99 that rests on ten values.</summary>
    private const int Size = 1024;

    private readonly long[] _ticks = new long[Size];
    private long _count;

    public void Add(TimeSpan latency)
    {
        var index = (Interlocked.Increment(ref _count) - 1) % Size;
        Volatile.Write(ref _ticks[index], latency.Ticks);
    }

    public LatencyPercentiles Percentiles()
    {
        var count = (int)Math.Min(Interlocked.Read(ref _count), Size);
        if (count == 0) return default;
        var sorted = new long[count];
        for (var index = 0; index < count; index++) sorted[index] = Volatile.Read(ref _ticks[index]);
        Array.Sort(sorted);
        return new LatencyPercentiles(At(sorted, 0.50), At(sorted, 0.95), At(sorted, 0.99));
    }

    // Nearest rank: the smallest value that at least this share of all values does not exceed.
    private static TimeSpan At(long[] sorted, double share) => new(sorted[(int)Math.Ceiling(sorted.Length * share) - 1]);
}
