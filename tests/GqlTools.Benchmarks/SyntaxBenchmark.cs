using System.Diagnostics;
using System.Globalization;
using GqlTools.Language.Syntax;

namespace GqlTools.Benchmarks;

/// <summary>
/// Parses a query corpus and a schema document of 1 MB each, beside graphql-js in Node with the same texts. Turns alternate, so that a busy machine
/// slows both; compared are the fastest turns and the processor time of all turns (garbage collection included).
/// </summary>
internal static class SyntaxBenchmark
{
    private const int CorpusLength = 1_000_000;
    private const int Rounds = 3;
    private const int OwnTurns = 40;
    private const int NodeTurns = 8;

    /// <summary>Runs the benchmark and prints one table.</summary>
    /// <returns>0, or 1 when graphql-js ran and is not beaten by at least a factor of three.</returns>
    public static int Run()
    {
        var isGood = true;
        Console.WriteLine($"Parsing {CorpusLength / 1_000_000} MB, {Rounds} rounds: fastest ms and MB/s, processor ms a turn");
        foreach (var (name, text) in new[] { ("queries", SyntaxCorpus.Queries(CorpusLength)), ("schema", SyntaxCorpus.Schema(CorpusLength)) })
        {
            var file = Path.Combine(Path.GetTempPath(), $"gqltools-{name}-{Environment.ProcessId}.graphql");
            File.WriteAllText(file, text);
            try
            {
                Turn(text);
                var ours = new List<Sample>();
                var theirs = new Dictionary<string, List<Sample>>();
                for (var round = 0; round < Rounds; round++)
                {
                    ours.Add(Turn(text));
                    foreach (var package in new[] { "graphql", "graphql17" })
                    {
                        if (NodeTurn.Run("parse.mjs", package, file, NodeTurns.ToString(CultureInfo.InvariantCulture)) is not { } turn)
                            continue;
                        if (!theirs.TryGetValue(turn.Version, out var samples))
                            theirs.Add(turn.Version, samples = []);
                        samples.Add(new Sample(turn.FastestMs, turn.ProcessorMs, 0));
                    }
                }

                isGood &= Report(name, text.Length, ours, theirs);
            }
            finally
            {
                File.Delete(file);
            }
        }

        return isGood ? 0 : 1;
    }

    private static bool Report(string name, int length, List<Sample> ours, Dictionary<string, List<Sample>> theirs)
    {
        var best = ours.Min(sample => sample.FastestMs);
        var processor = ours.Average(sample => sample.ProcessorMs);
        Print($"  {name,-8} GqlTools           {best,8:F2} ms {length / best / 1000,7:F0} MB/s {processor,8:F2} ms, {ours[0].AllocatedBytes / 1_000_000.0:F1} MB allocated");
        if (theirs.Count == 0)
            Console.WriteLine("           graphql-js: not run (Node, or `npm ci` in tests/Interop, is missing)");
        var isGood = true;
        foreach (var (version, samples) in theirs)
        {
            var theirBest = samples.Min(sample => sample.FastestMs);
            var theirProcessor = samples.Average(sample => sample.ProcessorMs);
            Print($"  {name,-8} graphql-js {version,-7} {theirBest,8:F2} ms {length / theirBest / 1000,7:F0} MB/s {theirProcessor,8:F2} ms: {theirBest / best:F1} times as long, {theirProcessor / processor:F1} times the processor");
            isGood &= theirBest / best >= 3;
        }

        return isGood;
    }

    private static Sample Turn(string text)
    {
        var fastest = double.MaxValue;
        GC.Collect();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var processor = Environment.CpuUsage.TotalTime;
        for (var turn = 0; turn < OwnTurns; turn++)
        {
            var start = Stopwatch.GetTimestamp();
            var document = Parser.Parse(text);
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            GC.KeepAlive(document);
        }

        return new Sample(
            fastest,
            (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / OwnTurns,
            (GC.GetAllocatedBytesForCurrentThread() - allocated) / OwnTurns);
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private sealed record Sample(double FastestMs, double ProcessorMs, long AllocatedBytes);
}
