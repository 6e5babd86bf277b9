using System.Text.Json;
using GqlTools.Demo.Http;

namespace GqlTools.Demo.Streaming.Sockets;

/// <summary>The older protocol, of the subprotocol <c>graphql-ws</c> (PROTOCOL.md of subscriptions-transport-ws).</summary>
internal sealed class LegacyWsDialect : ISocketDialect
{
    public const string Subprotocol = "graphql-ws";

    private const int ForbiddenCode = 1011; // what that server closes with after connection_error

    public async Task ReceiveAsync(JsonElement message, SocketSession session)
    {
        switch (SocketMessage.TypeOf(message))
        {
            case "connection_init":
                await session.AcknowledgeAsync(message, static writer => SocketMessage.Write(writer, "connection_ack"));
                break;
            case "start" when SocketMessage.IdOf(message) is { } id && message.TryGetProperty("payload"u8, out var payload) && session.IsAcknowledged:
                // An id in use begins anew: the operation it named ends without a word.
                await session.StopAsync(id);
                session.TryStart(id, payload);
                break;
            case "stop" when SocketMessage.IdOf(message) is { } id:
                await session.StopAsync(id);
                break;
            case "connection_terminate":
                throw new SocketViolationException((int)System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, "");
            default:
                await SendConnectionErrorAsync(session, "Invalid message type, or nothing it can be applied to.");
                break;
        }
    }

    public async Task ForbidAsync(SocketSession session)
    {
        await SendConnectionErrorAsync(session, "Forbidden");
        throw new SocketViolationException(ForbiddenCode, "Forbidden");
    }

    public async Task KeepAliveAsync(SocketSession session)
    {
        await SendAsync();
        if (session.Script.KeepAliveInterval is not { } interval)
            return;
        using var timer = new PeriodicTimer(interval, session.Clock);
        while (await timer.WaitForNextTickAsync(session.Ended))
            await SendAsync();

        Task SendAsync() => session.SendAsync(static writer => SocketMessage.Write(writer, "ka"));
    }

    public void WriteNext(Utf8JsonWriter writer, string id, GraphQLOutcome outcome) => SocketMessage.Write(writer, "data", id, outcome.Write);

    public void WriteError(Utf8JsonWriter writer, string id, GraphQLOutcome outcome) => SocketMessage.Write(writer, "error", id, outcome.WriteFirstError);

    public void WriteComplete(Utf8JsonWriter writer, string id) => SocketMessage.Write(writer, "complete", id);

    private static Task SendConnectionErrorAsync(SocketSession session, string message) => session.SendAsync(writer => SocketMessage.Write(
        writer,
        "connection_error",
        writePayload: payload =>
        {
            payload.WriteStartObject();
            payload.WriteString("message"u8, message);
            payload.WriteEndObject();
        }));
}
