using System.Text.Json;
using GqlTools.Demo.Http;

namespace GqlTools.Demo.Streaming.Sockets;

/// <summary>One of the two protocols spoken over a WebSocket: what its messages are called, and what the client's mean.</summary>
internal interface ISocketDialect
{
    /// <summary>Acts on a message of the client.</summary>
    /// <exception cref="SocketViolationException">The protocol closes the socket for it.</exception>
    Task ReceiveAsync(JsonElement message, SocketSession session);

    /// <summary>Turns a client away that does not bring the right token.</summary>
    Task ForbidAsync(SocketSession session);

    /// <summary>Says what follows the acknowledgement, for as long as the session lasts.</summary>
    Task KeepAliveAsync(SocketSession session);

    /// <summary>Says that an operation gave a result.</summary>
    void WriteNext(Utf8JsonWriter writer, string id, GraphQLOutcome outcome);

    /// <summary>Says that an operation failed, which ends it.</summary>
    void WriteError(Utf8JsonWriter writer, string id, GraphQLOutcome outcome);

    /// <summary>Says that an operation has ended by itself.</summary>
    void WriteComplete(Utf8JsonWriter writer, string id);
}
