namespace GqlTools.Client.Scheduling;

/// <summary>The scheduler at one moment; see <see cref="Sessions.GqlSessionStatistics"/>.</summary>
internal readonly record struct SchedulerStatus
{
    public required int Inside { get; init; }

    public required int Waiting { get; init; }

    public required int Concurrency { get; init; }

    public required long Refused { get; init; }

    public required IReadOnlyList<RateLimitStatus> RateLimits { get; init; }

    public required WaitReason Reason { get; init; }

    public required TimeSpan? WaitsFor { get; init; }

    public required CircuitState Circuit { get; init; }
}
