using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Client.Sessions;
using GqlTools.Errors;

namespace GqlTools.Commands;

/// <summary>
/// <para type="synopsis">Gets the sessions that were opened in this runspace.</para>
/// <para type="description">Returns the sessions that are not closed, in the order of opening, with their counters: connections, requests, in flight, queued, errors,
/// retries, bytes and latencies.</para>
/// </summary>
/// <example>
/// <code>Get-GqlSession</code>
/// <para>Lists the sessions of this runspace.</para>
/// </example>
/// <example>
/// <code>(Get-GqlSession -Current).Statistics</code>
/// <para>Shows the counters of the current session.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "GqlSession", DefaultParameterSetName = ByName)]
[OutputType(typeof(GqlSession))]
public sealed class GetGqlSessionCommand : PSCmdlet
{
    private const string ByName = "Name";
    private const string ByRole = "Current";

    /// <summary>Names to look for. Wildcards are allowed. The default is *, all of them.</summary>
    [Parameter(ParameterSetName = ByName, Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Gets the session that commands use when they are given none.</summary>
    [Parameter(ParameterSetName = ByRole, Mandatory = true)]
    public SwitchParameter Current { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var sessions = RunspaceSessions.OfThisRunspace();
        if (ParameterSetName == ByRole)
        {
            if (sessions.Current is { } current) WriteObject(current);
            else WriteError(ErrorRecords.NoSession(sessions.Names));
            return;
        }

        foreach (var name in Name) WriteMatches(name, sessions);
    }

    private void WriteMatches(string name, RunspaceSessions sessions)
    {
        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        var matches = sessions.All.Where(session => pattern.IsMatch(session.Name)).ToArray();
        WriteObject(matches, enumerateCollection: true);
        if (matches.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            WriteError(ErrorRecords.SessionNotFound(name, sessions.Names));
    }
}
