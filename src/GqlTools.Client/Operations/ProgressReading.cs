namespace GqlTools.Client.Operations;

/// <summary>How work goes at one moment.</summary>
/// <param name="Count">What is done.</param>
/// <param name="Failed">How much of it failed.</param>
/// <param name="Total">How much there is to do; null where nobody knows.</param>
/// <param name="PerSecond">How much was done in a second, on average since the start.</param>
/// <param name="Left">How long it will take at this rate; null where the total is not known.</param>
public readonly record struct ProgressReading(long Count, long Failed, long? Total, double PerSecond, TimeSpan? Left);
