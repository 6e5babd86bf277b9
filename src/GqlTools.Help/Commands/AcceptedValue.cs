namespace GqlTools.Help.Commands;

/// <summary>One of the values that a parameter accepts.</summary>
/// <param name="Name">What to type.</param>
/// <param name="Meaning">What it means; empty where it is not said.</param>
internal sealed record AcceptedValue(string Name, IReadOnlyList<Paragraph> Meaning);
