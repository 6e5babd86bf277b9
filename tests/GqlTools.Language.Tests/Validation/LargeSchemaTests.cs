using System.Diagnostics;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Language.Tests.Validation;

[Collection(nameof(MeasuredTests))]
public class LargeSchemaTests
{
    private const int Types = 1_500;
    private const int Lines = 200;
    private const double LimitMilliseconds = 5;
    private const long LimitBytes = 40L * 1024 * 1024;

    [Fact]
    public void A_query_of_200_lines_on_1500_types_is_validated_in_under_five_milliseconds()
    {
        var schema = SchemaBuilder.Build(LargeSchema.Sdl(Types));
        Assert.InRange(schema.Types.Count, Types, Types + 20);
        var text = LargeSchema.Query(Lines);
        Assert.InRange(text.Split('\n').Length, Lines, Lines + 100);
        var document = Parser.Parse(text);
        Assert.Empty(DocumentValidator.Validate(schema, document));
        var best = double.MaxValue;
        for (var i = 0; i < 50; i++)
        {
            var start = Stopwatch.GetTimestamp();
            DocumentValidator.Validate(schema, document);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{text.Split('\n').Length} lines on {schema.Types.Count} types: {best:F3} ms");
        Assert.True(best < LimitMilliseconds, $"{best:F2} ms");
    }

    [Fact]
    public void A_schema_of_1500_types_takes_less_than_40_megabytes()
    {
        var sdl = LargeSchema.Sdl(Types);
        SchemaBuilder.Build(LargeSchema.Sdl(10));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var schema = SchemaBuilder.Build(sdl);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(schema);
        TestContext.Current.TestOutputHelper?.WriteLine($"{schema.Types.Count} types: {bytes / 1024.0 / 1024.0:F1} MB with its syntax tree");
        Assert.True(bytes < LimitBytes, $"{bytes} bytes");
    }
}
