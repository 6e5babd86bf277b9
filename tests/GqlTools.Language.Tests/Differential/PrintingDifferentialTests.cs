using System.Text.Json;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.Tests.Differential;

public class PrintingDifferentialTests
{
    [Fact]
    public async Task Documents_print_and_minify_to_the_same_text()
    {
        var documents = Directory.GetFiles(Reference.CorpusFolder, "*.graphql", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(Reference.ReadDocuments).ToList();
        var answers = await Reference.AskAsync("print", documents.Select(document => document.Text));
        Assert.Equal(documents.Count, answers.GetArrayLength());
        var differences = new List<string>();
        foreach (var ((title, text), answer) in documents.Zip(answers.EnumerateArray()))
        {
            var (printed, minified) = Print(text);
            Compare($"{title} (printed)", Expected(answer, "printed"), printed);
            Compare($"{title} (minified)", Expected(answer, "minified"), minified);
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {2 * documents.Count} texts differ:\n{string.Join('\n', differences)}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{documents.Count} documents print and minify as graphql-js prints and minifies them.");

        void Compare(string title, string expected, string actual)
        {
            if (expected != actual)
                differences.Add($"{title} {Place.FirstDifference(expected, actual)}\n");
        }
    }

    private static string Expected(JsonElement answer, string property) =>
        answer.TryGetProperty("syntaxError", out var place) ? $"syntax error {place[0]}:{place[1]}" : answer.GetProperty(property).GetString()!;

    private static (string Printed, string Minified) Print(string text)
    {
        try
        {
            return (Printer.Print(Parser.Parse(text)), Printer.Minify(text));
        }
        catch (GraphQLSyntaxException error)
        {
            return ($"syntax error {error.Line}:{error.Column}", $"syntax error {error.Line}:{error.Column}");
        }
    }
}
