namespace GqlTools.Client.Streaming.WebSockets;

/// <summary>How far a connection has come within its WebSocket.</summary>
public enum HandshakeState
{
    /// <summary>Nothing has been sent.</summary>
    New,

    /// <summary>The opening message is written; no operation may start.</summary>
    AwaitingAcknowledgement,

    /// <summary>The server has acknowledged; operations may start.</summary>
    Acknowledged,
}
