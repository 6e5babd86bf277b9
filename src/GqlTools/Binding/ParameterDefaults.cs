using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace GqlTools.Binding;

/// <summary>
/// Which parameters of a command have their values from $PSDefaultParameterValues. PowerShell binds those like any other and does not tell, so a parameter counts
/// as one of them where an entry names it and has its value. Something typed that says the very same counts, too, and loses nothing by it.
/// </summary>
internal sealed class ParameterDefaults
{
    private const string Variable = "PSDefaultParameterValues";
    private const string Disabled = "Disabled";

    private readonly PSCmdlet _command;
    private readonly DictionaryEntry[] _entries;

    public ParameterDefaults(PSCmdlet command)
    {
        _command = command;
        var table = command.SessionState.PSVariable.GetValue(Variable);
        DictionaryEntry[] entries = (table is PSObject wrapper ? wrapper.BaseObject : table) is IDictionary found ? [.. found.Cast<DictionaryEntry>()] : [];
        _entries = Array.Exists(entries, static entry => Disabled.Equals(entry.Key as string, StringComparison.OrdinalIgnoreCase) && LanguagePrimitives.IsTrue(entry.Value))
            ? []
            : entries;
    }

    /// <summary>Takes a parameter's value back, where it came from there: the command then has it as if it had not been given.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <returns>Whether the value came from there.</returns>
    public bool TakeBack(string parameter)
    {
        var given = _command.MyInvocation.BoundParameters;
        if (!given.TryGetValue(parameter, out var value) || !Array.Exists(_entries, entry => IsOf(entry.Key, parameter) && Gives(entry.Value, value))) return false;
        var type = _command.GetType();
        var property = type.GetProperty(parameter)!;
        using var untouched = (IDisposable)Activator.CreateInstance(type)!;
        property.SetValue(_command, property.GetValue(untouched));
        given.Remove(parameter);
        return true;
    }

    // Keys are 'command:parameter', each of which may have wildcards and quotes.
    private bool IsOf(object key, string parameter)
    {
        if (key is not string text || text.Split(':') is not [var command, var name]) return false;
        return Matches(command, _command.MyInvocation.MyCommand.Name) && Matches(name, parameter);
    }

    private static bool Matches(string pattern, string name) =>
        WildcardPattern.Get(pattern.Trim().Trim('\'', '"'), WildcardOptions.IgnoreCase).IsMatch(name);

    // What a script block gives is only known by running it again.
    private static bool Gives(object? entry, object value) =>
        (entry is PSObject wrapper ? wrapper.BaseObject : entry) is ScriptBlock || LanguagePrimitives.Equals(value, entry, ignoreCase: false, CultureInfo.InvariantCulture);
}
