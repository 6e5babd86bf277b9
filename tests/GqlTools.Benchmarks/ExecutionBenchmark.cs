using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GqlTools.Language.Execution;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;

namespace GqlTools.Benchmarks;

/// <summary>Executes a small query on one thread, from variables to JSON, with resolvers that answer at once and with resolvers that wait.</summary>
internal static class ExecutionBenchmark
{
    private const int Warmup = 20_000;
    private const int Turns = 100_000;

    private const string Sdl = """
        type Query { product(id: ID!, late: Boolean = false): Product }
        type Product { id: ID! name: String! price: Price! tags: [String!]! related(first: Int = 3): [Product!]! }
        type Price { amount: Float! currency: String! }
        """;

    private const string Query = "query Q($id: ID!, $late: Boolean!) { product(id: $id, late: $late) { id name price { amount currency } tags related(first: 2) { id name } } }";

    /// <summary>Runs the benchmark and prints one line for each kind of resolver.</summary>
    /// <returns>0.</returns>
    public static async Task<int> RunAsync()
    {
        var product = new Product("p1", "Lamp", new Price(19.5, "EUR"), ["new", "sale"]);
        var schema = SchemaBuilder.Build(Sdl, new SchemaBindings()
            .Resolve("Query.product", context => context.Argument<bool>("late") ? Late(product) : new ValueTask<object?>(product))
            .ResolveValue("Product.related", context => Enumerable.Repeat(product, context.Argument<int>("first")).ToArray()));
        var document = Parser.Parse(Query);
        foreach (var late in new[] { false, true })
        {
            var request = new ExecutionRequest
            {
                Schema = schema,
                Document = document,
                Variables = new Dictionary<string, object?> { ["id"] = "p1", ["late"] = late },
            };
            var buffer = new ArrayBufferWriter<byte>(4096);
            await using var writer = new Utf8JsonWriter(buffer);
            for (var turn = 0; turn < Warmup; turn++)
                await OneAsync(request, buffer, writer);
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var processor = Environment.CpuUsage.TotalTime;
            var start = Stopwatch.GetTimestamp();
            for (var turn = 0; turn < Turns; turn++)
                await OneAsync(request, buffer, writer);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var processorMicroseconds = (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / Turns;
            var bytes = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / Turns;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Executing a query of 14 fields, {(late ? "waiting" : "at once")}: {Turns / seconds:F0}/s on one thread, {processorMicroseconds:F1} us processor, {bytes} bytes each, answer {buffer.WrittenCount} bytes"));
        }

        return 0;
    }

    private static async ValueTask OneAsync(ExecutionRequest request, ArrayBufferWriter<byte> buffer, Utf8JsonWriter writer)
    {
        var result = await Executor.ExecuteAsync(request);
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        result.WriteTo(writer);
        writer.Flush();
    }

    private static async ValueTask<object?> Late(Product product)
    {
        await Task.Yield();
        return product;
    }

    private sealed record Product(string Id, string Name, Price Price, string[] Tags);

    private sealed record Price(double Amount, string Currency);
}
