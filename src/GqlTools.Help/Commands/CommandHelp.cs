namespace GqlTools.Help.Commands;

/// <summary>All that help says about a command.</summary>
internal sealed record CommandHelp
{
    /// <summary>Its verb.</summary>
    public required string Verb { get; init; }

    /// <summary>Its noun.</summary>
    public required string Noun { get; init; }

    /// <summary>Name of the class that implements it.</summary>
    public required string ClassName { get; init; }

    /// <summary>What it does, in a sentence.</summary>
    public required Paragraph Synopsis { get; init; }

    /// <summary>What it does, in full.</summary>
    public required IReadOnlyList<Paragraph> Description { get; init; }

    /// <summary>What else is worth knowing.</summary>
    public required IReadOnlyList<Paragraph> Notes { get; init; }

    /// <summary>Names of its parameter sets, the default one first; one null where it has only one.</summary>
    public required IReadOnlyList<string?> SetNames { get; init; }

    /// <summary>Its parameters: by position, then as declared.</summary>
    public required IReadOnlyList<ParameterHelp> Parameters { get; init; }

    /// <summary>Its examples.</summary>
    public required IReadOnlyList<ExampleHelp> Examples { get; init; }

    /// <summary>What it writes.</summary>
    public required IReadOnlyList<TypeHelp> Outputs { get; init; }

    /// <summary>Commands and topics to read next.</summary>
    public IReadOnlyList<string> RelatedLinks { get; init; } = [];

    /// <summary>Verb-Noun.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The parameters of a set in the order in which PowerShell shows them: by position, then mandatory ones, then the rest.</summary>
    /// <param name="setName">The set; null where there is only one.</param>
    public IEnumerable<(ParameterHelp Parameter, ParameterUse Use)> ParametersOf(string? setName) => Parameters
        .Select(parameter => (Parameter: parameter, Use: parameter.UseIn(setName)!))
        .Where(pair => pair.Use is not null)
        .OrderBy(pair => pair.Parameter.IsForConfirmation)
        .ThenBy(pair => pair.Use.Position ?? int.MaxValue)
        .ThenBy(pair => !pair.Use.Mandatory);
}
