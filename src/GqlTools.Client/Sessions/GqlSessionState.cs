namespace GqlTools.Client.Sessions;

/// <summary>
/// The life of a session:
/// <c>Opening -> Open -> Closing -> Closed</c>, with <c>Opening -> Faulted -> Opening</c> while the server cannot be reached.
/// A failing request never changes the state of an open session.
/// </summary>
public enum GqlSessionState
{
    /// <summary>Made, and not yet known to reach its server. The first open or request starts the one attempt that all callers share.</summary>
    Opening,

    /// <summary>Ready for requests. Lost connections are made anew without leaving this state.</summary>
    Open,

    /// <summary>Draining: no new requests, the accepted ones finish.</summary>
    Closing,

    /// <summary>All is over: no requests, no sockets. There is no way back.</summary>
    Closed,

    /// <summary>The last attempt to open failed. The next open or request starts another.</summary>
    Faulted,
}
