using System.Management.Automation;

namespace GqlTools.Binding;

/// <summary>A parameter as a rule speaks of it: given at all, or with one value.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Value">The value that is meant; null for any.</param>
/// <param name="Nothing">The value that says no more than leaving the parameter out; null for none.</param>
internal sealed record ParameterUse(string Name, object? Value = null, object? Nothing = null)
{
    public static implicit operator ParameterUse(string name) => new(name);

    /// <summary>Whether the parameter is used so. A switch that is off counts as left out.</summary>
    /// <param name="given">The parameters that were given, with their values.</param>
    public bool IsIn(IReadOnlyDictionary<string, object> given) =>
        given.TryGetValue(Name, out var value)
        && value is not SwitchParameter { IsPresent: false }
        && !Equals(value, Nothing)
        && (Value is null || Equals(value, Value));

    /// <inheritdoc/>
    public override string ToString() => Value is null ? $"-{Name}" : $"-{Name} {Value}";
}
