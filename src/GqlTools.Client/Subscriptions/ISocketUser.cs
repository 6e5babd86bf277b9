using GqlTools.Client.Streaming;

namespace GqlTools.Client.Subscriptions;

/// <summary>Whom a <see cref="SocketConnection"/> tells what comes. Called by its receive loop, one call at a time.</summary>
internal interface ISocketUser
{
    /// <summary>The server has acknowledged: operations may start.</summary>
    void OnAcknowledged(SocketConnection connection);

    /// <summary>An event of an operation, or an error of the connection. The payload is good until the task is done.</summary>
    ValueTask OnEventAsync(SocketConnection connection, StreamEvent received);
}
