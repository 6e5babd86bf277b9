namespace GqlTools.Client.Subscriptions;

/// <summary>Where a session's WebSocket stands.</summary>
public enum SocketState
{
    /// <summary>There is none, and nothing needs one.</summary>
    None,

    /// <summary>It is being opened, or the server has not acknowledged it yet.</summary>
    Connecting,

    /// <summary>Operations run on it.</summary>
    Open,

    /// <summary>It was lost, and the next attempt waits for its time.</summary>
    Waiting,
}
