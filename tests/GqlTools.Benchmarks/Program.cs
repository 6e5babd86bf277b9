using GqlTools.Benchmarks;

// Each benchmark runs its contenders side by side, round by round, in one run, and prints their ratio. It ends with 1 where a goal is missed.
Dictionary<string, (string Summary, Func<Task<int>> Run)> benchmarks = new()
{
    ["client"] = ("GqlTools.Client beside a bare SocketsHttpHandler with JsonDocument: rate, processor time, allocation", ClientBenchmark.RunAsync),
    ["batch"] = ("1,000 lookups in batches of 50 beside as many single requests, on a server that takes 10 ms", BatchBenchmark.RunAsync),
    ["parse"] = ("the parser beside graphql-js: 1 MB of queries and 1 MB of SDL", () => Task.FromResult(SyntaxBenchmark.Run())),
    ["schema"] = ("a schema of 1,500 types: memory, validation (beside graphql-js), completion", () => Task.FromResult(SchemaBenchmark.Run())),
    ["execute"] = ("the executor alone: queries a second on one thread", ExecutionBenchmark.RunAsync),
    ["subscriptions"] = ("1,000 subscriptions on one connection: events a second, and memory of an idle one", SubscriptionBenchmark.RunAsync),
    ["streaming"] = ("the codecs alone: messages, events and parts a second on one thread, and the merge of @defer", () => Task.FromResult(StreamingBenchmark.Run())),
};

if (args is [var name] && benchmarks.TryGetValue(name, out var chosen)) return await chosen.Run();

Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/GqlTools.Benchmarks -- <name>, where <name> is:");
foreach (var (key, benchmark) in benchmarks) Console.Error.WriteLine($"  {key,-13} {benchmark.Summary}");
return 1;
