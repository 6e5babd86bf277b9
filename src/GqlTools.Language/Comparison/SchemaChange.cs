namespace GqlTools.Language.Comparison;

/// <summary>One difference between two schemas.</summary>
/// <param name="Severity">What it does to those who use the schema.</param>
/// <param name="Kind">What was changed.</param>
/// <param name="Coordinate">The schema coordinate of what was changed, for example <c>Query.products(first:)</c>; the schema itself is <c>schema</c>.</param>
/// <param name="Message">The change in one sentence.</param>
public sealed record SchemaChange(SchemaChangeSeverity Severity, SchemaChangeKind Kind, string Coordinate, string Message)
{
    /// <summary>
    /// The coordinate whose users notice: the element itself, or what it was added to, such as the field of a new required argument.
    /// </summary>
    public string AffectedCoordinate { get; init; } = Coordinate;

    /// <summary>The severity and the sentence.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => $"{Severity}: {Message}";
}
