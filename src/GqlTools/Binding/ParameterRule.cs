using System.Management.Automation;
using GqlTools.Errors;

namespace GqlTools.Binding;

/// <summary>
/// A parameter of a command that means nothing without one of others, or contradicts another. Parameter sets would say the same by dozens of lines of syntax in
/// the help, and by errors that name no parameter.
/// </summary>
internal sealed class ParameterRule
{
    private readonly ParameterUse _parameter;
    private readonly ParameterUse[] _others;
    private readonly bool _isNeed;
    private readonly string _reason;

    private ParameterRule(ParameterUse parameter, ParameterUse[] others, bool isNeed, string reason) =>
        (_parameter, _others, _isNeed, _reason) = (parameter, others, isNeed, reason);

    /// <summary>The parameter means nothing without one of the others.</summary>
    public static ParameterRule Need(ParameterUse parameter, ParameterUse[] oneOf, string reason) => new(parameter, oneOf, isNeed: true, reason);

    /// <summary>The two contradict each other.</summary>
    public static ParameterRule Conflict(ParameterUse one, ParameterUse other, string reason) => new(one, [other], isNeed: false, reason);

    /// <summary>
    /// Holds rules against the parameters of a command. None that was typed is passed over in silence. What came from $PSDefaultParameterValues was said of many
    /// calls: where it breaks a rule it is taken back, as if it had not been given.
    /// </summary>
    /// <param name="command">The command; its parameters are bound.</param>
    /// <param name="rules">The rules. Of two parameters that both came from there, the one that a rule names first yields.</param>
    /// <returns>The first rule that is broken, as an error; null where all are kept.</returns>
    public static ErrorRecord? Apply(PSCmdlet command, IReadOnlyList<ParameterRule> rules)
    {
        ParameterDefaults? defaults = null;
        while (rules.FirstOrDefault(rule => rule.IsBroken(command.MyInvocation.BoundParameters)) is { } broken)
        {
            defaults ??= new ParameterDefaults(command);
            if (!broken.Parties.Any(defaults.TakeBack)) return broken.ToErrorRecord();
        }

        return null;
    }

    // What a parameter needs cannot yield: it is not there.
    private IEnumerable<string> Parties => _isNeed ? [_parameter.Name] : [_parameter.Name, _others[0].Name];

    private bool IsBroken(IReadOnlyDictionary<string, object> given) =>
        _parameter.IsIn(given) && Array.Exists(_others, other => other.IsIn(given)) != _isNeed;

    private ErrorRecord ToErrorRecord() => _isNeed
        ? ErrorRecords.ParameterMissing(_parameter, _others, _reason)
        : ErrorRecords.ParameterConflict(_parameter, _others[0], _reason);
}
