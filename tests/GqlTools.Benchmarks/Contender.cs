namespace GqlTools.Benchmarks;

/// <summary>Who takes part in a <see cref="Contest"/>.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Turn">Runs so many operations.</param>
/// <param name="IsOtherProcess">Whether the work is done elsewhere, so that only its rate can be told.</param>
internal sealed record Contender(string Name, Func<int, Task> Turn, bool IsOtherProcess = false);
