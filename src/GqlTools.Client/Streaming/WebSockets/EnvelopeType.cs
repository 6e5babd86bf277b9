namespace GqlTools.Client.Streaming.WebSockets;

/// <summary>The values of <c>type</c> that the graphql-transport-ws family of protocols sends to clients.</summary>
internal enum EnvelopeType
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>A word that no protocol of the family has.</summary>
    Unknown,

    /// <summary><c>connection_ack</c>.</summary>
    ConnectionAck,

    /// <summary><c>connection_error</c>.</summary>
    ConnectionError,

    /// <summary><c>ka</c>.</summary>
    KeepAlive,

    /// <summary><c>ping</c>.</summary>
    Ping,

    /// <summary><c>pong</c>.</summary>
    Pong,

    /// <summary><c>next</c>.</summary>
    Next,

    /// <summary><c>data</c>.</summary>
    Data,

    /// <summary><c>error</c>.</summary>
    Error,

    /// <summary><c>complete</c>.</summary>
    Complete,

    /// <summary><c>start_ack</c>.</summary>
    StartAck,
}
