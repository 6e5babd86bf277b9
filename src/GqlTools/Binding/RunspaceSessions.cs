using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using GqlTools.Client.Sessions;

namespace GqlTools.Binding;

/// <summary>
/// The sessions that were opened in one runspace, and which of them is current.
/// <para>
/// They hang on the runspace itself and go with it, so that a runbook's commands never reach another runbook's tenant. Closing the current session
/// leaves none current: falling back to one that was opened earlier could be another tenant, too. What is still open when the runspace closes is
/// closed with it.
/// </para>
/// </summary>
internal sealed class RunspaceSessions
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceSessions> ByRunspace = [];

    private readonly object _lock = new();
    private readonly List<GqlSession> _sessions = [];
    private GqlSession? _current;

    /// <summary>The current session; null for none.</summary>
    public GqlSession? Current
    {
        get
        {
            lock (_lock) return _current;
        }
    }

    /// <summary>Those that are not closed, in the order of opening.</summary>
    public IReadOnlyList<GqlSession> All
    {
        get
        {
            lock (_lock)
            {
                _sessions.RemoveAll(session => session.State == GqlSessionState.Closed);
                return [.. _sessions];
            }
        }
    }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => [.. All.Select(session => session.Name)];

    /// <summary>The sessions of the runspace that runs the calling thread's pipeline.</summary>
    public static RunspaceSessions OfThisRunspace() => ByRunspace.GetValue(Runspace.DefaultRunspace, static runspace =>
    {
        var sessions = new RunspaceSessions();
        runspace.StateChanged += (_, change) => sessions.EndWith(change.RunspaceStateInfo.State);
        return sessions;
    });

    /// <summary>The session of this name, whatever its case; null for none.</summary>
    public GqlSession? Find(string name) =>
        All.FirstOrDefault(session => string.Equals(session.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A name that no session has: <paramref name="host"/>, or that with a number.</summary>
    public string FreeNameFor(string host)
    {
        var name = host;
        for (var number = 2; Find(name) is not null; number++) name = $"{host}-{number}";
        return name;
    }

    /// <summary>Adds a session and makes it the current one.</summary>
    public void Add(GqlSession session)
    {
        lock (_lock)
        {
            _sessions.Add(session);
            _current = session;
        }
    }

    /// <summary>Forgets a session that is closing.</summary>
    public void Remove(GqlSession session)
    {
        lock (_lock)
        {
            _sessions.Remove(session);
            if (_current == session) _current = null;
        }
    }

    private void EndWith(RunspaceState state)
    {
        if (state is not (RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken)) return;
        // Not awaited: the thread that closes a runspace waits for no server. CloseAsync never fails.
        foreach (var session in All) _ = session.CloseAsync(TimeSpan.Zero);
    }
}
