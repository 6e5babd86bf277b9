using System.Diagnostics;
using System.Globalization;

namespace GqlTools.Benchmarks;

/// <summary>Runs contenders in turns and compares their medians, so that whatever else the machine does falls on all alike.</summary>
internal static class Contest
{
    /// <summary>Until the just-in-time compiler has done with code that, unlike the framework's, was not compiled ahead.</summary>
    private const int WarmUpRounds = 4;

    /// <summary>Runs the contenders; the first one is what the others are compared with.</summary>
    /// <param name="operations">Operations of one turn.</param>
    /// <param name="rounds">Turns of each contender that count.</param>
    /// <param name="contenders">Who takes part.</param>
    public static async Task<IReadOnlyList<ContestResult>> RunAsync(int operations, int rounds, params IReadOnlyList<Contender> contenders)
    {
        var results = contenders.ToDictionary(contender => contender.Name, _ => new List<Turn>());
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            foreach (var (name, turn, _) in contenders)
            {
                GC.Collect();
                var allocated = GC.GetTotalAllocatedBytes(precise: true);
                var processor = Environment.CpuUsage.TotalTime;
                var started = Stopwatch.GetTimestamp();
                await turn(operations);
                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                var microseconds = (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / operations;
                var bytes = (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / operations;
                if (round >= 0) results[name].Add(new Turn(operations / seconds, microseconds, bytes));
            }
        }

        var baseline = Medians(results[contenders[0].Name]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",-32}{"per second",12}{"ratio",7}{"CPU us each",13}{"ratio",7}{"bytes each",12}{"ratio",7}   ({rounds} rounds of {operations:N0}, medians)"));
        var compared = new List<ContestResult>();
        foreach (var (name, _, isOtherProcess) in contenders)
        {
            var (rate, microseconds, bytes) = Medians(results[name]);
            compared.Add(new ContestResult(name, rate / baseline.Rate, microseconds / baseline.Microseconds, bytes / baseline.Bytes));
            Console.Write(FormattableString.Invariant($"{name,-32}{rate,12:N0}{rate / baseline.Rate,7:0.00}"));
            Console.WriteLine(isOtherProcess
                ? "   (a process of its own)"
                : FormattableString.Invariant($"{microseconds,13:0.0}{microseconds / baseline.Microseconds,7:0.00}{bytes,12:N0}{bytes / baseline.Bytes,7:0.00}"));
        }

        return compared;
    }

    private static Turn Medians(List<Turn> turns) =>
        new(Median(turns.Select(turn => turn.Rate)), Median(turns.Select(turn => turn.Microseconds)), Median(turns.Select(turn => turn.Bytes)));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>Rate per second, processor time and allocation of one operation.</summary>
    private readonly record struct Turn(double Rate, double Microseconds, double Bytes);
}
