namespace GqlTools.Help.Commands;

/// <summary>A parameter of a command.</summary>
internal sealed record ParameterHelp
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its type; the bool of a switch is not shown.</summary>
    public required TypeHelp Type { get; init; }

    /// <summary>Whether it is given without a value.</summary>
    public required bool IsSwitch { get; init; }

    /// <summary>What it is for.</summary>
    public required IReadOnlyList<Paragraph> Description { get; init; }

    /// <summary>How it takes part in parameter sets; one entry without set name, or one for each of its sets.</summary>
    public required IReadOnlyList<ParameterUse> Uses { get; init; }

    /// <summary>Its other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether it takes wildcards.</summary>
    public bool SupportsWildcards { get; init; }

    /// <summary>Its value when it is not given, as its documentation says.</summary>
    public required string Default { get; init; }

    /// <summary>The only values that it accepts; empty where they cannot be listed.</summary>
    public IReadOnlyList<AcceptedValue> AcceptedValues { get; init; } = [];

    /// <summary>In words, what its validation accepts; null where anything of the type goes.</summary>
    public string? AcceptedRange { get; init; }

    /// <summary>Whether ShouldProcess brings it, so that it stands last.</summary>
    public bool IsForConfirmation { get; init; }

    /// <summary>How it takes part in a set; null where it does not.</summary>
    /// <param name="setName">The set; null where the command has only one.</param>
    public ParameterUse? UseIn(string? setName) => Uses.FirstOrDefault(use => use.SetName is null || use.SetName == setName);
}
