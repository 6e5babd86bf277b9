using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using GqlTools.Client.Authentication;
using GqlTools.Errors;

namespace GqlTools.Binding;

/// <summary>Makes a session's token provider of what -TokenProvider was given: a program with its arguments, or a script block.</summary>
internal sealed class TokenProviders(SessionState state)
{
    /// <summary>The provider, or what is wrong with it.</summary>
    /// <param name="given">What the parameter was given.</param>
    /// <param name="arguments">Values for a script block's parameters; null for none.</param>
    public (GqlTokenProvider? Provider, ErrorRecord? Problem) From(object given, object?[]? arguments) => BaseOf(given) switch
    {
        ScriptBlock script => FromScript(script, arguments ?? []),
        _ when arguments is not null => (null, Wrong("-TokenProviderArguments are for a script block. A program's arguments follow its name: -TokenProvider gcloud, auth, print-access-token.", given)),
        string program => FromProgram([program], given),
        IEnumerable command => FromProgram([.. command.Cast<object?>().Select(static part => BaseOf(part)?.ToString() ?? "")], given),
        _ => (null, Wrong($"A {BaseOf(given)!.GetType()} gives no tokens. Give a program and its arguments, or a script block.", given)),
    };

    private (GqlTokenProvider? Provider, ErrorRecord? Problem) FromProgram(string[] command, object given)
    {
        if (command.Length == 0 || command[0].Length == 0) return (null, Wrong("-TokenProvider names no program.", given));
        // The name is looked up here, as PowerShell would: it knows the current location, and on Windows the endings of programs.
        if (state.InvokeCommand.GetCommand(command[0], CommandTypes.Application) is not ApplicationInfo program)
            return (null, Wrong($"There is no program '{command[0]}' on this machine. A function or cmdlet goes into a script block: -TokenProvider {{ {command[0]} }}.", given));
        return (TokenCommand.CreateProvider(program.Path, command[1..], state.Path.CurrentFileSystemLocation.ProviderPath), null);
    }

    private static (GqlTokenProvider? Provider, ErrorRecord? Problem) FromScript(ScriptBlock script, object?[] arguments) =>
        script.Ast.Find(static node => node is UsingExpressionAst, searchNestedScriptBlocks: true) is { } use
            ? (null, Wrong($"The script block of -TokenProvider has {use.Extent.Text}: it runs later, in a runspace of its own, where there is nothing to take that from. Declare a parameter, param($value), and pass the value with -TokenProviderArguments.", script))
            : (TokenScript.CreateProvider(script.ToString(), arguments), null);

    private static ErrorRecord Wrong(string problem, object? given) => ErrorRecords.TokenProviderInvalid(problem, given);

    private static object? BaseOf(object? value) => value is PSObject wrapper ? wrapper.BaseObject : value;
}
