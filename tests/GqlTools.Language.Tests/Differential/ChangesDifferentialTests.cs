using System.Text.Json;
using GqlTools.Language.Comparison;
using GqlTools.Language.Sdl;

namespace GqlTools.Language.Tests.Differential;

public class ChangesDifferentialTests
{
    private const int LeastPairs = 60;
    private const string Separator = "\n====\n";

    [Fact]
    public async Task Pairs_of_schemas_have_the_same_changes_of_the_same_severity()
    {
        var pairs = Reference.ReadDocuments(Path.Combine(Reference.CorpusFolder, "changes", "pairs.graphql"))
            .Select(document => (document.Title, Parts: document.Text.Split(Separator))).ToList();
        Assert.True(pairs.Count >= LeastPairs, $"{pairs.Count} pairs");
        var answers = await Reference.AskAsync("changes", pairs.Select(pair => new { old = pair.Parts[0], @new = pair.Parts[1] }));
        Assert.Equal(pairs.Count, answers.GetArrayLength());
        var differences = new List<string>();
        var seen = new HashSet<SchemaChangeKind>();
        var changes = 0;
        foreach (var ((title, parts), answer) in pairs.Zip(answers.EnumerateArray()))
        {
            var found = SchemaComparer.Compare(SchemaBuilder.Build(parts[0]), SchemaBuilder.Build(parts[1])).Where(change => IsKnownToReference(change.Kind)).ToList();
            seen.UnionWith(found.Select(change => change.Kind));
            changes += found.Count;
            var expected = Sorted(answer.EnumerateArray().Select(Describe));
            var actual = Sorted(found.Select(change => $"{change.Severity} {NameOf(change.Kind)}"));
            if (expected != actual)
                differences.Add($"{title}\n{Place.FirstDifference(expected, actual)}\n");
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {pairs.Count} differ:\n{string.Join('\n', differences)}");
        foreach (var kind in Enum.GetValues<SchemaChangeKind>().Where(IsKnownToReference))
            Assert.Contains(kind, seen);
        TestContext.Current.TestOutputHelper?.WriteLine($"{pairs.Count} pairs of schemas with {changes} changes are classed as graphql-js classes them.");
    }

    private static string Describe(JsonElement change) => $"{change.GetProperty("severity").GetString()} {change.GetProperty("kind").GetString()}";

    private static bool IsKnownToReference(SchemaChangeKind kind) => kind <= SchemaChangeKind.InputFieldDefaultValueAdded;

    private static string Sorted(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));

    private static string NameOf(SchemaChangeKind kind) =>
        string.Concat(kind.ToString().Select((character, index) => index > 0 && char.IsUpper(character) ? "_" + character : char.ToUpperInvariant(character).ToString()));
}
