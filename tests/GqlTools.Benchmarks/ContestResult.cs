namespace GqlTools.Benchmarks;

/// <summary>A contender's medians as multiples of the first contender's.</summary>
internal sealed record ContestResult(string Name, double RateRatio, double MicrosecondsRatio, double BytesRatio);
