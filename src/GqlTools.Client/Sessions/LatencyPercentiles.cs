namespace GqlTools.Client.Sessions;

/// <summary>Latencies of the latest 1,024 answered requests, from leaving the queue to the last byte; zero before the first.</summary>
/// <param name="P50">Half of them were no slower.</param>
/// <param name="P95">95 % were no slower.</param>
/// <param name="P99">99 % were no slower.</param>
public readonly record struct LatencyPercentiles(TimeSpan P50, TimeSpan P95, TimeSpan P99);
