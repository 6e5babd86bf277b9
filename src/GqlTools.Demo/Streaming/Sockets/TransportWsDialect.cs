using System.Text.Json;
using GqlTools.Demo.Http;

namespace GqlTools.Demo.Streaming.Sockets;

/// <summary>The protocol of the subprotocol <c>graphql-transport-ws</c> (PROTOCOL.md of graphql-ws).</summary>
internal sealed class TransportWsDialect : ISocketDialect
{
    public const string Subprotocol = "graphql-transport-ws";

    public async Task ReceiveAsync(JsonElement message, SocketSession session)
    {
        switch (SocketMessage.TypeOf(message))
        {
            case "connection_init":
                if (session.IsInitialised)
                    throw new SocketViolationException(SocketCloseCode.TooManyInitialisationRequests, "Too many initialisation requests");
                await session.AcknowledgeAsync(message, static writer => SocketMessage.Write(writer, "connection_ack"));
                break;
            case "subscribe":
                if (!session.IsAcknowledged)
                    throw new SocketViolationException(SocketCloseCode.Unauthorized, "Unauthorized");
                var id = SocketMessage.IdOf(message) ?? throw Invalid("'subscribe' has no id");
                if (!message.TryGetProperty("payload"u8, out var payload))
                    throw Invalid("'subscribe' has no payload");
                if (!session.TryStart(id, payload))
                    throw new SocketViolationException(SocketCloseCode.SubscriberAlreadyExists, $"Subscriber for {id} already exists");
                break;
            case "complete":
                await session.StopAsync(SocketMessage.IdOf(message) ?? throw Invalid("'complete' has no id"));
                break;
            case "ping":
                session.Counters.PingReceived();
                if (session.Script.Pongs)
                    await session.SendAsync(writer => WritePong(writer, message));
                break;
            case "pong":
                session.Counters.PongReceived();
                break;
            case var type:
                throw Invalid($"type '{type}'");
        }
    }

    public Task ForbidAsync(SocketSession session) => throw new SocketViolationException(SocketCloseCode.Forbidden, "Forbidden");

    public async Task KeepAliveAsync(SocketSession session)
    {
        if (session.Script.PingInterval is not { } interval)
            return;
        using var timer = new PeriodicTimer(interval, session.Clock);
        while (await timer.WaitForNextTickAsync(session.Ended))
            await session.SendAsync(static writer => SocketMessage.Write(writer, "ping"));
    }

    public void WriteNext(Utf8JsonWriter writer, string id, GraphQLOutcome outcome) => SocketMessage.Write(writer, "next", id, outcome.Write);

    public void WriteError(Utf8JsonWriter writer, string id, GraphQLOutcome outcome) => SocketMessage.Write(writer, "error", id, outcome.WriteErrors);

    public void WriteComplete(Utf8JsonWriter writer, string id) => SocketMessage.Write(writer, "complete", id);

    private static SocketViolationException Invalid(string what) => new(SocketCloseCode.BadRequest, $"Invalid message received: {what}.");

    private static void WritePong(Utf8JsonWriter writer, JsonElement ping)
    {
        var hasPayload = ping.TryGetProperty("payload"u8, out var payload);
        SocketMessage.Write(writer, "pong", writePayload: hasPayload ? payload.WriteTo : null);
    }
}
