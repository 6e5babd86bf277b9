using System.Diagnostics;
using System.Globalization;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.Tests.Syntax;

/// <summary>
/// Throws damaged documents at the parser. The run is the same each time: 200,000 documents, fewer only where the machine does not manage them
/// within the budget. The environment variable GQLTOOLS_FUZZ_SECONDS sets another budget and goes on with new documents until it is used up.
/// </summary>
public sealed class ParserFuzzTests
{
    private const int Documents = 200_000;
    private const int MutationsOfEach = 40;
    private const int DefaultBudgetSeconds = 30;

    // What even a busy machine manages within the budget; fewer mean that something hangs.
    private const int LeastDocuments = 2_000;

    [Fact]
    public void Generated_documents_are_read_and_print_to_the_same_text_again()
    {
        var generator = new DocumentGenerator(seed: 1);

        for (var number = 0; number < 2_000; number++)
        {
            var text = generator.Next();
            RequireRoundTrip(text, Parser.Parse(text));
        }
    }

    [Fact]
    public void No_damage_makes_the_parser_fail_with_anything_but_a_syntax_error()
    {
        var setting = Environment.GetEnvironmentVariable("GQLTOOLS_FUZZ_SECONDS");
        var budget = TimeSpan.FromSeconds(setting is null ? DefaultBudgetSeconds : double.Parse(setting, CultureInfo.InvariantCulture));
        var watch = Stopwatch.StartNew();
        var generator = new DocumentGenerator(seed: 2);
        var mutator = new DocumentMutator(seed: 3);
        var (count, refused) = (0, 0);
        var other = generator.Next();
        while (watch.Elapsed < budget && (setting is not null || count < Documents))
        {
            var text = generator.Next();
            for (var i = 0; i < MutationsOfEach; i++, count++)
            {
                var damaged = mutator.Mutate(text, other);
                if (!IsReadOrRefused(damaged))
                    refused++;
            }

            other = text;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{count} documents in {watch.Elapsed.TotalSeconds:F1} s, {refused} refused.");
        Assert.InRange(count, LeastDocuments, int.MaxValue);
        Assert.InRange(refused, count / 4, count - (count / 20));
    }

    private static bool IsReadOrRefused(string text)
    {
        DocumentNode document;
        try
        {
            document = Parser.Parse(text);
        }
        catch (GraphQLSyntaxException error)
        {
            if (error.Offset < 0 || error.Offset > text.Length || error.Line < 1 || error.Column < 1 || error.Message.Length > 1_000)
                Assert.Fail($"The error has no sensible place or message: {error.Message}\n{Show(text)}");
            return false;
        }
        catch (Exception error) when (error is not GraphQLSyntaxException)
        {
            Assert.Fail($"{error}\n{Show(text)}");
            throw;
        }

        RequireRoundTrip(text, document);
        return true;
    }

    private static void RequireRoundTrip(string text, DocumentNode document)
    {
        var printed = Printer.Print(document);
        var again = Printer.Print(Parser.Parse(printed));
        if (printed != again)
            Assert.Fail($"Printed text reads as another document.\n{Show(text)}\n{Show(printed)}\n{Show(again)}");
        var minified = Printer.Print(Parser.Parse(Printer.Minify(text)));
        if (printed != minified)
            Assert.Fail($"Minified text reads as another document.\n{Show(text)}\n{Show(printed)}\n{Show(minified)}");
    }

    private static string Show(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
