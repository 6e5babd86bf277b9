namespace GqlTools.Help.Commands;

/// <summary>How a parameter takes part in a parameter set.</summary>
/// <param name="SetName">The set; null for all sets of the command.</param>
/// <param name="Mandatory">Whether it must be given.</param>
/// <param name="Position">Its place among the positional ones, from 0; null for a named one.</param>
/// <param name="FromPipeline">Whether it takes the pipeline's objects.</param>
/// <param name="FromPipelineByPropertyName">Whether it takes properties of the pipeline's objects.</param>
/// <param name="TakesRemaining">Whether it takes all arguments that are left.</param>
internal sealed record ParameterUse(
    string? SetName, bool Mandatory, int? Position, bool FromPipeline, bool FromPipelineByPropertyName, bool TakesRemaining)
{
    /// <summary>How it takes pipeline input, in the words of Get-Help.</summary>
    public string PipelineInput => (FromPipeline, FromPipelineByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    /// <summary>Its position, in the words of Get-Help.</summary>
    public string PositionText => Position?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "Named";
}
