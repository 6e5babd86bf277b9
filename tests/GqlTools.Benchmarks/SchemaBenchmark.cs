using System.Diagnostics;
using System.Globalization;
using GqlTools.Language.Authoring;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Benchmarks;

/// <summary>A schema as large as GitHub's: its memory, the validation of a query of 200 lines (beside graphql-js), and the completion of one.</summary>
internal static class SchemaBenchmark
{
    private const int Types = 1_500;
    private const int Lines = 200;
    private const int Turns = 200;

    private const double MostMegabytes = 40;
    private const double MostValidationMs = 5;
    private const double MostCompletionMs = 50;

    /// <summary>Runs the benchmark and prints one line for each figure.</summary>
    /// <returns>0, or 1 where a goal is missed.</returns>
    public static int Run()
    {
        var sdl = LargeSchema.Sdl(Types);
        SchemaBuilder.Build(LargeSchema.Sdl(10));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var schema = SchemaBuilder.Build(sdl);
        var megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / 1024.0;
        Print($"Schema of {schema.Types.Count} types ({sdl.Length / 1024.0:F0} KB of SDL), syntax tree included: {megabytes:F1} MB (goal: under {MostMegabytes})");

        var text = LargeSchema.Query(Lines);
        var document = Parser.Parse(text);
        if (DocumentValidator.Validate(schema, document).Count > 0) throw new InvalidOperationException("The document is not valid.");
        var validation = FastestMs(() => DocumentValidator.Validate(schema, document));
        Print($"Validating {text.Split('\n').Length} lines: {validation:F3} ms (goal: under {MostValidationMs})");
        foreach (var package in new[] { "graphql", "graphql17" }) PrintNode(package, sdl, text, validation);

        var cursor = text.LastIndexOf("id", StringComparison.Ordinal);
        var proposals = DocumentCompletion.Complete(schema, text, cursor);
        var completion = FastestMs(() => DocumentCompletion.Complete(schema, text, cursor));
        Print($"Completing at the end of it: {completion:F3} ms for {proposals.Items.Count} proposals (goal: under {MostCompletionMs})");
        return megabytes < MostMegabytes && validation < MostValidationMs && completion < MostCompletionMs ? 0 : 1;
    }

    private static void PrintNode(string package, string sdl, string text, double ours)
    {
        var folder = Directory.CreateTempSubdirectory("gqltools");
        var schemaFile = Path.Combine(folder.FullName, "schema.graphql");
        var documentFile = Path.Combine(folder.FullName, "document.graphql");
        File.WriteAllText(schemaFile, sdl);
        File.WriteAllText(documentFile, text);
        if (NodeTurn.Run("validate.mjs", package, schemaFile, documentFile, Turns.ToString(CultureInfo.InvariantCulture)) is { } turn)
            Print($"  graphql-js {turn.Version}: {turn.FastestMs:F3} ms, {turn.FastestMs / ours:F1} times as long");
        else
            Print($"  {package}: not run (Node, or `npm ci` in tests/Interop, is missing)");
        folder.Delete(recursive: true);
    }

    private static double FastestMs(Action action)
    {
        var fastest = double.MaxValue;
        for (var turn = -Turns; turn < Turns; turn++)
        {
            var start = Stopwatch.GetTimestamp();
            action();
            if (turn >= 0) fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return fastest;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
