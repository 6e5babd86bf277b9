using System.Text.Json;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Language.Tests.Differential;

public class ValidationDifferentialTests
{
    private const int LeastDocuments = 400;

    private static List<Corpus> Corpora { get; } = Directory.GetDirectories(Path.Combine(Reference.CorpusFolder, "validation"))
        .Order(StringComparer.Ordinal).Select(folder => new Corpus(folder)).ToList();

    [Fact]
    public async Task The_same_documents_are_refused_by_the_same_rules_at_the_same_places()
    {
        var differences = new List<string>();
        var count = 0;
        foreach (var corpus in Corpora)
        {
            var answers = await Reference.AskAsync("validate", new { schema = corpus.SchemaText, documents = corpus.Documents.Select(document => document.Text) });
            Assert.Equal(corpus.Documents.Count, answers.GetArrayLength());
            foreach (var ((title, text), answer) in corpus.Documents.Zip(answers.EnumerateArray()))
            {
                var (expected, actual) = (Expected(answer), Actual(corpus.Schema, text));
                if (expected != actual)
                    differences.Add($"{title}\n{text}\ngraphql-js:\n{expected}\nGqlTools:\n{actual}\n");
                count++;
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {count} differ:\n{string.Join('\n', differences)}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} documents are judged as graphql-js judges them.");
    }

    [Theory]
    [InlineData(20261122)]
    [InlineData(7)]
    public async Task Documents_made_by_chance_are_judged_the_same(int seed)
    {
        const int Count = 1_000;
        var corpus = Corpora.Single(item => item.Name == "town");
        var random = new RandomDocuments(corpus.Schema, seed);
        var documents = Enumerable.Range(0, Count).Select(_ => random.Next()).ToList();
        var answers = await Reference.AskAsync("validate", new { schema = corpus.SchemaText, documents });
        Assert.Equal(Count, answers.GetArrayLength());
        var differences = new List<string>();
        var valid = 0;
        foreach (var (text, answer) in documents.Zip(answers.EnumerateArray()))
        {
            var (expected, actual) = (Expected(answer), Actual(corpus.Schema, text));
            if (expected != actual)
                differences.Add($"{text}\n{Place.FirstDifference(expected, actual)}\n");
            valid += expected.Length == 0 ? 1 : 0;
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {Count} differ:\n{string.Join('\n', differences.Take(5))}");
        Assert.InRange(valid, 20, Count - 20);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Count} documents made by chance, {valid} of them valid, are judged as graphql-js judges them.");
    }

    [Fact]
    public void The_corpus_is_large_enough_and_breaks_and_keeps_every_rule()
    {
        var judged = Corpora.SelectMany(corpus => corpus.Documents.Select(document => (
            document.Title,
            Broken: DocumentValidator.Validate(corpus.Schema, Parser.Parse(document.Text)).Select(error => error.Rule).ToHashSet()))).ToList();
        Assert.True(judged.Count >= LeastDocuments, $"{judged.Count} documents");
        foreach (var rule in SpecifiedRules.All)
        {
            var own = judged.Where(document => document.Title.StartsWith(rule.Name + ":", StringComparison.Ordinal)).ToList();
            Assert.True(own.Exists(document => document.Broken.Contains(rule.Name)), $"{rule.Name} is never broken");
            Assert.True(own.Exists(document => !document.Broken.Contains(rule.Name)), $"{rule.Name} is never kept");
        }
    }

    private static string Expected(JsonElement answer) =>
        answer.TryGetProperty("syntaxError", out var place) ? $"syntax error {place[0]}:{place[1]}" : Place.OfReference(answer.GetProperty("errors"));

    private static string Actual(Schema schema, string text)
    {
        try
        {
            return Place.Of(DocumentValidator.Validate(schema, Parser.Parse(text)));
        }
        catch (GraphQLSyntaxException error)
        {
            return $"syntax error {error.Line}:{error.Column}";
        }
    }

    private sealed class Corpus
    {
        public Corpus(string folder)
        {
            Name = Path.GetFileName(folder);
            SchemaText = File.ReadAllText(Path.Combine(folder, "schema.graphql"));
            Schema = SchemaBuilder.Build(SchemaText);
            Documents = Directory.GetFiles(folder, "*.graphql").Where(path => Path.GetFileName(path) != "schema.graphql")
                .Order(StringComparer.Ordinal).SelectMany(Reference.ReadDocuments).ToList();
        }

        public string Name { get; }

        public string SchemaText { get; }

        public Schema Schema { get; }

        public List<(string Title, string Text)> Documents { get; }
    }
}
