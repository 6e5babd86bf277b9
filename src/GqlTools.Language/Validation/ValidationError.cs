using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation;

/// <summary>One thing wrong with a document or schema.</summary>
/// <param name="Rule">The name of the rule that was broken, for example <c>FieldsOnCorrectType</c>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
/// <param name="Locations">Where it stands in the document; empty when there is none.</param>
public sealed record ValidationError(string Rule, string Message, IReadOnlyList<SyntaxLocation> Locations)
{
    /// <summary>The schema coordinate the error is about, for example <c>Query.products(first:)</c>, or null.</summary>
    public string? Coordinate { get; init; }

    /// <summary>The message with line and column, for example <c>... (line 3, column 5)</c>.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() =>
        Locations.Count == 0
            ? Message
            : $"{Message} ({string.Join("; ", Locations.Select(static location => $"line {location.Line}, column {location.Column}"))})";
}
