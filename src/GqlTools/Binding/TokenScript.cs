using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Security;
using GqlTools.Client.Authentication;

namespace GqlTools.Binding;

/// <summary>
/// A script that gives a token. Only its text is kept: a script block belongs to the runspace that made it, and would run in it, or break it, while that
/// runspace does something else. Each time the text runs in a new runspace, which is gone afterwards.
/// </summary>
internal static class TokenScript
{
    private const string Home = " It runs in a runspace of its own, without the variables and functions of the one that opened the session; pass values with -TokenProviderArguments.";

    /// <summary>A provider that runs a script for every token.</summary>
    /// <param name="text">The script.</param>
    /// <param name="arguments">Values for its parameters.</param>
    public static GqlTokenProvider CreateProvider(string text, object?[] arguments) =>
        new("script block", cancellationToken => Task.Run(() => Run(text, arguments, cancellationToken), CancellationToken.None));

    private static string Run(string text, object?[] arguments, CancellationToken cancellationToken)
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = PowerShell.Create();
        shell.Runspace = runspace;
        shell.AddScript(text);
        foreach (var argument in arguments) shell.AddArgument(argument);
        using var registration = cancellationToken.Register(() => shell.BeginStop(null, null));
        cancellationToken.ThrowIfCancellationRequested();
        var output = shell.Invoke();
        cancellationToken.ThrowIfCancellationRequested();
        // It may contain the token, and is therefore not shown.
        if (output.Count != 1) throw new InvalidOperationException($"it wrote {output.Count} objects where one token was expected{FirstError(shell)}{(output.Count == 0 ? Home : "")}");
        return output[0]?.BaseObject switch
        {
            string token => token.Trim(),
            SecureString token => new NetworkCredential("", token).Password,
            null => throw new InvalidOperationException($"it wrote null where a string or secure string was expected.{Home}"),
            var other => throw new InvalidOperationException($"it wrote a {other.GetType()} where a string or secure string was expected."),
        };
    }

    private static string FirstError(PowerShell shell) => shell.Streams.Error.Count > 0 ? $": {shell.Streams.Error[0]}" : ".";
}
