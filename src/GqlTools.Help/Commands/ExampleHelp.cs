namespace GqlTools.Help.Commands;

/// <summary>An example of a command.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Code">What to type, line breaks kept.</param>
/// <param name="Remarks">What it does.</param>
internal sealed record ExampleHelp(int Number, string Code, IReadOnlyList<Paragraph> Remarks)
{
    /// <summary>Its heading.</summary>
    public string Title => $"Example {Number}";
}
