namespace GqlTools.Client.Scheduling;

/// <summary>One attempt's leave to go, and what was known when it was given.</summary>
/// <param name="Number">Counted from 1; what was admitted later has a higher number.</param>
/// <param name="At">When, on the scheduler's clock.</param>
/// <param name="Cost">What is reserved for it where limits count cost or points; 0 where no such limit is known.</param>
/// <param name="SettledCost">The cost of all that had come back by then.</param>
internal readonly record struct Admission(long Number, TimeSpan At, double Cost, double SettledCost);
