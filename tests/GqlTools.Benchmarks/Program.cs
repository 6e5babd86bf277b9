using GqlTools.Benchmarks;

// Each benchmark runs its contenders side by side, round by round, in one run, and prints their ratio.
Dictionary<string, (string Summary, Func<Task> Run)> benchmarks = new()
{
    ["client"] = ("GqlTools.Client beside a bare SocketsHttpHandler with JsonDocument: rate and allocation", ClientBenchmark.RunAsync),
};

if (args is [var name] && benchmarks.TryGetValue(name, out var chosen))
{
    await chosen.Run();
    return 0;
}

Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/GqlTools.Benchmarks -- <name>, where <name> is:");
foreach (var (key, benchmark) in benchmarks) Console.Error.WriteLine($"  {key,-10} {benchmark.Summary}");
return 1;
