using System.Text.Json;
using GqlTools.Language.Validation;

namespace GqlTools.Language.Tests.Differential;

/// <summary>Brings errors of both sides into one comparable text: rule, then the lines and columns of each error, sorted.</summary>
internal static class Place
{
    public static string Of(IEnumerable<ValidationError> errors) => string.Join('\n', errors
        .Select(error => $"{error.Rule} {string.Join(' ', error.Locations.Select(location => $"{location.Line}:{location.Column}"))}".TrimEnd())
        .Order(StringComparer.Ordinal));

    public static string OfReference(JsonElement errorsByRule) => string.Join('\n', errorsByRule.EnumerateObject()
        .SelectMany(rule => rule.Value.EnumerateArray().Select(places => $"{rule.Name} {OfList(places)}".TrimEnd()))
        .Order(StringComparer.Ordinal));

    public static string OfList(JsonElement places) => string.Join(' ', places.EnumerateArray().Select(place => $"{place[0]}:{place[1]}"));

    /// <summary>The first few lines in which two long texts differ.</summary>
    public static string FirstDifference(string expected, string actual)
    {
        const int Shown = 12;
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var line = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"from line {line + 1}\ngraphql-js:\n{string.Join('\n', left.Skip(line).Take(Shown))}\nGqlTools:\n{string.Join('\n', right.Skip(line).Take(Shown))}";
    }
}
