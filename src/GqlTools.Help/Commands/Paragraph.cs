namespace GqlTools.Help.Commands;

/// <summary>A paragraph of a documentation comment.</summary>
/// <param name="Role">The <c>type</c> of its <c>para</c> element, such as synopsis; null without one.</param>
/// <param name="Runs">Its pieces.</param>
internal sealed record Paragraph(string? Role, IReadOnlyList<TextRun> Runs)
{
    /// <summary>Its text without marks.</summary>
    public string Plain => string.Concat(Runs.Select(run => run.Text));
}
