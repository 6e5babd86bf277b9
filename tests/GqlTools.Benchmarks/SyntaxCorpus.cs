using System.Globalization;
using System.Text;

namespace GqlTools.Benchmarks;

/// <summary>
/// Documents of a wanted size in the style people write them, the same ones on each run: operations with variables, arguments, fragments, directives and
/// comments; schema documents with descriptions on most things.
/// </summary>
internal static class SyntaxCorpus
{
    private const int Seed = 20260101;

    private static readonly string[] Nouns =
        ["product", "order", "customer", "invoice", "shipment", "address", "variant", "price", "discount", "review", "category", "image", "payment", "refund", "warehouse", "supplier"];

    private static readonly string[] Leaves =
        ["id", "name", "title", "createdAt", "updatedAt", "status", "totalCount", "currencyCode", "description", "url", "sku", "email", "quantity", "isActive", "cursor", "amount"];

    private static readonly string[] Scalars = ["ID", "String", "Int", "Float", "Boolean", "DateTime"];

    private static readonly string[] Words =
        ["the", "of", "that", "when", "a", "customer", "order", "is", "shown", "to", "people", "who", "may", "change", "it", "later", "price", "before", "after", "tax", "including", "all"];

    /// <summary>An executable document of at least so many characters.</summary>
    public static string Queries(int length)
    {
        var random = new Random(Seed);
        var text = new StringBuilder(length + 4096);
        for (var number = 0; text.Length < length; number++)
        {
            var kind = number % 5 == 4 ? "mutation" : "query";
            Line(text, 0, $"# {Sentence(random, 8)}");
            Line(text, 0, $"{kind} {Pascal(Pick(random, Nouns))}Page{number}($first: Int = {random.Next(5, 100)}, $after: String, $id: ID!, $filter: {Pascal(Pick(random, Nouns))}Filter, $withDetails: Boolean! = false) {{");
            for (var i = random.Next(1, 4); i > 0; i--)
                Field(text, random, 1, number);
            Line(text, 0, "}");
            Line(text, 0, string.Empty);
            Line(text, 0, $"fragment Parts{number} on {Pascal(Pick(random, Nouns))} {{");
            for (var i = random.Next(3, 8); i > 0; i--)
                Line(text, 1, Pick(random, Leaves));
            Line(text, 0, "}");
            Line(text, 0, string.Empty);
        }

        return text.ToString();
    }

    /// <summary>A schema document of at least so many characters.</summary>
    public static string Schema(int length)
    {
        var random = new Random(Seed);
        var text = new StringBuilder(length + 4096);
        Line(text, 0, "schema { query: Query }\nscalar DateTime @specifiedBy(url: \"https://scalars.graphql.org/date-time\")\ndirective @cost(weight: Int! = 1) repeatable on FIELD_DEFINITION | OBJECT\n");
        Line(text, 0, "type Query { node(id: ID!): Node }\ninterface Node { id: ID! }\n");
        for (var number = 0; text.Length < length; number++)
        {
            var name = $"{Pascal(Pick(random, Nouns))}{number}";
            Describe(text, random, 0);
            switch (number % 8)
            {
                case 5:
                    Line(text, 0, $"input {name}Filter {{");
                    for (var i = random.Next(3, 9); i > 0; i--)
                        Line(text, 1, $"{Pick(random, Leaves)}{i}: {Pick(random, Scalars)}{(i % 3 == 0 ? " = null" : string.Empty)}");
                    break;
                case 6:
                    Line(text, 0, $"enum {name}Sort {{");
                    for (var i = random.Next(3, 9); i > 0; i--)
                        Line(text, 1, $"{Pick(random, Leaves).ToUpperInvariant()}_{i}");
                    break;
                default:
                    Line(text, 0, $"type {name} implements Node{(number % 8 == 7 ? " & Entity" : string.Empty)} @cost(weight: {random.Next(1, 9)}) {{");
                    for (var i = random.Next(6, 16); i > 0; i--)
                        FieldDefinition(text, random, i);
                    break;
            }

            Line(text, 0, "}");
            Line(text, 0, string.Empty);
        }

        return text.ToString();
    }

    private static void Field(StringBuilder text, Random random, int depth, int number)
    {
        var noun = Pick(random, Nouns);
        var arguments = random.Next(3) switch
        {
            0 => "(first: $first, after: $after, orderBy: {field: CREATED_AT, direction: DESC})",
            1 => $"(id: $id, tags: [\"{Pick(random, Words)}\", \"{Pick(random, Words)}\"], limit: {random.Next(1000)})",
            _ => string.Empty,
        };
        var alias = random.Next(6) == 0 ? $"{Pick(random, Words)}{Pascal(noun)}: " : string.Empty;
        Line(text, depth, $"{alias}{noun}s{arguments}{(random.Next(8) == 0 ? " @include(if: $withDetails)" : string.Empty)} {{");
        for (var i = random.Next(2, 7); i > 0; i--)
            Line(text, depth + 1, Pick(random, Leaves));
        if (depth < 5 && random.Next(4) > 0)
            Field(text, random, depth + 1, number);
        if (random.Next(3) == 0)
            Line(text, depth + 1, $"...Parts{number}");
        if (random.Next(5) == 0)
            Line(text, depth + 1, $"... on {Pascal(noun)} {{ __typename {Pick(random, Leaves)} }}");
        Line(text, depth, "}");
    }

    private static void FieldDefinition(StringBuilder text, Random random, int number)
    {
        if (random.Next(3) > 0)
            Describe(text, random, 1);
        var name = $"{Pick(random, Leaves)}{number}";
        switch (random.Next(4))
        {
            case 0:
                Line(text, 1, $"{name}(first: Int = 10, after: String, orderBy: [{Pascal(Pick(random, Nouns))}Sort!]): [{Pascal(Pick(random, Nouns))}!]! @cost(weight: 5)");
                break;
            case 1:
                Line(text, 1, $"{name}: {Pick(random, Scalars)} @deprecated(reason: \"{Sentence(random, 6)}\")");
                break;
            default:
                Line(text, 1, $"{name}: {Pick(random, Scalars)}!");
                break;
        }
    }

    private static void Describe(StringBuilder text, Random random, int depth)
    {
        if (random.Next(2) == 0)
        {
            Line(text, depth, $"\"{Sentence(random, 9)}\"");
            return;
        }

        Line(text, depth, "\"\"\"");
        for (var i = random.Next(1, 4); i > 0; i--)
            Line(text, depth, Sentence(random, 12));
        Line(text, depth, "\"\"\"");
    }

    private static string Sentence(Random random, int words) =>
        string.Join(' ', Enumerable.Range(0, words).Select(_ => Pick(random, Words))) + ".";

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];

    private static string Pascal(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static void Line(StringBuilder text, int depth, string line) =>
        text.Append(' ', depth * 2).Append(CultureInfo.InvariantCulture, $"{line}\n");
}
