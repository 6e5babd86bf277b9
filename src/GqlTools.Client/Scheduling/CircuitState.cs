namespace GqlTools.Client.Scheduling;

/// <summary>Whether a session still troubles a server that fails: <c>Closed -> Open -> HalfOpen -> Closed</c>, or back to <c>Open</c>.</summary>
public enum CircuitState
{
    /// <summary>Requests go.</summary>
    Closed,

    /// <summary>The server failed for long: requests fail at once, without being sent.</summary>
    Open,

    /// <summary>One request tries whether the server is back; the others wait for what becomes of it.</summary>
    HalfOpen,
}
