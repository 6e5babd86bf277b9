using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Client.Sessions;
using GqlTools.Errors;

namespace GqlTools.Cmdlets;

/// <summary>A command that works with a session: the one it is given, or the runspace's current one.</summary>
public abstract class SessionCommand : GqlCommand
{
    /// <summary>
    /// The session, or the name of one that was opened in this runspace. Without it the runspace's current session is used. Inside
    /// ForEach-Object -Parallel and Start-ThreadJob, pass the session: -Session $using:session.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    [ValidateNotNull]
    public virtual object? Session { get; set; }

    /// <summary>The session that <see cref="Session"/> means.</summary>
    private protected GqlSession ResolveSession() => ResolveSession(Session);

    /// <summary>The session that <paramref name="session"/> means; without one, the current one. Ends the command where there is none.</summary>
    /// <param name="session">A session, a name, or null.</param>
    private protected GqlSession ResolveSession(object? session)
    {
        var sessions = RunspaceSessions.OfThisRunspace();
        switch (session is PSObject wrapper ? wrapper.BaseObject : session)
        {
            case GqlSession given:
                return given;
            case null:
                if (sessions.Current is { } current) return current;
                ThrowTerminatingError(ErrorRecords.NoSession(sessions.Names));
                break;
            case string name:
                if (sessions.Find(name) is { } found) return found;
                ThrowTerminatingError(ErrorRecords.SessionNotFound(name, sessions.Names));
                break;
            case var other:
                ThrowTerminatingError(IsDeserialized(session) ? ErrorRecords.SessionDeserialized(session!) : ErrorRecords.SessionInvalid(other));
                break;
        }

        throw new PipelineStoppedException();
    }

    private static bool IsDeserialized(object? session) =>
        session is PSObject wrapper && wrapper.TypeNames.Contains("Deserialized." + typeof(GqlSession).FullName);
}
